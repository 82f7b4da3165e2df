import { z } from 'zod';
import { evidenceSchema, verdictStatusSchema } from '../verdict';
import { recoveryAreaSchema } from './recoveryArea';

const instantSchema = z.iso.datetime();

/**
 * One thing that happened at an instant, on the time line of an area.
 *
 * @public
 */
export const timelineMarkSchema = z
  .object({
    id: z.string(),
    kind: z.enum([
      'full',
      'differential',
      'incremental',
      'snapshot',
      'dump',
      'drill',
      'release',
      'checkpoint',
    ]),
    at: instantSchema,
    /** Backups: clean is ok, damaged or failed critical. Drills: by their outcome. Releases and checkpoints: unknown, since they are not judged here. */
    status: verdictStatusSchema,
    label: z.string(),
    /** One sentence: what is to be known of it. */
    message: z.string(),
    evidence: z.array(evidenceSchema),
  })
  .strict();

/** @public */
export type TimelineMark = z.infer<typeof timelineMarkSchema>;

/**
 * A stretch of the time line: `recoverable`: every instant of it can be restored to; `points-only`: only the marks in it can;
 * `not-kept`: it lies before the oldest backup that is kept, as time does; `gap`: nothing in it can, though backups are older;
 * `not-known`: nobody says.
 *
 * @public
 */
export const timelineStretchSchema = z
  .object({
    kind: z.enum([
      'recoverable',
      'points-only',
      'not-kept',
      'gap',
      'not-known',
    ]),
    from: instantSchema,
    to: instantSchema,
    message: z.string(),
  })
  .strict();

/** @public */
export type TimelineStretch = z.infer<typeof timelineStretchSchema>;

/**
 * The past of one area, on one axis: what can be restored, what was backed up, tried and released.
 *
 * @public
 */
export const areaTimelineSchema = z
  .object({
    area: recoveryAreaSchema,
    from: instantSchema,
    to: instantSchema,
    /** Without overlaps, in order; together they cover `from` to `to`. */
    stretches: z.array(timelineStretchSchema),
    /** In order of time. */
    marks: z.array(timelineMarkSchema),
  })
  .strict();

/** @public */
export type AreaTimeline = z.infer<typeof areaTimelineSchema>;
