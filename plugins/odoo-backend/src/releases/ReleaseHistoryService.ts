import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  countReleaseHistory,
  foldIncidents,
  type ReleaseHistory,
  type RiskPolicy,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { EnvironmentStore } from '../catalog';
import type { Clock } from '../platform/clock';
import type { EventListStore } from './EventListStore';
import type { ReleaseAccess } from './ReleaseAccess';
import type { ReleaseJudge } from './judgement/ReleaseJudge';
import type { ReleaseStore } from './ReleaseStore';

/** Most releases that are looked back on, over all environments of the entity. */
const RELEASES = 50;

/** Most events about incidents of one environment that are looked through. */
const INCIDENT_EVENTS = 200;

export interface ReleaseHistoryServiceOptions {
  access: Pick<ReleaseAccess, 'readableEnvironments'>;
  environments: Pick<EnvironmentStore, 'getEnvironments'>;
  releases: Pick<ReleaseStore, 'list'>;
  lists: Pick<EventListStore, 'listByKind'>;
  judge: Pick<ReleaseJudge, 'judge'>;
  policy: RiskPolicy;
  clock: Clock;
}

/** Says how the last releases to production went, by the tier that they had when they went out. */
export class ReleaseHistoryService {
  readonly #options: ReleaseHistoryServiceOptions;

  static create(options: ReleaseHistoryServiceOptions): ReleaseHistoryService {
    return new ReleaseHistoryService(options);
  }

  private constructor(options: ReleaseHistoryServiceOptions) {
    this.#options = options;
  }

  /**
   * Counts over the environments of the entity that the caller may see, and over no others: what is hidden shows in no number.
   *
   * @throws NotFoundError when the caller may not see the entity, NotAllowedError when they may, but none of its releases.
   */
  async getHistory(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<ReleaseHistory> {
    const { access, environments, releases, lists, judge, clock, policy } =
      this.#options;
    const now = clock.now();
    const readable = await access.readableEnvironments(entityRef, credentials);
    const production = (await environments.getEnvironments(readable))
      .filter(({ stage }) => stage === 'production')
      .map(({ environmentRef }) => environmentRef);
    const [past, events] = await Promise.all([
      releases.list(production, undefined, RELEASES),
      lists.listByKind(
        production,
        ['incident-detected', 'incident-reported', 'incident-resolved'],
        INCIDENT_EVENTS,
      ),
    ]);
    // The tier is derived like every verdict: a release that went out is judged by the instant at which it did
    const judgements = await judge.judge(past, now);
    const incidents = new Map<string, number[]>();
    for (const { environmentRef, openedAt } of foldIncidents(
      events.flatMap(({ environmentRef: ref, event }) =>
        ref ? [{ environmentRef: ref, event }] : [],
      ),
    )) {
      incidents.set(environmentRef!, [
        ...(incidents.get(environmentRef!) ?? []),
        Date.parse(openedAt),
      ]);
    }
    return countReleaseHistory({
      entityRef,
      past: past.flatMap(release => {
        const tier = judgements.get(release)?.verdict.tier?.name;
        return tier ? [{ release, tier }] : [];
      }),
      incidents,
      policy,
      now,
    });
  }
}
