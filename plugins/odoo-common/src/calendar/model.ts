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

/** Local date-time of the tenant's business zone, or an instant with its own offset. */
const localOrOffsetDateTime = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/,
    'write a date and time such as 2026-11-27T06:00 (the tenant’s business zone) or 2026-11-27T06:00:00+01:00',
  );

const monthDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'write MM-DD, e.g. 11-20');

/**
 * A trading freeze written in the tenant's own file: once (`start`, `end`) or every year (`yearly`, both days inclusive, in
 * the tenant's business zone; `from` after `to` crosses the new year).
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
    .strict(),
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
