import * as fc from 'fast-check';
import {
  bindingGrantSchema,
  isPlainLocation,
  matchesPattern,
  type BindingGrant,
} from './bindingGrants';
import type { BindingClaim } from './bindings';
import {
  confirmBindings,
  contestKey,
  NAMESPACE_ANSWER_LIFETIME_MS,
  type BindingClaimant,
  type ClusterNamespaces,
} from './confirmBindings';

const now = 1_795_000_000_000;
const acme = 'odooenvironment:default/acme-production';
const bolt = 'odooenvironment:default/bolt-production';
const home = 'url:https://git.example/platform/fleet/blob/main/tenants/acme/';

const grant: BindingGrant = bindingGrantSchema.parse({
  locations: [`${home}*`],
  clusters: ['shared-*'],
  namespaces: ['acme-*'],
  stanzas: [{ source: 'pgbackrest', ids: ['acme-*'] }],
  buckets: [{ bucket: 'attachments', prefixes: ['acme-*'] }],
  repositories: [
    {
      repository: 'https://git.example/platform/fleet.git',
      paths: ['tenants/acme/*'],
    },
  ],
  pipelines: [{ source: 'https://ci.example/acme', environmentIds: ['*'] }],
  metricLabels: [{ label: 'datname', values: ['acme_*'] }],
});

const claim = (
  kind: BindingClaim['kind'],
  scope: string,
  id: string,
  cluster?: string,
): BindingClaim => ({ kind, scope, id, ...(cluster && { cluster }) });

const namespaceClaim = claim('namespace', 'shared-eu', 'acme-production');

function decide(
  claims: BindingClaim[],
  options: {
    environmentRef?: string;
    location?: string;
    cluster?: ClusterNamespaces;
    others?: BindingClaimant[];
    grants?: BindingGrant[];
  } = {},
) {
  const { cluster, others = [], grants = [grant] } = options;
  return confirmBindings({
    claimants: [
      {
        environmentRef: options.environmentRef ?? acme,
        location: options.location,
        claims,
      },
      ...others,
    ],
    grants,
    clusters: new Map(cluster ? [['shared-eu', cluster]] : []),
    now,
  });
}

const answer = (annotation?: string, age = 0): ClusterNamespaces => ({
  answeredAt: now - age,
  namespaces: new Map([['acme-production', annotation]]),
});

