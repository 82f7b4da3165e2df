import { DateTime, type Zone } from 'luxon';
import { z } from 'zod';
import {
  HOUR,
  MINUTE,
  parseInstant,
  sayInstant,
  writeInstant,
} from '../instant';
import { plainText } from '../plainText';
import type { BusinessDomain, CalendarFact, CalendarWindow } from './model';
import type { CalendarPolicy } from './policy';
import { rememberedZone } from './rememberedZone';
import { calendarStandingAt } from './standing';

/**
 * When a release may go out. Never a window while a calendar can't be relied on.
 *
 * @public
 */
export const safeWindowsSchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('known'),
      /** The next ones, at most as many as were asked for; none when there is none before the horizon. */
      windows: z.array(
        z
          .object({
            start: z.iso.datetime(),
            /** The rollout has to be over by then. */
            end: z.iso.datetime(),
            /** Sentences that say why it is safe. */
            reasons: z.array(z.string()),
          })
          .strict(),
      ),
      /** Minutes that the rollout takes, the migration as rehearsed included. */
      rolloutMinutes: z.number(),
      /** How that was reckoned. */
      rolloutReason: z.string(),
      /** Hours after the rollout, within which no freeze may begin. */
      watchHours: z.number(),
      /** Searched up to this instant. */
      horizon: z.iso.datetime(),
    })
    .strict(),
  z.object({ status: z.literal('unknown'), reason: z.string() }).strict(),
]);

/** @public */
export type SafeWindows = z.infer<typeof safeWindowsSchema>;

/**
 * What a release needs.
 *
 * @public
 */
export interface SafeWindowQuestion {
  calendar: CalendarFact;
  /** Windows that no calendar lists: work on the platform, as it was reported. */
  work?: readonly CalendarWindow[];
  /** Work of which nobody said when it ends: as one sentence without a full stop. No window is offered while there is some. */
  openEndedWork?: string;
  /** Whether it goes to production, where business hours count. */
  isProduction: boolean;
  /** Domains that it touches; absent when they are not known: then every freeze concerns it. */
  touched?: ReadonlySet<BusinessDomain>;
  /** How long its migration took when it was rehearsed. */
  rehearsedSeconds?: number;
  /** Hours during which it is watched after the rollout. */
  watchHours: number;
  /** Minutes in which it settles after the rollout. */
  settleMinutes: number;
  /** Hours before a freeze in which nothing should go out any more. */
  freezeApproachHours: number;
  policy: CalendarPolicy;
  /** Epoch milliseconds. */
  now: number;
}

interface Span {
  start: number;
  end: number;
}

/** How many windows are offered. */
const OFFERED = 3;

/** How far ahead they are looked for; later ones help nobody. */
const LOOK_AHEAD_DAYS = 120;

const concerns = (
  { domains }: CalendarWindow,
  touched: ReadonlySet<BusinessDomain> | undefined,
) => !domains || !touched || domains.some(domain => touched.has(domain));

const spanOf = (window: CalendarWindow): Span => ({
  start: parseInstant(window.start),
  end: parseInstant(window.end),
});

/** The tenant's business hours of every day that touches the range. */
function businessSpans(
  { businessHours }: CalendarPolicy,
  zone: Zone,
  from: number,
  to: number,
): Span[] {
  const spans: Span[] = [];
  const time = (written: string) => {
    const [hour, minute] = written.split(':').map(Number);
    return { hour, minute };
  };
  let day = DateTime.fromMillis(from, { zone })
    .startOf('day')
    .minus({ days: 1 });
  while (day.toMillis() < to) {
    if (businessHours.days.includes(day.weekday)) {
      const close =
        businessHours.to === '24:00'
          ? day.plus({ days: 1 }).startOf('day')
          : day.set(time(businessHours.to));
      spans.push({
        start: day.set(time(businessHours.from)).toMillis(),
        end: close.toMillis(),
      });
    }
    day = day.plus({ days: 1 }).startOf('day');
  }
  return spans;
}

/** What is left of a range when the blocked spans are taken out. */
function freeSpans(range: Span, blocked: readonly Span[]): Span[] {
  const free: Span[] = [];
  let cursor = range.start;
  for (const { start, end } of [...blocked]
    .filter(span => span.start < span.end)
    .sort((a, b) => a.start - b.start)) {
    if (start > cursor) {
      free.push({ start: cursor, end: Math.min(start, range.end) });
    }
    cursor = Math.max(cursor, end);
    if (cursor >= range.end) {
      break;
    }
  }
  if (cursor < range.end) {
    free.push({ start: cursor, end: range.end });
  }
  return free;
}

function sayMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : '']
    .filter(part => part !== '')
    .join(' ');
}

/**
 * The next windows in which a release may go out: it lies, with the time in which it settles, outside every freeze that concerns
 * it, every peak, holiday and maintenance, and in production outside the tenant's business hours; it is long enough for
 * rollout and rehearsed migration; and no freeze that concerns it begins while the release is watched. Nothing is offered when a
 * calendar can't be relied on, while work on the platform has no end that somebody named, nor beyond what the calendars were read for.
 *
 * @public
 */
