import type { UnattributedEvent } from '@odoo-fleet/backstage-plugin-odoo-common';

/** Lines for the descriptor of an environment by which it claims what an event came from. JSON strings are YAML, too. */
export function bindingYaml(
  event: Pick<UnattributedEvent, 'source' | 'environmentId' | 'service'>,
): string {
  return [
    'spec:',
    '  bindings:',
    `    - source: ${JSON.stringify(event.source)}`,
    ...(event.environmentId === undefined
      ? []
      : [`      environmentId: ${JSON.stringify(event.environmentId)}`]),
    ...(event.environmentId === undefined && event.service !== undefined
      ? [`      service: ${JSON.stringify(event.service)}`]
      : []),
  ].join('\n');
}