describe('confirmBindings', () => {
  it.each([
    namespaceClaim,
    claim('stanza', 'pgbackrest', 'acme-production'),
    claim('bucket', 'attachments', 'acme-production/'),
    claim('repository', 'git.example/platform/fleet', 'tenants/acme/prod'),
    claim('pipeline', 'https://ci.example/acme', 'anything'),
    claim('metrics', 'datname', 'acme_erp'),
    claim('metrics', 'namespace', 'acme-production', 'shared-eu'),
  ])('takes the config’s word for %j', what => {
    expect(decide([what], { location: `${home}production.yaml` })).toEqual([
      expect.objectContaining({ state: 'confirmed', confirmedBy: 'config' }),
    ]);
    expect(decide([what], { location: 'url:https://git.example/x' })).toEqual([
      expect.objectContaining({
        state: 'unconfirmed',
        remedy: expect.stringContaining('odoo.claims'),
      }),
    ]);
  });

  it.each([
    claim('namespace', 'own', 'acme-production'),
    claim('namespace', 'shared-eu', 'bolt-production'),
    claim('stanza', 'barman', 'acme-production'),
    claim('stanza', 'pgbackrest', 'bolt-production'),
    claim('bucket', 'attachments', ''),
    claim('bucket', 'attachments', 'acme'),
    claim('bucket', 'others', 'acme-production/'),
    claim('repository', 'git.example/platform/fleet', 'tenants/bolt/prod'),
    claim('repository', 'git.example/platform/other', 'tenants/acme/prod'),
    claim('pipeline', 'https://ci.example/acme/', 'anything'),
    claim('metrics', 'datname', 'bolt_erp'),
    claim('metrics', 'job', 'acme_erp'),
  ])('grants %j to nobody', what => {
    expect(
      decide([what], { location: `${home}production.yaml` })[0].state,
    ).toBe('unconfirmed');
  });

  it.each([
    ['its name', 'default/acme-production', 0, 'confirmed'],
    ['its name in capitals', 'Default/Acme-Production', 0, 'confirmed'],
    [
      'its name an hour ago',
      'default/acme-production',
      NAMESPACE_ANSWER_LIFETIME_MS,
      'confirmed',
    ],
    [
      'its name too long ago',
      'default/acme-production',
      NAMESPACE_ANSWER_LIFETIME_MS + 1,
      'unconfirmed',
    ],
    ['no name', undefined, 0, 'unconfirmed'],
    ['another name', 'default/bolt-production', 0, 'unconfirmed'],
    [
      'two names',
      'default/acme-production,default/bolt-production',
      0,
      'unconfirmed',
    ],
    ['a name without a namespace', 'acme-production', 0, 'unconfirmed'],
  ])('with a namespace that carries %s', (_, annotation, age, state) => {
    const decisions = decide(
      [
        namespaceClaim,
        claim('metrics', 'namespace', 'acme-production', 'shared-eu'),
      ],
      { cluster: answer(annotation, age) },
    );
    expect(decisions.map(d => d.state)).toEqual([state, state]);
  });

  it('tells a cluster that never answered from one that has no such namespace', () => {
    const [unread] = decide([namespaceClaim]);
    const [missing] = decide([namespaceClaim], {
      cluster: { answeredAt: now, namespaces: new Map() },
    });
    expect(unread.message).toContain('has not answered yet');
    expect(missing.message).toContain('has no namespace acme-production');
  });

  it('contests what two confirmed environments claim, and names neither to the other', () => {
    const wide = bindingGrantSchema.parse({ ...grant, locations: ['file:*'] });
    const decisions = decide([namespaceClaim], {
      location: 'file:/a.yaml',
      grants: [wide],
      others: [
        {
          environmentRef: bolt,
          location: 'file:/b.yaml',
          claims: [namespaceClaim],
        },
      ],
    });
    expect(decisions.map(d => d.state)).toEqual(['contested', 'contested']);
    expect(JSON.stringify(decisions[0])).not.toContain('bolt');
    expect(decisions[1].message).toBe(decisions[0].message);
  });

  it.each([
    [true, true, ['confirmed', 'confirmed']],
    [true, false, ['contested', 'contested']],
  ])(
    'lets a stanza of a shared server be several environments’ only when each is granted it so (%s, %s)',
    (first, second, states) => {
      const shared = claim('stanza', 'pgbackrest', 'shared-1');
      const grantFor = (location: string, isShared: boolean) =>
        bindingGrantSchema.parse({
          locations: [location],
          stanzas: [
            { source: 'pgbackrest', ids: ['shared-*'], shared: isShared },
          ],
        });
      const decisions = decide([shared], {
        location: `${home}a.yaml`,
        others: [
          { environmentRef: bolt, location: 'file:/b.yaml', claims: [shared] },
        ],
        grants: [grantFor(`${home}*`, first), grantFor('file:/b.yaml', second)],
      });
      expect(decisions.map(d => d.state)).toEqual(states);
      expect(decisions[0]).not.toHaveProperty('shared');
    },
  );

  it('does not contest namespaces of one name in two clusters', () => {
    const decisions = decide(
      [claim('metrics', 'namespace', 'odoo', 'acme-own')],
      {
        location: `${home}a.yaml`,
        grants: [{ ...grant, clusters: ['*-own'], namespaces: ['odoo'] }],
        others: [
          {
            environmentRef: bolt,
            location: `${home}b.yaml`,
            claims: [claim('metrics', 'namespace', 'odoo', 'bolt-own')],
          },
        ],
      },
    );
    expect(decisions.map(d => d.state)).toEqual(['confirmed', 'confirmed']);
  });

  it.each([
    ['acme-production/', 'acme-production/', 'contested'],
    ['acme-production/', 'acme-production/shop/', 'contested'],
    ['acme-', 'acme-staging/', 'contested'],
    ['acme-production/', 'acme-staging/', 'confirmed'],
  ])('holds prefix %s of a bucket against %s', (ours, theirs, state) => {
    const decisions = decide([claim('bucket', 'attachments', ours)], {
      location: `${home}a.yaml`,
      others: [
        {
          environmentRef: bolt,
          location: `${home}b.yaml`,
          claims: [claim('bucket', 'attachments', theirs)],
        },
      ],
    });
    expect(decisions.map(d => d.state)).toEqual([state, state]);
  });

  describe('whatever is claimed', () => {
    const names = ['a', 'b', 'ab', ''];
    const claims = fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom(
          'namespace' as const,
          'pipeline' as const,
          'stanza' as const,
          'bucket' as const,
          'metrics' as const,
        ),
        scope: fc.constantFrom('x', 'y', 'namespace'),
        id: fc.constantFrom(...names),
        cluster: fc.constantFrom('x', 'y'),
      }),
      { selector: c => JSON.stringify(c), maxLength: 6 },
    );
    const claimants = fc.uniqueArray(
      fc.record({
        environmentRef: fc
          .constantFrom('1', '2', '3', '4')
          .map(n => `odooenvironment:default/e${n}`),
        location: fc.constantFrom(undefined, 'file:/in', 'file:/out'),
        claims,
      }),
      { selector: c => c.environmentRef, maxLength: 4 },
    );
    const patterns = fc.uniqueArray(fc.constantFrom('a', 'b', '*'), {
      minLength: 1,
    });
    const grants = fc
      .record({
        clusters: patterns,
        namespaces: patterns,
        stanzas: fc.array(
          fc.record({ source: fc.constant('x'), ids: patterns }),
        ),
        buckets: fc.array(
          fc.record({ bucket: fc.constant('x'), prefixes: patterns }),
        ),
        pipelines: fc.array(
          fc.record({ source: fc.constant('x'), environmentIds: patterns }),
        ),
        metricLabels: fc.array(
          fc.record({ label: fc.constant('x'), values: patterns }),
        ),
      })
      .map(parts => [
        bindingGrantSchema.parse({ ...parts, locations: ['file:/in'] }),
      ]);
    const clusters = fc
      .dictionary(
        fc.constantFrom('x', 'y'),
        fc.record({
          answeredAt: fc.constantFrom(
            now,
            now - 2 * NAMESPACE_ANSWER_LIFETIME_MS,
          ),
          namespaces: fc
            .dictionary(
              fc.constantFrom(...names),
              fc.constantFrom(undefined, 'default/e1', 'default/e2'),
            )
            .map(record => new Map(Object.entries(record))),
        }),
      )
      .map(record => new Map(Object.entries(record)));
    const inputs = fc.record({ claimants, grants, clusters });

    it('never confirms without a confirmer', () => {
      fc.assert(
        fc.property(claimants, outsiders => {
          const decisions = confirmBindings({
            claimants: outsiders,
            grants: [],
            clusters: new Map(),
            now,
          });
          expect(decisions.every(d => d.state === 'unconfirmed')).toBe(true);
        }),
      );
      fc.assert(
        fc.property(inputs, input => {
          const states = confirmBindings({ ...input, now });
          for (const { state, confirmedBy, environmentRef } of states) {
            expect(confirmedBy === undefined).toBe(state === 'unconfirmed');
            const { location } = input.claimants.find(
              c => c.environmentRef === environmentRef,
            )!;
            expect(confirmedBy === 'config' && location !== 'file:/in').toBe(
              false,
            );
          }
        }),
      );
    });

    it('lets at most one environment read what is claimed', () => {
      fc.assert(
        fc.property(inputs, input => {
          const readers = new Map<string, Set<string>>();
          for (const decision of confirmBindings({ ...input, now })) {
            const { environmentRef, state, kind } = decision;
            if (state === 'confirmed' && kind !== 'bucket') {
              const key = contestKey(decision);
              readers.set(
                key,
                (readers.get(key) ?? new Set()).add(environmentRef),
              );
            }
          }
          for (const refs of readers.values()) {
            expect(refs.size).toBe(1);
          }
        }),
      );
    });

    it('does not let an unconfirmed rival change anything', () => {
      fc.assert(
        fc.property(inputs, claims, (input, rivalClaims) => {
          const before = confirmBindings({ ...input, now });
          const after = confirmBindings({
            ...input,
            claimants: [
              ...input.claimants,
              {
                environmentRef: 'odooenvironment:default/rival',
                claims: rivalClaims,
              },
            ],
            now,
          });
          expect(after.slice(0, before.length)).toEqual(before);
        }),
      );
    });

    it('says the same in whatever order they come', () => {
      fc.assert(
        fc.property(inputs, input => {
          const inOrder = confirmBindings({ ...input, now });
          const reversed = confirmBindings({
            ...input,
            claimants: [...input.claimants].reverse(),
            now,
          });
          const sorted = (list: typeof inOrder) =>
            list.map(d => JSON.stringify(d)).sort();
          expect(sorted(reversed)).toEqual(sorted(inOrder));
        }),
      );
    });
  });
});

