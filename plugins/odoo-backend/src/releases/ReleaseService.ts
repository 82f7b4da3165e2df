import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  odooDeadLetterReadPermission,
  odooEnvironmentReadPermission,
  odooUnattributedEventReadPermission,
  traceRelease,
  worstVerdictStatus,
  type DeadLetter,
  type EntityReleaseRisk,
  type ReleaseDetail,
  type ReleaseSummary,
  type UnattributedEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { EnvironmentStore } from '../catalog';
import type { Authorizer } from '../platform/Authorizer';
import type { Clock } from '../platform/clock';
import { pageOf, type Page } from '../platform/page';
import { explainUnattributed } from './ingest/attribute';
import type { DeadLetterStore } from './ingest/DeadLetterStore';
import { eventKey } from './ingest/eventIdentity';
import type { EventListStore } from './EventListStore';
import { noSuchRelease, type ReleaseAccess } from './ReleaseAccess';
import type { ReleaseEventStore } from './ingest/ReleaseEventStore';
import { pickRelevantEvents } from './fold/relevantEvents';
import type { ReleaseJudge } from './judgement/ReleaseJudge';
import type { ReleasePosition, ReleaseStore } from './ReleaseStore';
import {
  bindingSnippet,
  candidateRefs,
  pickCandidates,
} from './ingest/unattributedBinding';
import type { CachedVerdict, VerdictStore } from './judgement/VerdictStore';

export interface ReleaseServiceOptions {
  releases: ReleaseStore;
  events: ReleaseEventStore;
  lists: EventListStore;
  verdicts: VerdictStore;
  deadLetters: DeadLetterStore;
  environments: Pick<
    EnvironmentStore,
    'getEnvironments' | 'getDeclaredBindings'
  >;
  authorizer: Authorizer;
  access: ReleaseAccess;
  judge: ReleaseJudge;
  clock: Clock;
}

/** Most events that the page of one release lists. */
const MAX_EVENTS = 200;

/** Answers questions about releases, each as whoever asks. Writes nothing. */
export class ReleaseService {
  readonly #options: ReleaseServiceOptions;

  static create(options: ReleaseServiceOptions): ReleaseService {
    return new ReleaseService(options);
  }

  private constructor(options: ReleaseServiceOptions) {
    this.#options = options;
  }