export function nextSafeWindows(question: SafeWindowQuestion): SafeWindows {
  const { calendar, isProduction, touched, policy, now } = question;
  if (calendar.status === 'unknown') {
    return {
      status: 'unknown',
      reason: `No window is offered: ${plainText(calendar.reason, 200)}.`,
    };
  }
  for (const state of calendar.calendars) {
    const standing = calendarStandingAt(state, now);
    if (standing.status !== 'current') {
      return {
        status: 'unknown',
        reason: `No window is offered: ${standing.reason}.`,
      };
    }
  }
  if (question.openEndedWork !== undefined) {
    return {
      status: 'unknown',
      reason: `No window is offered: ${question.openEndedWork}.`,
    };
  }
  const from = parseInstant(calendar.from);
  const watchHours = Math.max(
    question.watchHours,
    question.freezeApproachHours,
  );
  const horizon = Math.min(
    parseInstant(calendar.horizon) - watchHours * HOUR,
    now + LOOK_AHEAD_DAYS * 24 * HOUR,
  );
  const zone = rememberedZone(calendar.timeZone);
  if (now < from || now >= horizon || !zone.isValid) {
    return {
      status: 'unknown',
      reason: `No window is offered: the calendar was read for ${sayInstant(
        from,
      )} to ${sayInstant(parseInstant(calendar.horizon))} only.`,
    };
  }

  const rehearsedMinutes = Math.ceil((question.rehearsedSeconds ?? 0) / 60);
  const rolloutMinutes = policy.rolloutMinutes + rehearsedMinutes;
  const settle = question.settleMinutes * MINUTE;
  const windows = [...calendar.windows, ...(question.work ?? [])];
  const freezes = windows.filter(
    window => window.kind === 'freeze' && concerns(window, touched),
  );
  const others = windows.filter(
    window => window.kind !== 'freeze' && concerns(window, touched),
  );
  const blocked = [
    // The rollout ends so early that the watch is over when the freeze begins
    ...freezes
      .map(spanOf)
      .map(({ start, end }) => ({ start: start - watchHours * HOUR, end })),
    ...others
      .map(spanOf)
      .map(({ start, end }) => ({ start: start - settle, end })),
    ...(isProduction
      ? businessSpans(policy, zone, now, horizon).map(({ start, end }) => ({
          start: start - settle,
          end,
        }))
      : []),
  ];
  const free = freeSpans({ start: now, end: horizon }, blocked).filter(
    ({ start, end }) => end - start >= rolloutMinutes * MINUTE,
  );
  const rolloutReason =
    question.rehearsedSeconds === undefined
      ? `${sayMinutes(
          policy.rolloutMinutes,
        )} for the rollout; how long a migration takes was not rehearsed`
      : `${sayMinutes(policy.rolloutMinutes)} for the rollout and ${sayMinutes(
          Math.max(rehearsedMinutes, 1),
        )} for the migration, as rehearsed`;
  return {
    status: 'known',
    windows: free.slice(0, OFFERED).map(span => ({
      start: writeInstant(span.start),
      end: writeInstant(span.end),
      reasons: reasonsFor(span, question, freezes, calendar, {
        rolloutReason,
        watchHours,
        isProduction,
      }),
    })),
    rolloutMinutes,
    rolloutReason,
    watchHours,
    horizon: writeInstant(horizon),
  };
}

function reasonsFor(
  span: Span,
  { touched, policy }: SafeWindowQuestion,
  freezes: readonly CalendarWindow[],
  calendar: Extract<CalendarFact, { status: 'known' }>,
  {
    rolloutReason,
    watchHours,
    isProduction,
  }: { rolloutReason: string; watchHours: number; isProduction: boolean },
): string[] {
  const [next] = freezes
    .filter(window => parseInstant(window.start) >= span.end)
    .sort((a, b) => parseInstant(a.start) - parseInstant(b.start));
  const domains = touched && [...touched].sort().join(', ');
  const { businessHours } = policy;
  return [
    next
      ? `No freeze of ${
          domains ? `what it touches (${domains})` : 'any domain'
        } holds; the next one, «${plainText(
          next.reason,
        )}», begins at ${sayInstant(
          parseInstant(next.start),
        )}, after ${watchHours} h of watching.`
      : `No freeze of ${
          domains ? `what it touches (${domains})` : 'any domain'
        } holds, and none begins up to ${sayInstant(
          parseInstant(calendar.horizon),
        )}.`,
    'No peak, holiday or maintenance holds.',
    ...(isProduction
      ? [
          `Outside business hours (${businessHours.from} to ${businessHours.to}, ${calendar.timeZone}).`,
        ]
      : []),
    `Long enough: ${rolloutReason}.`,
  ];
}
