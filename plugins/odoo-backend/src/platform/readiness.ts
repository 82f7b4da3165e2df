import { setTimeout } from 'node:timers/promises';
import {
  createServiceFactory,
  createServiceRef,
  type LoggerService,
} from '@backstage/backend-plugin-api';

/** What readiness asks the database, and what it is told. */
export interface ReadinessStore {
  /** How many migrations of this version have not been run; 0 unless the portal migrates by itself and has not yet. */
  countPendingMigrations(): Promise<number>;
  /** Says that a task did its work, for every replica. */
  markSucceeded(taskId: string, now: number): Promise<void>;
  /** When a task last did its work on any replica, epoch milliseconds; nothing when it never did. */
  lastSuccess(taskId: string): Promise<number | undefined>;
}

/** Whether this plugin can serve. */
export interface Readiness {
  /** Why it cannot, in sentences without secrets; empty when it can. Never throws, and answers within three seconds. */
  reasons(): Promise<string[]>;
}

/**
 * Where the plugin hands in whether it can serve, and where a portal's `rootHealth` asks. Until the plugin has started there is
 * nothing to ask: the lifecycle of the backend says that it has not.
 *
 * @public
 */
export interface OdooReadinessService {
  /** Hands in who knows the reasons. */
  register(readiness: { reasons(): Promise<string[]> }): void;
  /** Why the plugin cannot serve, in sentences without secrets; empty when it can, or when it is not installed. Never throws. */
  reasons(): Promise<string[]>;
}

/**
 * Readiness of the plugin `odoo` for the portal's own health endpoint. A portal that keeps the stock `rootHealth` can point its
 * probe to `/api/odoo/health/readiness` instead.
 *
 * @public
 */
export const odooReadinessServiceRef = createServiceRef<OdooReadinessService>({
  id: 'odoo.readiness',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory() {
        let registered: Readiness | undefined;
        return {
          register(readiness) {
            registered = readiness;
          },
          reasons: async () => (await registered?.reasons()) ?? [],
        };
      },
    }),
});

/** How long a probe waits. The question may still be on its way then; the next probe waits for the same one. */
const PATIENCE_MS = 2_500;

export interface DatabaseReadinessOptions {
  store: ReadinessStore;
  logger: LoggerService;
  /** Tasks without whose first success lists would be empty, with what they do. */
  tasks: { id: string; reason: string }[];
}

/** Asks the database at each probe: it has to answer, its tables have to be of this version, and they have to be filled. */
export class DatabaseReadiness implements Readiness {
  readonly #options: DatabaseReadinessOptions;
  #asking: Promise<string[]> | undefined;
  #migrated = false;
  #last = '';

  static create(options: DatabaseReadinessOptions): DatabaseReadiness {
    return new DatabaseReadiness(options);
  }

  private constructor(options: DatabaseReadinessOptions) {
    this.#options = options;
  }

  async reasons(): Promise<string[]> {
    // One question at a time, so that probes of a database that hangs do not use up its connections
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    const abort = new AbortController();
    const reasons = await Promise.race([
      this.#asking,
      setTimeout(PATIENCE_MS, undefined, { signal: abort.signal }).then(
        () => ['The database does not answer in time.'],
        () => [],
      ),
    ]);
    abort.abort();
    this.#log(reasons);
    return reasons;
  }

  async #ask(): Promise<string[]> {
    const { store, tasks, logger } = this.#options;
    try {
      if (!this.#migrated) {
        const pending = await store.countPendingMigrations();
        if (pending > 0) {
          return [`${pending} migration(s) of the database wait to be run.`];
        }
        this.#migrated = true;
      }
      const reasons: string[] = [];
      for (const { id, reason } of tasks) {
        if ((await store.lastSuccess(id)) === undefined) {
          reasons.push(reason);
        }
      }
      return reasons;
    } catch (error) {
      logger.debug('The database did not answer a probe', {
        error: String(error),
      });
      return ['The database does not answer.'];
    }
  }

  /** Probes come every few seconds, so a change is told once. */
  #log(reasons: string[]): void {
    const text = reasons.join(' ');
    if (text !== this.#last) {
      this.#last = text;
      if (text) {
        this.#options.logger.warn(`Not ready: ${text}`);
      } else {
        this.#options.logger.info('Ready');
      }
    }
  }
}
