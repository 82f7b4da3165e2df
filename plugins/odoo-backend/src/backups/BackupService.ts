import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  evaluateBackups,
  worstVerdictStatus,
  type BackupAttemptItem,
  type BackupPolicy,
  type BackupVerdict,
  type EntityBackupStatus,
  type EnvironmentBackupStatus,
  type RestoreDrillItem,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Clock } from '../platform/clock';
import { pageOf, type Page } from '../platform/page';
import type { EventPosition } from '../releases';
import type { BackupAccess } from './BackupAccess';
import {
  readBackupFacts,
  type BackupFactSources,
  type EnvironmentBackups,
} from './BackupFacts';
import { targetKey, type BackupStore } from './BackupStore';
import type { ConfiguredSource } from './declaredSources';
import { DRILL_KINDS, drillsOf } from './postedFacts';

export interface BackupServiceOptions {
  access: BackupAccess;
  /** What one piece of work reads from. */
  open(): BackupFactSources;
  store: Pick<BackupStore, 'listAttempts'>;
  configured: readonly ConfiguredSource[];
  policy: BackupPolicy;
  clock: Clock;
}

/** Answers questions about backups, each as whoever asks. Writes nothing. */
export class BackupService {
  readonly #options: BackupServiceOptions;

  static create(options: BackupServiceOptions): BackupService {
    return new BackupService(options);
  }

  private constructor(options: BackupServiceOptions) {
    this.#options = options;
  }

  /** How the environments of an entity stand; of those whose backups are not the caller's to see, that they have some. */
  async getStatus(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<EntityBackupStatus> {
    const { access, open } = this.#options;
    const { granted, denied } = await access.visible(entityRef, credentials);
    const judged = await this.judge(granted);
    const hidden = await open().places.getEnvironments(denied);
    const environments: EnvironmentBackupStatus[] = [
      ...[...judged.values()].map(({ environment, verdict }) => ({
        access: 'granted' as const,
        environmentRef: environment.environmentRef,
        title: environment.title,
        stage: environment.stage,
        ownerRef: environment.ownerRef,
        verdict,
      })),
      ...hidden.map(({ environmentRef, title, stage, ownerRef }) => ({
        access: 'denied' as const,
        environmentRef,
        title,
        stage,
        ownerRef,
      })),
    ];
    return {
      entityRef,
      status: worstVerdictStatus(
        [...judged.values()].map(({ verdict }) => verdict.status),
      ),
      environments: environments.sort((a, b) =>
        a.environmentRef < b.environmentRef ? -1 : 1,
      ),
    };
  }

  /** Attempts to read the sources of the entity, newest first. */
  async listAttempts(
    query: {
      entityRef: string;
      outcome: 'all' | 'failures';
      beforeSeq?: number;
      limit: number;
    },
    credentials: BackstageCredentials,
  ): Promise<Page<BackupAttemptItem, number>> {
    const refs = await this.#options.access.granted(
      query.entityRef,
      credentials,
    );
    const known = await this.#read(refs);
    const wanted = new Map(
      [...known.values()].flatMap(({ environment, attempts }) =>
        attempts.map(attempt => [
          targetKey(attempt),
          { ...attempt, environmentRef: environment.environmentRef },
        ]),
      ),
    );
    const found = await this.#options.store.listAttempts([...wanted.values()], {
      ...(query.beforeSeq !== undefined && { beforeSeq: query.beforeSeq }),
      failuresOnly: query.outcome === 'failures',
      limit: query.limit + 1,
    });
    const { items, ...rest } = pageOf(found, query.limit, ({ seq }) => seq);
    return {
      ...rest,
      items: items.map(attempt => {
        const { environmentRef, area } = wanted.get(targetKey(attempt))!;
        return {
          id: String(attempt.seq),
          environmentRef,
          area,
          source: attempt.source,
          target: attempt.target,
          by: attempt.by,
          attemptedAt: new Date(attempt.attemptedAt).toISOString(),
          tookMs: attempt.tookMs,
          status: attempt.status,
          ...(attempt.message !== undefined && { message: attempt.message }),
        };
      }),
    };
  }

  /** Restores of the entity's environments that were tried, newest first. */
  async listDrills(
    query: { entityRef: string; after?: EventPosition; limit: number },
    credentials: BackstageCredentials,
  ): Promise<Page<RestoreDrillItem, EventPosition>> {
    const { access, open } = this.#options;
    const found = await open().events.pageByKind(
      await access.granted(query.entityRef, credentials),
      DRILL_KINDS,
      query.after,
      query.limit + 1,
    );
    const { items, ...rest } = pageOf(
      found,
      query.limit,
      ({ position }) => position,
    );
    return {
      ...rest,
      items: items.flatMap(({ environmentRef, event }) =>
        drillsOf([event]).map(({ at, checks, ...drill }) => ({
          ...drill,
          environmentRef: environmentRef!,
          at: new Date(at).toISOString(),
          ...(checks && { checks: [...checks] }),
        })),
      ),
    };
  }

  /** Verdicts as of now on environments that the caller may see: whoever calls has made sure of that. */
  async judge(
    environmentRefs: readonly string[],
  ): Promise<Map<string, EnvironmentBackups & { verdict: BackupVerdict }>> {
    const { policy, clock } = this.#options;
    const now = clock.now();
    const known = await this.#read(environmentRefs);
    return new Map(
      [...known].map(([ref, backups]) => [
        ref,
        { ...backups, verdict: evaluateBackups(backups.facts, policy, now) },
      ]),
    );
  }

  #read(environmentRefs: readonly string[]) {
    const { open, configured, clock } = this.#options;
    return readBackupFacts(open(), configured, environmentRefs, clock.now());
  }
}