describe('matchesPattern', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'ab', false],
    ['a*', 'ab/c', true],
    ['*', '', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*bc*c', 'abc', false],
    ['a.c', 'abc', false],
    ['**', 'x', true],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.') });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*') });
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const source = p.replace(/\./g, '\\.').replace(/\*+/g, '.*');
        expect(matchesPattern(p, t)).toBe(new RegExp(`^${source}$`).test(t));
      }),
    );
  });
});

describe('isPlainLocation', () => {
  it.each([
    ['url:https://git.example/platform/fleet/blob/main/a.yaml', true],
    ['file:/srv/fleet/acme/a.yaml', true],
    ['url:https://dev.example/p?path=%2Ftenants%2Fa.yaml', true],
    [`${home}../bolt/a.yaml`, false],
    [`${home}./a.yaml`, false],
    [`${home}%2e%2E/bolt/a.yaml`, false],
    [`${home}%252e%252e/bolt/a.yaml`, false],
    [`${home}..%2fbolt/a.yaml`, false],
    [`${home}..\\bolt/a.yaml`, false],
    [`${home}.\t./bolt/a.yaml`, false],
    [`${home}%zz`, false],
    ['url:https://dev.example/p?path=..', false],
  ])('%j: %s', (location, expected) => {
    expect(isPlainLocation(location)).toBe(expected);
  });
});

describe('bindingGrantSchema', () => {
  it.each([
    ['*'],
    ['url:*'],
    ['url:https://*/platform/fleet/*'],
    ['url:https://git.example*'],
    ['url:https://git.example/'],
    ['url:https://user@git.example/x'],
  ])('refuses the location %s', location => {
    expect(
      bindingGrantSchema.safeParse({ locations: [location] }).success,
    ).toBe(false);
  });

  it('refuses clusters without namespaces, and the label namespace', () => {
    const refused = bindingGrantSchema.safeParse({
      locations: ['file:/x'],
      clusters: ['*'],
      metricLabels: [{ label: 'namespace', values: ['*'] }],
    });
    expect(
      refused.error?.issues.map(({ path }) => path.join('.')).sort(),
    ).toEqual(['metricLabels.0.label', 'namespaces']);
  });
});
