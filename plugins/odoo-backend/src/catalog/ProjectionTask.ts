import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AuthService,
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type { CatalogService as CatalogClient } from '@backstage/plugin-catalog-node';
import type { Clock } from '../platform/clock';
import { inBatches } from '../platform/database';
import type { BindingReview } from './BindingReview';
import {
  DECLARATION_FINDING_KINDS,
  findDeclarationProblems,
  ownerSubject,
  refsToLookUp,
} from './declarationFindings';
import type { EnvironmentStore } from './EnvironmentStore';
import type { FindingRounds } from './FindingRounds';
import type { FindingStore } from './FindingStore';
import type { FollowUp } from './FollowUp';
import {
  PROJECTED_FIELDS,
  PROJECTED_KINDS,
  SnapshotBuilder,
  type UnreadableDescriptor,
} from './snapshot';

/** Of an entity that a descriptor names: whether it is there, and whose it is. */
const LOOKED_UP_FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
];

/** How often a catalog that is still starting is asked again. */
const DEFAULT_PATIENCE = { attempts: 60, pauseMs: 2_000 };

/** Whether entities of this kind can be the owner of another. */
function isOwnerRef(entityRef: string): boolean {
  return /^(?:user|group):/.test(entityRef);
}

/** A plugin that is not up yet answers 503, after holding the request for some seconds. */
function isStarting(error: unknown): boolean {
  return (
    isError(error) &&
    (error.name === 'ServiceUnavailableError' ||
      (error as { statusCode?: unknown }).statusCode === 503)
  );
}

export interface ProjectionTaskOptions {
  auth: AuthService;
  catalog: CatalogClient;
  environments: EnvironmentStore;
  bindings: Pick<BindingReview, 'review'>;
  findings: Pick<FindingStore, 'replace' | 'listEntitiesWith'>;
  rounds: Pick<FindingRounds, 'bindings' | 'clusters'>;
  clock: Clock;
  logger: LoggerService;
  /** Told after each round, which may have changed environments or what is confirmed of them; its failure fails the task. */
  followUp: Pick<FollowUp, 'run'>;
  /** Called when the whole catalog is in the projection: from then on lists are true, whatever comes of judging it. */
  onRead(now: number): Promise<void>;
  patience?: { attempts: number; pauseMs: number };
}

/**
 * Reads tenants, environments and people from the catalog, as the backend itself, into the projection, and judges what they
 * claim. When the catalog does not answer, the last projection stays and the task fails, so that the scheduler shows it.
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

  /** The whole catalog. */
  async run(signal: AbortSignal): Promise<void> {
    const { auth, environments, bindings, rounds, clock, onRead } =
      this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const builder = await this.#readOnceUp(credentials, signal);

    this.#logProblems(builder.unreadable);
    const now = clock.now();
    const { changed } = await environments.replace(builder.snapshot, now);
    await onRead(now);
    const reviewed = await bindings.review(now);
    await this.#follow(changed, reviewed.changed);
    signal.throwIfAborted();

    await rounds.bindings(now);
    await rounds.clusters(now);
    await this.#findDeclarationProblems(builder, credentials, signal, now);
  }

  /** Reads the catalog, after a while when it is still starting: to wait for the next round would leave the portal empty so long. */
  async #readOnceUp(
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<SnapshotBuilder> {
    const { patience = DEFAULT_PATIENCE } = this.#options;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#readAll(credentials, signal);
      } catch (error) {
        if (!isStarting(error) || attempt >= patience.attempts) {
          throw error;
        }
        await sleep(patience.pauseMs, undefined, { signal });
      }
    }
  }

  async #readAll(
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<SnapshotBuilder> {
    const builder = new SnapshotBuilder();
    const pages = this.#options.catalog.streamEntities(
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
    return builder;
  }

  /**
   * These tenants, environments and Users alone; what the catalog does not have of them is gone. Of a User or Group, whoever names
   * it as the owner, and was told that there is none, is looked at again.
   */
  async refresh(
    changedRefs: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const { auth, environments, bindings, findings, rounds, clock } =
      this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const waiting = await findings.listEntitiesWith(
      'dangling-reference',
      changedRefs.filter(isOwnerRef).map(ownerSubject),
    );
    const entityRefs = [...new Set([...changedRefs, ...waiting])];
    const entities = await this.#lookUp(
      entityRefs,
      PROJECTED_FIELDS,
      credentials,
      signal,
    );
    const builder = new SnapshotBuilder();
    entities.forEach(entity => builder.add(entity));
    const now = clock.now();
    const { changed, contestKeys } = await environments.update(
      entityRefs,
      builder.snapshot,
      now,
    );
    const reviewed = await bindings.review(now, contestKeys);
    await this.#follow(changed, reviewed.changed);
    await rounds.bindings(now, [
      ...new Set([...changed, ...reviewed.environmentRefs]),
    ]);
    await this.#findDeclarationProblems(
      builder,
      credentials,
      signal,
      now,
      entityRefs,
    );
  }

  async #follow(changed: string[], reviewed: string[]): Promise<void> {
    const { logger, followUp } = this.#options;
    const all = [...new Set([...changed, ...reviewed])].sort();
    if (all.length > 0) {
      logger.info(
        `The catalog, or what confirms it, changed ${
          all.length
        } environment(s): ${all.slice(0, 10).join(', ')}${
          all.length > 10 ? ', …' : ''
        }`,
      );
    }
    await followUp.run();
  }

  async #findDeclarationProblems(
    { snapshot, unreadable }: SnapshotBuilder,
    credentials: BackstageCredentials,
    signal: AbortSignal,
    now: number,
    entityRefs?: readonly string[],
  ): Promise<void> {
    const entities = await this.#lookUp(
      refsToLookUp(snapshot),
      LOOKED_UP_FIELDS,
      credentials,
      signal,
    );
    await this.#options.findings.replace(
      { kinds: DECLARATION_FINDING_KINDS, entityRefs },
      findDeclarationProblems(snapshot, unreadable, entities),
      now,
    );
  }

  async #lookUp(
    refs: readonly string[],
    fields: string[],
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<Map<string, Entity>> {
    const found = new Map<string, Entity>();
    for (const entityRefs of inBatches(refs)) {
      signal.throwIfAborted();
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        { entityRefs, fields },
        { credentials },
      );
      items.forEach(entity => {
        if (entity) {
          found.set(stringifyEntityRef(entity), entity);
        }
      });
    }
    return found;
  }

  /** The task runs often, so the same problems are told once. */
  #logProblems(unreadable: readonly UnreadableDescriptor[]): void {
    const problems = unreadable.map(
      ({ entityRef, problem }) => `${entityRef}: ${problem}`,
    );
    const text = problems.join('\n');
    if (text !== this.#lastProblems) {
      this.#lastProblems = text;
      for (const problem of problems.slice(0, 20)) {
        this.#options.logger.warn(`Left out of the projection: ${problem}`);
      }
    }
  }
}
