import { z } from 'zod';
import { operation } from '../operation';
import { entityRefParameter } from '../paging';
import { calendarFactSchema, calendarStateSchema } from './model';
import { safeWindowsSchema } from './safeWindows';
import { calendarWeekSchema } from './weekHours';

/**
 * The calendar of one environment: its windows from a week ago on, how each of its calendars stands now, the picture of a week,
 * and when a release may go out.
 *
 * @public
 */
export const environmentCalendarSchema = z
  .object({
    environmentRef: z.string(),
    title: z.string(),
    calendar: calendarFactSchema,
    /** Each calendar with how it stands now; the reason is there when it can't be relied on. */
    standings: z.array(
      calendarStateSchema
        .extend({
          status: z.enum(['current', 'stale', 'incomplete', 'unreadable']),
          reason: z.string().optional(),
        })
        .strict(),
    ),
    /** Absent when nothing is known of the calendar. */
    week: calendarWeekSchema.optional(),
    /** Of the release that was asked about, in its own environment; else absent. */
    safeWindows: safeWindowsSchema.optional(),
  })
  .strict();

/** @public */
export type EnvironmentCalendar = z.infer<typeof environmentCalendarSchema>;

/** @public */
export const entityCalendarSchema = z
  .object({
    entityRef: z.string(),
    environments: z.array(environmentCalendarSchema),
  })
  .strict();

/** @public */
export type EntityCalendar = z.infer<typeof entityCalendarSchema>;

/**
 * The REST operations about calendars.
 *
 * @public
 */
export const calendarOperations = {
  getCalendar: operation({
    method: 'get',
    path: '/calendar',
    summary:
      'Freezes, peaks, holidays and maintenance of the environments of an entity, and the next safe windows of a release',
    query: z
      .object({
        entityRef: entityRefParameter,
        /** A release of one of these environments: its next safe windows are given too. */
        releaseId: z.string().min(1).max(100).optional(),
        /** Any day of the week that the picture is of, in the tenant's zone; today when left out. */
        week: z.iso.date().optional(),
      })
      .strict(),
    response: entityCalendarSchema,
  }),
};
