import {
  parseBackupSettings,
  type BackupAdapter,
  type BackupReaderDeps,
  type BackupReadOptions,
  type BackupSourceOutcome,
  type BackupSourceReader,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { pathName } from './gitNames';
import { Reconciliations } from './reconciliation';
import { settingsSchema, type Settings } from './schema';
import { existingPaths, TreeFailure } from './tree';

class GitConfigurationReader implements BackupSourceReader {
  constructor(
    private readonly settings: Settings,
    private readonly deps: Pick<
      BackupReaderDeps,
      'clusters' | 'urlReader' | 'now'
    >,
  ) {}

  async read({
    ids,
    signal,
  }: BackupReadOptions): Promise<ReadonlyMap<string, BackupSourceOutcome>> {
    signal.throwIfAborted();
    if (!ids.length) {
      return new Map();
    }
    const { clusters, urlReader, now } = this.deps;
    const { tree, timeoutSeconds } = this.settings;
    const observedAt = now();
    const names = new Map(ids.map(id => [id, pathName(id)]));
    const wanted = new Set(
      [...names.values()].filter(name => name !== undefined),
    );
    const reconciliations = new Reconciliations(this.settings);
    try {
      const [existing] = await Promise.all([
        existingPaths({ urlReader, tree, timeoutSeconds, signal }, wanted),
        reconciliations.read(clusters, signal),
      ]);
      return new Map(
        ids.map(id => [
          id,
          outcomeOf(names.get(id), existing, reconciliations, observedAt),
        ]),
      );
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TreeFailure) {
        const failed = { ...error.failure, observedAt: now() };
        return new Map(ids.map(id => [id, failed]));
      }
      throw error;
    }
  }
}

function outcomeOf(
  name: string | undefined,
  existing: ReadonlySet<string>,
  reconciliations: Reconciliations,
  observedAt: number,
): BackupSourceOutcome {
  if (name === undefined) {
    return {
      status: 'malformed',
      message:
        'The id is no path in the repository: correct it where the source is declared (spec.backupSources).',
      observedAt,
    };
  }
  const exists = existing.has(name);
  const reconciliation = reconciliations.of(name);
  if (!exists && reconciliation?.status !== 'known') {
    return { status: 'empty', observedAt };
  }
  return {
    status: 'observed',
    observedAt,
    value: [
      {
        kind: 'configuration',
        path: { status: 'known', exists },
        reconciliation: reconciliation ?? {
          status: 'unknown',
          reason: 'Neither Argo CD nor Flux brings this path to a cluster.',
        },
      },
    ],
  };
}

/** Configuration in Git: one source is one repository, an id is a path in it. */
export const gitConfigurationAdapter: BackupAdapter = {
  id: 'git-configuration',
  createReader: (settings, deps) =>
    new GitConfigurationReader(
      parseBackupSettings(settingsSchema, settings),
      deps,
    ),
};
