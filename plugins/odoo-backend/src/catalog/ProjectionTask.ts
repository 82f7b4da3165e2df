import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService as CatalogClient } from '@backstage/plugin-catalog-node';
import type { Clock } from '../platform/clock';
import type { EnvironmentStore } from './EnvironmentStore';
import { PROJECTED_FIELDS, PROJECTED_KINDS, SnapshotBuilder } from './snapshot';

export interface ProjectionTaskOptions {
  auth: AuthService;
  catalog: CatalogClient;
  environments: EnvironmentStore;
  clock: Clock;
  logger: LoggerService;
  /** Called after environments appeared, changed or went; a failure of its own fails the task. */
  onChange(environmentRefs: string[]): Promise<void>;
}

/**
 * Reads tenants, environments and people from the catalog, as the backend itself, into the projection. When the catalog does not
 * answer, the last projection stays and the task fails, so that the scheduler shows it.
 */
export class ProjectionTask {
  readonly #options: ProjectionTaskOptions;
  #lastProblems = '';

  static create(options: ProjectionTaskOptions): ProjectionTask {
    return new ProjectionTask(options);
  }

  private constructor(options: ProjectionTaskOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { auth, catalog, environments, clock, logger, onChange } =
      this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const builder = new SnapshotBuilder();
    const pages = catalog.streamEntities(
      {
        filter: { kind: PROJECTED_KINDS },
        fields: PROJECTED_FIELDS,
      },
      { credentials },
    );
    for await (const page of pages) {
      signal.throwIfAborted();
      page.forEach(entity => builder.add(entity));
    }
    signal.throwIfAborted();

    this.#logProblems(builder.problems);
    const { changed } = await environments.replace(
      builder.snapshot,
      clock.now(),
    );
    if (changed.length > 0) {
      logger.info(
        `The catalog changed ${changed.length} environment(s): ${changed
          .slice(0, 10)
          .join(', ')}${changed.length > 10 ? ', …' : ''}`,
      );
      await onChange(changed);
    }
  }

  /** The task runs often, so the same problems are told once. */
  #logProblems(problems: readonly string[]): void {
    const text = problems.join('\n');
    if (text !== this.#lastProblems) {
      this.#lastProblems = text;
      for (const problem of problems.slice(0, 20)) {
        this.#options.logger.warn(`Left out of the projection: ${problem}`);
      }
    }
  }
}
