import { gitPathName } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  parseBackupSettings,
  type BackupAdapter,
  type BackupReaderDeps,
  type BackupReadOptions,
  type BackupSourceOutcome,
  type BackupSourceReader,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { LastChanges } from './lastChanges';
import { Reconciliations } from './reconciliation';
import { settingsSchema, type Settings } from './schema';
import { existingPaths, TreeFailure } from './tree';

class GitConfigurationReader implements BackupSourceReader {
  readonly #lastChanges: LastChanges;

  constructor(
    private readonly settings: Settings,
    private readonly deps: Pick<
      BackupReaderDeps,
      'clusters' | 'urlReader' | 'gitHostApi' | 'fetchText' | 'now'
    >,
  ) {
    this.#lastChanges = new LastChanges(settings.tree, deps);
  }

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
    const names = new Map(ids.map(id => [id, gitPathName(id)]));
    const wanted = new Set(
      [...names.values()].filter(name => name !== undefined),
    );
    const reconciliations = new Reconciliations(this.settings);
    try {
      const [{ existing, commit }] = await Promise.all([
        existingPaths({ urlReader, tree, timeoutSeconds, signal }, wanted),
        reconciliations.read(clusters, signal),
      ]);
      const changed = await this.#lastChanges.of(existing, commit, signal);
      return new Map(
        ids.map(id => {
          const name = names.get(id);
          const changedAt = changed.get(name ?? '');
          return [
            id,
            outcomeOf(name, reconciliations, observedAt, {
              exists: name !== undefined && existing.has(name),
              // Whoever commits writes the time; one that is to come says that a clock is wrong
              ...(changedAt !== undefined &&
                changedAt <= observedAt && {
                  lastChangedAt: new Date(changedAt).toISOString(),
                }),
            }),
          ];
        }),
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
  reconciliations: Reconciliations,
  observedAt: number,
  path: { exists: boolean; lastChangedAt?: string },
): BackupSourceOutcome {
  if (name === undefined) {
    return {
      status: 'malformed',
      message:
        'The id is no path in the repository: correct it where the source is declared (spec.backupSources).',
      observedAt,
    };
  }
  const reconciliation = reconciliations.of(name);
  if (!path.exists && reconciliation?.status !== 'known') {
    return { status: 'empty', observedAt };
  }
  return {
    status: 'observed',
    observedAt,
    value: [
      {
        kind: 'configuration',
        path: { status: 'known', ...path },
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
  repositoryOf: settings => settingsSchema.safeParse(settings).data?.repository,
  createReader: (settings, deps) =>
    new GitConfigurationReader(
      parseBackupSettings(settingsSchema, settings),
      deps,
    ),
};
