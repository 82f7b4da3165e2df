import type { LoggerService } from '@backstage/backend-plugin-api';
import { expandICalendar } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CalendarReader } from '@odoo-fleet/backstage-plugin-odoo-node';
import type { EnvironmentStore } from '../catalog';
import type { Clock } from '../platform/clock';
import type {
  CalendarExpansion,
  CalendarStore,
  CalendarText,
} from './CalendarStore';
import {
  calendarsOfComponents,
  calendarsOfTenant,
  type CalendarTarget,
  type DeclaredCalendar,
  type NamedCalendar,
  type PlatformCalendar,
} from './declaredCalendars';

/** Calendars that are read at the same time. */
const PARALLEL_READINGS = 4;

/** Environments looked through at a time. */
const PAGE = 500;

/** Most old attempts that go in one round. */
const PRUNE_BATCH = 5000;

export interface CalendarTaskOptions {
  environments: Pick<EnvironmentStore, 'listEnvironments' | 'getTenants'>;
  store: CalendarStore;
  /** By their ids. */
  readers: Readonly<Record<CalendarTarget['reader'], CalendarReader>>;
  named: readonly NamedCalendar[];
  platform: readonly PlatformCalendar[];
  clock: Clock;
  logger: LoggerService;
  /** How long attempts are kept, in milliseconds. */
  keepAttemptsMs: number;
}

interface WantedCalendar {
  target: CalendarTarget;
  timeZones: Set<string>;
}

/**
 * Reads every calendar that a tenant or the config of the platform declares, each once however many declare it. Every attempt is
 * kept. One that fails takes nothing away: the last good text is kept beside it, and counts until it is too old.
 */
export class CalendarTask {
  readonly #options: CalendarTaskOptions;

  static create(options: CalendarTaskOptions): CalendarTask {
    return new CalendarTask(options);
  }

  private constructor(options: CalendarTaskOptions) {
    this.#options = options;
  }

  /** @throws what the database throws, so that the scheduler sees it, and the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, clock, keepAttemptsMs } = this.#options;
    const wanted = await this.#collect(signal);
    const waiting = [...wanted.values()];
    const workers = Array.from({ length: PARALLEL_READINGS }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        signal.throwIfAborted();
        await this.#read(next, signal);
      }
    });
    await Promise.all(workers);
    await store.keepOnly(new Set(wanted.keys()));
    await store.pruneAttempts(clock.now() - keepAttemptsMs, PRUNE_BATCH);
  }

  /** By the keys of the calendars. */
  async #collect(signal: AbortSignal): Promise<Map<string, WantedCalendar>> {
    const { environments, named, platform } = this.#options;
    const wanted = new Map<string, WantedCalendar>();
    const want = (calendars: readonly DeclaredCalendar[]) => {
      for (const calendar of calendars) {
        if (calendar.kind === 'read') {
          const { target, timeZone } = calendar;
          const known = wanted.get(target.key);
          wanted.set(target.key, {
            target,
            timeZones: (known?.timeZones ?? new Set()).add(timeZone),
          });
        }
      }
    };
    const seen = new Set<string>();
    let after: string | undefined;
    for (;;) {
      signal.throwIfAborted();
      const page = await environments.listEnvironments({
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      const tenantRefs = page
        .map(({ tenantRef }) => tenantRef)
        .filter(ref => !seen.has(ref));
      tenantRefs.forEach(ref => seen.add(ref));
      const tenants = await environments.getTenants([...new Set(tenantRefs)]);
      tenants.forEach(tenant => want(calendarsOfTenant(tenant, named)));
      after = page.at(-1)?.environmentRef;
      if (page.length < PAGE) {
        break;
      }
    }
    want(
      calendarsOfComponents(
        platform.map(({ component }) => component),
        platform,
      ),
    );
    return wanted;
  }

  async #read(
    { target, timeZones }: WantedCalendar,
    signal: AbortSignal,
  ): Promise<void> {
    const { readers, store, clock, logger } = this.#options;
    const { key: calendarKey, reader } = target;
    const stretch = stretchAround(clock.now());
    const outcome = await readers[reader].read(target.target, {
      ...stretch,
      signal,
    });
    const attempt = { calendarKey, attemptedAt: outcome.observedAt };
    if (outcome.status === 'observed' || outcome.status === 'empty') {
      const text: CalendarText =
        outcome.status === 'observed' ? { text: outcome.value } : {};
      await store.recordAnswer(
        { ...attempt, status: outcome.status },
        text,
        expand(text, timeZones, stretch),
      );
      return;
    }
    await store.recordFailure({
      ...attempt,
      status: outcome.status,
      message: outcome.message.slice(0, 500),
    });
    logger.debug(
      `A calendar (${reader}) could not be read: ${outcome.message}`,
    );
    // A tenant may have come, or a year have ended, since it could be read last
    const last = await store.getText(calendarKey);
    if (last) {
      await store.replaceExpansions(
        calendarKey,
        expand(last, timeZones, stretch),
      );
    }
  }
}

/** Two years back, as long as releases are kept, and to the end of the next. */
function stretchAround(now: number): { from: number; to: number } {
  const year = new Date(now).getUTCFullYear();
  return { from: Date.UTC(year - 2, 0, 1), to: Date.UTC(year + 2, 0, 1) };
}

function expand(
  { text }: CalendarText,
  timeZones: ReadonlySet<string>,
  { from, to }: { from: number; to: number },
): CalendarExpansion[] {
  return [...timeZones].sort().map(timeZone => {
    if (text === undefined) {
      const nothing = { windows: [], problems: [] };
      return { timeZone, from, completeUntil: to, ...nothing };
    }
    const expanded = expandICalendar('', text, timeZone, from, to);
    // What a reader gives was read once; a newer version of this code may be stricter
    return expanded.status === 'malformed'
      ? {
          timeZone,
          from,
          completeUntil: to,
          windows: [],
          problems: [expanded.message],
        }
      : {
          timeZone,
          from,
          completeUntil: expanded.completeUntil,
          windows: expanded.windows.map(({ calendar: _, ...window }) => window),
          problems: expanded.problems,
        };
  });
}
