import { z } from 'zod';

const timeOfDay = z
  .string()
  .regex(
    /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/,
    'write a time of day such as 21:30',
  );

/**
 * What is said about time once for all tenants (`odoo.calendarPolicy`); every key has a default.
 *
 * @public
 */
export const calendarPolicySchema = z
  .object({
    /** Hours after which a calendar that could not be read again counts as stale. */
    staleAfterHours: z.number().min(0.1).max(8760).default(24),
    /** When tenants trade, in their own zones; a release to production is not offered then. */
    businessHours: z
      .object({
        /** 1 is Monday, 7 is Sunday. */
        days: z
          .array(z.number().int().min(1).max(7))
          .max(7)
          .default([1, 2, 3, 4, 5, 6, 7]),
        from: timeOfDay.default('07:00'),
        to: timeOfDay.default('22:00'),
      })
      .strict()
      .prefault({})
      .refine(({ from, to }) => from < to, {
        error: 'business hours end before they start; write a later `to`',
      }),
    /** Minutes that a rollout takes without its migration. */
    rolloutMinutes: z.number().int().min(1).max(1440).default(30),
  })
  .strict();

/** @public */
export type CalendarPolicy = z.infer<typeof calendarPolicySchema>;

/**
 * The policy that holds when the config says nothing.
 *
 * @public
 */
export const defaultCalendarPolicy: CalendarPolicy = calendarPolicySchema.parse(
  {},
);
