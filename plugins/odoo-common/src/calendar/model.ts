import { z } from 'zod';

/**
 * Business domains of Odoo retail that a freeze can be limited to. They are the groups that a release manager names, not
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
 * A trading freeze written in the tenant's own file: once (`start`, `end`) or every year (`yearly`, both days inclusive, in
 * the tenant's business zone; `from` after `to` crosses the new year; 29 February stands for itself only, so in other years a
 * freeze from it begins on 1 March, and one to it ends with 28 February).
 *
 * @public
 */
export const inlineFreezeSchema = z.union([
  z
    .object({
      reason: z.string().min(1).max(200),
      start: localOrOffsetDateTime,
      end: localOrOffsetDateTime,
      domains: z.array(businessDomainSchema).min(1).optional(),
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
        'the freeze ends before it starts; write an end that is later than start (around a change of the clocks with offsets)',
    }),
  z
    .object({
      reason: z.string().min(1).max(200),
      yearly: z.object({ from: monthDay, to: monthDay }).strict(),
      domains: z.array(businessDomainSchema).min(1).optional(),
    })
    .strict(),
]);

/** @public */
export type InlineFreeze = z.infer<typeof inlineFreezeSchema>;

/**
 * One freeze on the time line: half-open `[start, end)`, UTC instants.
 *
 * @public
 */
export const freezeWindowSchema = z
  .object({
    calendar: z.string(),
    reason: z.string(),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    domains: z.array(businessDomainSchema).optional(),
  })
  .strict();

/** @public */
export type FreezeWindow = z.infer<typeof freezeWindowSchema>;
