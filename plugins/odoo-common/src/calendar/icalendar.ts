import ICAL from 'ical.js';
import { IANAZone, type Zone } from 'luxon';
import { plainText } from '../plainText';
import {
  boundRecurrence,
  BudgetSpentError,
  type ExpansionBudget,
} from './boundedRecurrence';
import { occurrencesOf, type Occurrence } from './icalendarOccurrences';
import { registerZone, zoneOfTzid } from './icalendarTimes';
import {
  businessDomainSchema,
  calendarWindowKindSchema,
  type BusinessDomain,
  type CalendarWindow,
  type CalendarWindowKind,
} from './model';

/**
 * Largest iCalendar text that is read, in characters.
 *
 * @public
 */
export const MAX_ICALENDAR_LENGTH = 524_288;

/** Most events of one file. */
const MAX_EVENTS = 5000;

/** Most properties of one event: more would make each of its dates dear. */
const MAX_PROPERTIES = 2000;

/** Most windows that are given. */
const MAX_WINDOWS = 2000;

/** Most problems that are told. */
const MAX_PROBLEMS = 20;

/** What the recurrences of one file may cost: four years of forty daily events, or a second or two of a processor. */
const BUDGET: ExpansionBudget = { steps: 60_000, occurrences: 60_000 };

const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * What an iCalendar text says of a stretch of time.
 *
 * @public
 */
export type ExpandedCalendar =
  | {
      status: 'expanded';
      /** By start; whole, not cut at the ends of the stretch. */
      windows: CalendarWindow[];
      /** Events that could not be understood, one sentence each: any of them may be a freeze. */
      problems: string[];
      /** How many events the text has, whenever they are. */
      events: number;
      /** Windows are complete up to this instant, epoch milliseconds; earlier than asked for when there were too many. */
      completeUntil: number;
    }
  | {
      status: 'malformed';
      /** What is wrong with the text, without repeating it. */
      message: string;
    };

const kindsByBadness: readonly CalendarWindowKind[] = [
  'freeze',
  'maintenance',
  'peak',
  'holiday',
];

const malformed = (message: string): ExpandedCalendar => ({
  status: 'malformed',
  message,
});

/** `Point of Sale` and `POINT_OF_SALE` as `point-of-sale`. */
function categoriesOf(event: ICAL.Component): string[] {
  return event
    .getAllProperties('categories')
    .flatMap(property => property.getValues())
    .map(value =>
      String(value)
        .trim()
        .toLocaleLowerCase('en-US')
        .replace(/[\s_]+/g, '-'),
    );
}

/** Freeze, unless the categories say something milder and not also something worse. */
function kindOf(categories: readonly string[]): CalendarWindowKind {
  const kinds = new Set(
    categories.flatMap(
      category => calendarWindowKindSchema.safeParse(category).data ?? [],
    ),
  );
  return kindsByBadness.find(kind => kinds.has(kind)) ?? 'freeze';
}

function domainsOf(categories: readonly string[]): BusinessDomain[] {
  return [
    ...new Set(
      categories.flatMap(
        category => businessDomainSchema.safeParse(category).data ?? [],
      ),
    ),
  ].sort();
}

function titleOf(event: ICAL.Component): string {
  const summary = event.getFirstPropertyValue('summary');
  return plainText(typeof summary === 'string' ? summary : '', 200);
}

/** What is the same of every date of an event. */
function meaningOf(
  item: ICAL.Component,
): Pick<CalendarWindow, 'kind' | 'reason' | 'domains'> {
  const categories = categoriesOf(item);
  const domains = domainsOf(categories);
  return {
    kind: kindOf(categories),
    reason: titleOf(item) || 'without a summary',
    ...(domains.length > 0 && { domains }),
  };
}

function toWindows(
  calendar: string,
  occurrences: readonly Occurrence[],
): CalendarWindow[] {
  const meanings = new Map<ICAL.Component, ReturnType<typeof meaningOf>>();
  return occurrences.map(({ item, start, end }) => {
    const meaning = meanings.get(item) ?? meaningOf(item);
    meanings.set(item, meaning);
    const { kind, reason, domains } = meaning;
    return {
      calendar,
      kind,
      reason,
      start: new Date(start).toISOString(),
      end: new Date(Math.min(end, LAST_INSTANT)).toISOString(),
      ...(domains && { domains }),
    };
  });
}

/** The events of a text, without its definitions of zones: the rules of the IANA zones are used instead. */
function readEvents(text: string): ICAL.Component[] | undefined {
  const parsed = ICAL.parse(text) as unknown[];
  const trees = (Array.isArray(parsed[0]) ? parsed : [parsed]) as never[];
  const roots = trees.map(tree => new ICAL.Component(tree));
  if (roots.length === 0 || roots.some(root => root.name !== 'vcalendar')) {
    return undefined;
  }
  return roots.flatMap(root => {
    root.removeAllSubcomponents('vtimezone');
    return root.getAllSubcomponents('vevent');
  });
}

/** Writes the IANA name into every TZID of an event; gives the first that names no zone. */
function resolveZones(event: ICAL.Component): string | undefined {
  for (const property of event.getAllProperties()) {
    const tzid = property.getFirstParameter('tzid');
    if (tzid) {
      const zone = zoneOfTzid(tzid);
      if (!zone) {
        return tzid;
      }
      registerZone(zone);
      property.setParameter('tzid', zone.name);
    }
  }
  return undefined;
}

const isOverride = (event: ICAL.Component) =>
  event.hasProperty('recurrence-id');

const uidOf = (event: ICAL.Component) =>
  String(event.getFirstPropertyValue('uid') ?? '');