  async listReleases(
    query: { entityRef: string; after?: ReleasePosition; limit: number },
    credentials: BackstageCredentials,
  ): Promise<Page<ReleaseSummary, ReleasePosition>> {
    const { releases, judge, clock } = this.#options;
    const environmentRefs = await this.#options.access.readableEnvironments(
      query.entityRef,
      credentials,
    );
    const found = await releases.list(
      environmentRefs,
      query.after,
      query.limit + 1,
    );
    const { items, ...rest } = pageOf(
      found,
      query.limit,
      ({ lifecycle, id }) => ({
        firstSeenAt: Date.parse(lifecycle.firstSeenAt),
        id,
      }),
    );
    return { items: await judge.summarise(items, clock.now()), ...rest };
  }

  /** @throws NotFoundError when there is none, or the caller may not see its environment: the two are not told apart. */
  async getRelease(
    releaseId: string,
    credentials: BackstageCredentials,
  ): Promise<ReleaseDetail> {
    const { access, events, lists, judge, clock } = this.#options;
    const release = await access.getRelease(releaseId, credentials);
    const { environmentRef, artifact } = release;
    const now = clock.now();
    const [presented] = await judge.presentWithFacts([release], now);
    if (!presented) {
      throw noSuchRelease(releaseId);
    }
    const { judged, facts } = presented;
    const pair = { environmentRef, artifact };
    const relevantOf = await pickRelevantEvents(
      events,
      [pair],
      await events.readFoldInput([pair]),
    );
    const relevant = relevantOf.get(pair) ?? [];
    const newest = relevant
      .map(event => ({ event, key: eventKey(event.source, event.id) }))
      .sort(
        (a, b) =>
          Date.parse(b.event.occurredAt) - Date.parse(a.event.occurredAt) ||
          a.key.localeCompare(b.key),
      )
      .slice(0, MAX_EVENTS);
    const keys = newest.map(({ key }) => key);
    const [contradictions, receivedAt] = await Promise.all([
      lists.countContradictions(keys),
      lists.getReceivedAt(keys),
    ]);
    return {
      ...judged,
      trace: traceRelease({
        facts,
        verdict: judged.verdict,
        events: relevant,
        now,
      }),
      events: newest.map(({ event, key }) => ({
        source: event.source,
        id: event.id,
        type: event.type,
        kind: event.kind,
        occurredAt: event.occurredAt,
        receivedAt: new Date(receivedAt.get(key) ?? 0).toISOString(),
        ...(event.label !== undefined && { label: event.label }),
        ...(event.outcome !== undefined && { outcome: event.outcome }),
        ...(event.url !== undefined && { url: event.url }),
        contradictions: contradictions.get(key) ?? 0,
      })),
    };
  }

  async getEntityRisk(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<EntityReleaseRisk> {
    const { releases, environments, judge, clock } = this.#options;
    const environmentRefs = await this.#options.access.readableEnvironments(
      entityRef,
      credentials,
    );
    const [projected, current] = await Promise.all([
      environments.getEnvironments(environmentRefs),
      releases.getCurrent(environmentRefs),
    ]);
    const judged = new Map(
      (await judge.present([...current.values()], clock.now())).map(item => [
        item.release.environmentRef,
        item,
      ]),
    );
    const items = [...projected]
      .sort((a, b) => (a.environmentRef < b.environmentRef ? -1 : 1))
      .map(environment => {
        const item = judged.get(environment.environmentRef);
        return {
          environmentRef: environment.environmentRef,
          title: environment.title,
          stage: environment.stage,
          hosting: environment.hosting,
          ...(item && { current: item }),
        };
      });
    return {
      entityRef,
      status: worstVerdictStatus(
        items.map(({ current: item }) => item?.verdict.status ?? 'unknown'),
      ),
      environments: items,
    };
  }

  /** The last verdict of each environment that has one, in bulk, for roll-ups. The caller filters by permission. */
  latestVerdicts(
    environmentRefs: readonly string[],
  ): Promise<Map<string, CachedVerdict>> {
    return this.#options.verdicts.get(environmentRefs);
  }

  async listUnattributed(
    query: { afterSeq?: number; limit: number },
    credentials: BackstageCredentials,
  ): Promise<Page<UnattributedEvent, number>> {
    await this.#options.authorizer.ensureBasic(
      credentials,
      odooUnattributedEventReadPermission,
    );
    const found = await this.#options.lists.listUnattributed(
      query.afterSeq,
      query.limit + 1,
    );
    const { items: page, ...rest } = pageOf(
      found,
      query.limit,
      ({ seq }) => seq,
    );
    const declared = await this.#options.environments.getDeclaredBindings(
      page.map(({ event }) => event.source),
    );
    const candidates = page.map(({ event }) => candidateRefs(event, declared));
    const titles = await this.#titlesOf(candidates.flat(), credentials);
    return {
      items: page.map(({ event, receivedAt, reason }, index) => ({
        source: event.source,
        id: event.id,
        type: event.type,
        kind: event.kind,
        occurredAt: event.occurredAt,
        receivedAt: new Date(receivedAt).toISOString(),
        ...(event.environmentId !== undefined && {
          environmentId: event.environmentId,
        }),
        ...(event.service !== undefined && { service: event.service }),
        reason: explainUnattributed(reason, event, declared),
        candidates: pickCandidates(candidates[index], titles),
        bindingSnippet: bindingSnippet(event),
      })),
      ...rest,
    };
  }

  /** Of these environments, those that are there and that the caller may see. */
  async #titlesOf(
    environmentRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<Map<string, string>> {
    const { authorizer, environments } = this.#options;
    const readable = await authorizer.filterEnvironments(
      credentials,
      odooEnvironmentReadPermission,
      'releases.read',
      [...new Set(environmentRefs)],
    );
    return new Map(
      (await environments.getEnvironments(readable)).map(environment => [
        environment.environmentRef,
        environment.title,
      ]),
    );
  }

  async listDeadLetters(
    query: { afterSeq?: number; limit: number },
    credentials: BackstageCredentials,
  ): Promise<Page<DeadLetter, number>> {
    await this.#options.authorizer.ensureBasic(
      credentials,
      odooDeadLetterReadPermission,
    );
    const found = await this.#options.deadLetters.list(
      query.afterSeq,
      query.limit + 1,
    );
    const { items, ...rest } = pageOf(found, query.limit, ({ seq }) => seq);
    return { items: items.map(({ seq: _seq, ...letter }) => letter), ...rest };
  }
}
