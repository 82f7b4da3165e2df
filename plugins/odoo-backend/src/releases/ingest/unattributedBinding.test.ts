import { parse } from 'yaml';
import {
  bindingSnippet,
  candidateRefs,
  pickCandidates,
} from './unattributedBinding';

const acme = 'odooenvironment:default/acme-production';
const bolt = 'odooenvironment:default/bolt-production';
const source = 'https://ci.example.org/acme';

describe('how an unattributed event is bound', () => {
  it.each([
    ['production', source],
    ['a: "b" # c\n- d', 'https://x.example.org/#{}[]'],
  ])('writes YAML that says %j and %j', (environmentId, of) => {
    expect(parse(bindingSnippet({ source: of, environmentId }))).toEqual({
      spec: { bindings: [{ source: of, environmentId }] },
    });
  });

  it('leaves to the reader what the event does not say', () => {
    expect(parse(bindingSnippet({ source }))).toEqual({
      spec: { bindings: [{ source, environmentId: null }] },
    });
  });

  it('offers who names source and id first, then who is called so, then who names the source', () => {
    const declared = [
      {
        environmentRef: bolt,
        source,
        environmentId: 'other',
        state: 'confirmed' as const,
      },
      {
        environmentRef: acme,
        source,
        environmentId: 'staging',
        state: 'unconfirmed' as const,
      },
      {
        environmentRef: 'odooenvironment:default/elsewhere',
        source: 'https://elsewhere.example.org',
        environmentId: 'staging',
        state: 'confirmed' as const,
      },
    ];
    expect(
      candidateRefs({ source, environmentId: 'staging' }, declared),
    ).toEqual([acme, 'odooenvironment:default/staging', bolt]);
    expect(candidateRefs({ source }, declared)).toEqual([bolt, acme]);
  });

  it('offers nobody whom the caller may not see, and at most five', () => {
    const many = Array.from({ length: 9 }, (_, n) => `${acme}-${n}`);
    const titles = new Map([...many.map(ref => [ref, ref] as const)]);
    titles.delete(many[0]);
    expect(pickCandidates([bolt, ...many], titles)).toEqual(
      many.slice(1, 6).map(ref => ({ environmentRef: ref, title: ref })),
    );
  });
});
