import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  calendarStandingAt,
  nextSafeWindows,
  policyFor,
  touchedDomains,
  weekHours,
  type CalendarFact,
  type Criticality,
  type EntityCalendar,
  type EnvironmentCalendar,
  type PlatformWorkTimes,
  type Release,
  type RiskPolicy,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { EnvironmentStore, ProjectedEnvironment } from '../catalog';
import type { Clock } from '../platform/clock';
import {
  readCalendarFacts,
  type CalendarDeclarations,
  type CalendarFactSources,
} from './CalendarFacts';

/** What the caller may see; the releases know. */
export interface CalendarAccess {
  /** @throws NotFoundError or NotAllowedError, with what to do. */
  readableEnvironments(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<string[]>;

  /** @throws NotFoundError when there is none that the caller may see. */
  getRelease(
    releaseId: string,
    credentials: BackstageCredentials,
  ): Promise<Release>;
}

/** Work on what environments stand on; the releases know. */
export interface PlatformWork {
  /** When each of these environments has work below it, by its reference; one without any may be missing. */
  workUnder(
    environmentRefs: readonly string[],
  ): Promise<ReadonlyMap<string, PlatformWorkTimes>>;
}

export interface CalendarServiceOptions {
  environments: Pick<EnvironmentStore, 'getEnvironments' | 'getTenants'>;
  sources: CalendarFactSources;
  declarations: CalendarDeclarations;
  /** How releases are judged: how long they are watched, and how clear of a freeze they keep. */
  releasePolicy: RiskPolicy;
  access: CalendarAccess;
  platformWork: PlatformWork;
  clock: Clock;
}

export interface CalendarQuery {
  entityRef: string;
  releaseId?: string;
  /** ISO 8601 date. */
  week?: string;
}

const DAY = 86_400_000;

/** Windows are listed from a week ago, for the picture, up to a year and some weeks ahead. */
const LISTED_BEFORE = 7 * DAY;
const LISTED_AFTER = 400 * DAY;

/** Most windows of one environment that are listed. */
const MAX_LISTED = 500;

/** Says what calendars say, each as whoever asks. Writes nothing. */
export class CalendarService {
  readonly #options: CalendarServiceOptions;

  static create(options: CalendarServiceOptions): CalendarService {
    return new CalendarService(options);
  }

  private constructor(options: CalendarServiceOptions) {
    this.#options = options;
  }

  /**
   * @throws NotFoundError and NotAllowedError as the access to releases says; InputError when the release is not of one of the
   * entity's environments.
   */
  async getCalendar(
    { entityRef, releaseId, week }: CalendarQuery,
    credentials: BackstageCredentials,
  ): Promise<EntityCalendar> {
    const { access, environments, sources, declarations, platformWork } =
      this.#options;
    const refs = await access.readableEnvironments(entityRef, credentials);
    const release =
      releaseId === undefined
        ? undefined
        : await access.getRelease(releaseId, credentials);
    if (release && !refs.includes(release.environmentRef)) {
      throw new InputError(
        `query.releaseId: the release goes to another environment; ask with entityRef=${release.environmentRef}`,
      );
    }
    const projected = await environments.getEnvironments(refs);
    const tenants = await environments.getTenants([
      ...new Set(projected.map(({ tenantRef }) => tenantRef)),
    ]);
    const [factOf, works] = await Promise.all([
      readCalendarFacts(
        sources,
        declarations,
        projected.map(({ environmentRef }) => environmentRef),
        tenants,
      ),
      platformWork.workUnder(refs),
    ]);
    const now = this.#options.clock.now();
    return {
      entityRef,
      environments: [...projected]
        .sort((a, b) => (a.environmentRef < b.environmentRef ? -1 : 1))
        .map(environment =>
          this.#present(environment, factOf(environment, now), {
            now,
            work: works.get(environment.environmentRef) ?? { windows: [] },
            criticality: tenants.find(
              ({ tenantRef }) => tenantRef === environment.tenantRef,
            )?.criticality,
            weekOf:
              // Noon, so that it is the same day in nearly every zone
              week === undefined ? now : Date.parse(`${week}T12:00:00Z`),
            release:
              release?.environmentRef === environment.environmentRef
                ? release
                : undefined,
          }),
        ),
    };
  }

  #present(
    environment: ProjectedEnvironment,
    fact: CalendarFact,
    {
      now,
      work,
      weekOf,
      release,
      criticality,
    }: {
      now: number;
      work: PlatformWorkTimes;
      weekOf: number;
      release: Release | undefined;
      criticality: Criticality | undefined;
    },
  ): EnvironmentCalendar {
    const { environmentRef, title, stage, hosting } = environment;
    const { declarations } = this.#options;
    const releasePolicy = policyFor(this.#options.releasePolicy, {
      stage,
      hosting,
      criticality,
    });
    const base = {
      environmentRef,
      title,
      ...(release && {
        safeWindows: nextSafeWindows({
          calendar: fact,
          work: work.windows,
          ...(work.openEnded !== undefined && {
            openEndedWork: work.openEnded,
          }),
          isProduction: stage === 'production',
          touched: touchedDomains(release),
          rehearsedSeconds: release.facts.rehearsal?.value.durationSeconds,
          watchHours: releasePolicy.watchHours,
          settleMinutes: releasePolicy.settleMinutes,
          freezeApproachHours: releasePolicy.freezeApproachHours,
          policy: declarations.policy,
          now,
        }),
      }),
    };
    if (fact.status === 'unknown') {
      return { ...base, calendar: fact, standings: [] };
    }
    return {
      ...base,
      calendar: {
        ...fact,
        windows: fact.windows
          .filter(
            ({ start, end }) =>
              Date.parse(end) > now - LISTED_BEFORE &&
              Date.parse(start) < now + LISTED_AFTER,
          )
          .slice(0, MAX_LISTED),
      },
      standings: fact.calendars.map(state => ({
        ...state,
        ...calendarStandingAt(state, now),
      })),
      week: weekHours(
        [...fact.windows, ...work.windows],
        fact.timeZone,
        weekOf,
      ),
    };
  }
}
