import {
  ToolOutputError,
  type ToolOutputPart,
} from '@odoo-fleet/backstage-plugin-odoo-node';

/**
 * What is said of each server, in the order in which it was printed: Barman writes one object by server name.
 *
 * @throws ToolOutputError when Barman wrote an error instead: it does so on standard output.
 */
export function byServer(
  documents: readonly unknown[],
  understand: (
    said: readonly unknown[],
  ) => ReturnType<ToolOutputPart['understand']>,
): ToolOutputPart[] {
  const said = new Map<string, unknown[]>();
  for (const document of documents) {
    if (
      typeof document !== 'object' ||
      document === null ||
      Array.isArray(document)
    ) {
      throw new ToolOutputError('Barman prints an object, and this is none.');
    }
    for (const [name, value] of Object.entries(document)) {
      if (name === '_ERROR') {
        throw new ToolOutputError(
          'Barman printed an error: run the command by hand where the report is made, and read what it says.',
          'unreachable',
        );
      }
      said.set(name, [...(said.get(name) ?? []), value]);
    }
  }
  if (said.has('')) {
    throw new ToolOutputError('It holds a server without a name.');
  }
  return [...said].map(([id, values]) => ({
    id,
    understand: () => understand(values),
  }));
}

/** The one thing that was said of a server. */
export function once(said: readonly unknown[]): unknown {
  if (said.length !== 1) {
    throw new ToolOutputError(
      'The output speaks of the server twice: report what Barman printed once.',
    );
  }
  return said[0];
}
