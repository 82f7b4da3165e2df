import type { ReleaseEvent } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { DeclaredBinding } from '../../catalog';

/** Most environments that one event is offered. */
const MAX_CANDIDATES = 5;

/**
 * Lines for the descriptor of an environment that claim what an event came from. A JSON string is a YAML string too. A binding
 * names an environment; of an event that names none the reader has to say how its source calls it.
 */
export function bindingSnippet({
  source,
  environmentId,
}: Pick<ReleaseEvent, 'source' | 'environmentId'>): string {
  return [
    'spec:',
    '  bindings:',
    `    - source: ${JSON.stringify(source)}`,
    `      environmentId: ${
      environmentId === undefined
        ? '# what this source calls the environment'
        : JSON.stringify(environmentId)
    }`,
  ].join('\n');
}

/**
 * Environments that the event may be meant for: those whose descriptor names its source already, the ones with its environment id
 * first, and the one that is called just like that id. Whoever may not see one must not be offered it.
 */
export function candidateRefs(
  { source, environmentId }: Pick<ReleaseEvent, 'source' | 'environmentId'>,
  declared: readonly DeclaredBinding[],
): string[] {
  const ofSource = declared.filter(binding => binding.source === source);
  const exact = ofSource.filter(
    binding => binding.environmentId === environmentId,
  );
  const named =
    environmentId !== undefined &&
    /^[a-z0-9][-a-z0-9]{0,62}$/.test(environmentId)
      ? [`odooenvironment:default/${environmentId}`]
      : [];
  return [
    ...new Set([
      ...exact.map(({ environmentRef }) => environmentRef),
      ...named,
      ...ofSource.map(({ environmentRef }) => environmentRef),
    ]),
  ];
}

/** The first of an event's candidates that are there and may be seen. */
export function pickCandidates(
  refs: readonly string[],
  titles: ReadonlyMap<string, string>,
): { environmentRef: string; title: string }[] {
  return refs
    .flatMap(environmentRef => {
      const title = titles.get(environmentRef);
      return title === undefined ? [] : [{ environmentRef, title }];
    })
    .slice(0, MAX_CANDIDATES);
}