class Problems {
  readonly #found: string[] = [];

  add(event: ICAL.Component, message: string): void {
    const title = plainText(titleOf(event), 60) || 'an event without a summary';
    this.#found.push(`«${title}» ${message}`);
  }

  list(): string[] {
    const more = this.#found.length - MAX_PROBLEMS + 1;
    return more > 1
      ? [
          ...this.#found.slice(0, MAX_PROBLEMS - 1),
          `${more} more events can't be understood`,
        ]
      : this.#found;
  }
}

/**
 * The windows of an iCalendar text (RFC 5545) that touch `[fromMs, toMs)` (epoch milliseconds).
 *
 * Each VEVENT is a window. Its CATEGORIES, in upper or lower case, say what it is: `FREEZE`, `PEAK`, `HOLIDAY` or `MAINTENANCE`
 * (several: the worst; none: a freeze), and the business domains that it is limited to (`POINT-OF-SALE`, `STOCK`, `SALE`,
 * `PRICING`, `ECOMMERCE`, `ACCOUNTING`, `CONNECTORS`, `PLATFORM`; none: all). Other categories say nothing. SUMMARY is the
 * reason. Cancelled events are left out.
 *
 * Whole days and times without a zone are those of `timeZone`, the tenant's, whatever the zone of the machine. Zones may be IANA's
 * or Windows' names; an event in another zone is a problem. A time that happens twice in autumn is read so that the window is the
 * longer one. Recurrences are bounded by the stretch, by a number of windows and by what they may cost.
 *
 * Never throws for any text.
 *
 * @throws RangeError when `timeZone` is no IANA time zone.
 * @public
 */
export function expandICalendar(
  calendarName: string,
  text: string,
  timeZone: string,
  fromMs: number,
  toMs: number,
): ExpandedCalendar {
  const tenantZone = IANAZone.create(timeZone);
  if (!tenantZone.isValid) {
    throw new RangeError(
      `Calendar '${calendarName}': '${timeZone}' is no IANA time zone; write one such as Europe/Paris`,
    );
  }
  if (text.length > MAX_ICALENDAR_LENGTH) {
    return malformed(
      `It is longer than ${MAX_ICALENDAR_LENGTH} characters; split it, or leave out what is over.`,
    );
  }
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR\s/i.test(text)) {
    return malformed(
      'It is no iCalendar text: it does not begin with BEGIN:VCALENDAR.',
    );
  }
  let events: ICAL.Component[] | undefined;
  // A text that broke off would lose the freezes at its end
  if (/END:VCALENDAR$/i.test(text.slice(-1000).trimEnd())) {
    try {
      events = readEvents(text.replace(/^\uFEFF?\s*/, ''));
    } catch {
      events = undefined;
    }
  }
  if (!events) {
    return malformed(
      'It is no complete iCalendar text; check it with the program that wrote it.',
    );
  }
  if (events.length > MAX_EVENTS) {
    return malformed(
      `It has more than ${MAX_EVENTS} events; leave out what is over.`,
    );
  }
  return expandEvents(calendarName, events, tenantZone, fromMs, toMs);
}

function expandEvents(
  calendarName: string,
  events: readonly ICAL.Component[],
  tenantZone: Zone,
  fromMs: number,
  toMs: number,
): ExpandedCalendar {
  const problems = new Problems();
  const budget = { ...BUDGET };
  const usable = events.filter(event => {
    if (event.getAllProperties().length > MAX_PROPERTIES) {
      problems.add(event, `has more than ${MAX_PROPERTIES} properties`);
      return false;
    }
    const unknownZone = resolveZones(event);
    if (unknownZone !== undefined) {
      problems.add(
        event,
        `is in the zone '${plainText(
          unknownZone,
          60,
        )}', which is neither an IANA nor a Windows zone`,
      );
    }
    return unknownZone === undefined;
  });
  const masters = usable.filter(event => !isOverride(event));
  const masterUids = new Set(masters.map(uidOf));
  const overrides = usable.filter(isOverride);
  for (const orphan of overrides.filter(o => !masterUids.has(uidOf(o)))) {
    problems.add(
      orphan,
      'changes one date of a series that the calendar does not have',
    );
  }
  const overridesOf = new Map<string, ICAL.Component[]>();
  for (const override of overrides.filter(o => uidOf(o) !== '')) {
    const uid = uidOf(override);
    const known = overridesOf.get(uid);
    if (known) {
      known.push(override);
    } else {
      overridesOf.set(uid, [override]);
    }
  }

  const found: Occurrence[] = [];
  let completeUntil = toMs;
  for (const master of masters) {
    const uid = uidOf(master);
    const ownOverrides = overridesOf.get(uid) ?? [];
    // Of events that share an id, the first one has the overrides
    overridesOf.delete(uid);
    try {
      boundRecurrence(master, budget);
      const { occurrences, problem, stoppedAt } = occurrencesOf(
        master,
        ownOverrides,
        { tenantZone, fromMs, toMs, budget },
      );
      found.push(...occurrences);
      completeUntil = Math.min(completeUntil, stoppedAt ?? toMs);
      if (problem !== undefined) {
        problems.add(master, problem);
      }
    } catch (error) {
      problems.add(
        master,
        error instanceof BudgetSpentError
          ? 'repeats too often, or by a rule that no date fits'
          : "has dates or a rule that can't be read",
      );
    }
  }
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  const surplus = found[MAX_WINDOWS];
  return {
    status: 'expanded',
    windows: toWindows(calendarName, found.slice(0, MAX_WINDOWS)),
    problems: problems.list(),
    events: events.length,
    completeUntil: Math.min(completeUntil, surplus?.start ?? toMs),
  };
}
