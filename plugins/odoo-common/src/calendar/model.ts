import { z } from 'zod';

/**
 * Business domains of Odoo retail that a window of a calendar can be limited to. They are the groups that a release manager names, not
 * module names.
 *
 * @public
 */
export const businessDomainSchema = z.enum([
  'point-of-sale',
  'stock',
  'sale',
  'pricing',
  'ecommerce',
  'accounting',
  'connectors',
  'platform',
]);

/** @public */
export type BusinessDomain = z.infer<typeof businessDomainSchema>;

const dateTimeForm =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?$/;

/** Epoch milliseconds of the written digits read as UTC, and the offset as written; absent when there is no such time. */
function readDateTime(written: string) {
  const [, digits, offset] = dateTimeForm.exec(written) ?? [];
  const wallTime = Date.parse(`${digits}Z`);
  return !Number.isNaN(wallTime) &&
    new Date(wallTime).toISOString().startsWith(digits) &&
    !Number.isNaN(Date.parse(`${digits}${offset ?? 'Z'}`))
    ? { wallTime, offset, year: new Date(wallTime).getUTCFullYear() }
    : undefined;
}

/** Local date-time of the tenant's business zone, or an instant with its own offset. */
const localOrOffsetDateTime = z
  .string()
  .regex(
    dateTimeForm,
    'write a date and time such as 2026-11-27T06:00 (the tenant’s business zone) or 2026-11-27T06:00:00+01:00',
  )
  .refine(written => {
    const year = readDateTime(written)?.year;
    return !dateTimeForm.test(written) || (year && year >= 2000 && year < 2200);
  }, 'there is no such date and time; write one between the years 2000 and 2199');

/** Whether a freeze ends after it starts, as far as that can be said without the tenant's zone. */
function isForward({ start, end }: { start: string; end: string }): boolean {
  const [from, to] = [readDateTime(start), readDateTime(end)];
  if (
    !from ||
    !to ||
    (from.offset === undefined) !== (to.offset === undefined)
  ) {
    return true;
  }
  return from.offset === undefined
    ? from.wallTime < to.wallTime
    : Date.parse(start) < Date.parse(end);
}

function isWrittenAlike({ start, end }: { start: string; end: string }) {
  const [from, to] = [readDateTime(start), readDateTime(end)];
  return (
    !from || !to || (from.offset === undefined) === (to.offset === undefined)
  );
}

const monthDay = z
  .string()
  .regex(
    /^(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d))$/,
    'write a day of the year as MM-DD, e.g. 11-20',
  );

/**
 * What a window of a calendar says about releases.
 *
 * - `freeze`: nothing of the named domains, or nothing at all, may go out. A hold in production.
 * - `peak`: trading is heavy; a release costs more when it goes wrong.
 * - `holiday`: people who would mend it are away.
 * - `maintenance`: the tenant or a platform component under it is being worked on.
 *
 * @public
 */
export const calendarWindowKindSchema = z.enum([
  'freeze',
  'peak',
  'holiday',
  'maintenance',
]);

/** @public */
export type CalendarWindowKind = z.infer<typeof calendarWindowKindSchema>;

const inlineWindowFields = {
  reason: z.string().min(1).max(200),
  /** A freeze when left out. */
  kind: calendarWindowKindSchema.optional(),
  /** All domains when left out. */
  domains: z.array(businessDomainSchema).min(1).optional(),
};

/**
 * A window written in the tenant's own file: once (`start`, `end`) or every year (`yearly`, both days inclusive, in
 * the tenant's business zone; `from` after `to` crosses the new year; 29 February stands for itself only, so in other years a
 * window from it begins on 1 March, and one to it ends with 28 February).
 *
 * @public
 */
export const inlineWindowSchema = z.union([
  z
    .object({
      ...inlineWindowFields,
      start: localOrOffsetDateTime,
      end: localOrOffsetDateTime,
    })
    .strict()
    .refine(isWrittenAlike, {
      path: ['end'],
      error:
        'write start and end alike: both in the tenant’s business zone, or both with an offset',
    })
    .refine(isForward, {
      path: ['end'],
      error:
        'the window ends before it starts; write an end that is later than start (around a change of the clocks with offsets)',
    }),
  z
    .object({
      ...inlineWindowFields,
      yearly: z.object({ from: monthDay, to: monthDay }).strict(),
    })
    .strict(),
]);

/** @public */
export type InlineWindow = z.infer<typeof inlineWindowSchema>;

/**
 * One window on the time line: half-open `[start, end)`, UTC instants.
 *
 * @public
 */
export const calendarWindowSchema = z
  .object({
    /** Name of the calendar that lists it. */
    calendar: z.string(),
    kind: calendarWindowKindSchema,
    reason: z.string(),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    /** Domains that it is limited to; absent: all. */
    domains: z.array(businessDomainSchema).optional(),
  })
  .strict();

/** @public */
export type CalendarWindow = z.infer<typeof calendarWindowSchema>;

/**
 * How the reading of one calendar stands. Whether it counts at an instant is what {@link calendarStandingAt} says.
 *
 * @public
 */
export const calendarStateSchema = z
  .object({
    /** As its declaration names it. */
    name: z.string(),
    /** Entity that declares it: the tenant, or a platform component under the environment. */
    declaredBy: z.string(),
    /** When its windows were read last, or since when they stand declared; absent: never read. */
    readAt: z.iso.datetime().optional(),
    /** From this instant on it was read too long ago to say that nothing is frozen; absent for windows of a descriptor. */
    staleFrom: z.iso.datetime().optional(),
    /** The last attempt to read it, when that failed. */
    failure: z
      .object({ at: z.iso.datetime(), reason: z.string() })
      .strict()
      .optional(),
    /** Events of it that could not be understood, and so may be freezes. */
    problems: z.array(z.string()).max(20).optional(),
  })
  .strict();

/** @public */
export type CalendarState = z.infer<typeof calendarStateSchema>;

/**
 * The windows around a release of one environment: those of its tenant's calendars and of the platform components under it, or
 * why nothing is known of them. Known does not mean that every calendar could be read: each says in `calendars` how it stands.
 *
 * @public
 */
export const calendarFactSchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('known'),
      /** The tenant's business zone. */
      timeZone: z.string(),
      /** The tenant. */
      source: z.string(),
      /** The oldest of the instants at which the calendars were read. */
      observedAt: z.iso.datetime(),
      /** By start. */
      windows: z.array(calendarWindowSchema),
      calendars: z.array(calendarStateSchema),
      /** Windows are listed from this instant; nothing is claimed before. */
      from: z.iso.datetime(),
      /** Windows are listed up to this instant; nothing is claimed beyond. */
      horizon: z.iso.datetime(),
    })
    .strict(),
  z.object({ status: z.literal('unknown'), reason: z.string() }).strict(),
]);

/** @public */
export type CalendarFact = z.infer<typeof calendarFactSchema>;
