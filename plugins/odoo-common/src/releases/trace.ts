import { z } from 'zod';
import { httpUrlSchema } from '../fields';
import { evidenceSchema } from '../verdict';

/**
 * The stations of a release, in the order in which it passes them.
 *
 * @public
 */
export const traceStationIdSchema = z.enum([
  'change',
  'build',
  'artifact',
  'approvals',
  'staging',
  'checkpoint',
  'rollout',
  'runtime',
  'business',
]);

/** @public */
export type TraceStationId = z.infer<typeof traceStationIdSchema>;

/**
 * - `done`: there is evidence that all of it is in order.
 * - `partly`: some of it is, or it is under way.
 * - `failed`: there is evidence that it is not.
 * - `waiting`: its time has not come.
 * - `not-known`: nobody said; `missing` says what would fill it.
 * - `not-asked`: does not apply to this release.
 *
 * @public
 */
export const traceStationStateSchema = z.enum([
  'done',
  'partly',
  'failed',
  'waiting',
  'not-known',
  'not-asked',
]);

/** @public */
export type TraceStationState = z.infer<typeof traceStationStateSchema>;

/**
 * One station of a release's way from the change to what it did to the business. Texts name instants, never ages.
 *
 * @public
 */
export const traceStationSchema = z
  .object({
    id: traceStationIdSchema,
    state: traceStationStateSchema,
    /** A few words that stand below the station. */
    summary: z.string(),
    /** When it began; absent when that is not known. */
    startedAt: z.iso.datetime().optional(),
    /** When it was finished; absent while it is not, or when that is not known. */
    at: z.iso.datetime().optional(),
    /** How long it took, in seconds. */
    durationSeconds: z.number().min(0).optional(),
    /** Who did it, as the source or the catalog names them. */
    actors: z.array(z.string()),
    /** http(s) link to the object at its source. */
    url: httpUrlSchema.optional(),
    /** What is known, one sentence each. */
    details: z.array(z.string()),
    /** What would fill or mend it, one sentence each; empty when there is nothing to do. */
    missing: z.array(z.string()),
    evidence: z.array(evidenceSchema),
  })
  .strict();

/** @public */
export type TraceStation = z.infer<typeof traceStationSchema>;

/**
 * All stations of a release, each once, in their order.
 *
 * @public
 */
export const releaseTraceSchema = z.array(traceStationSchema);

/** @public */
export type ReleaseTrace = z.infer<typeof releaseTraceSchema>;
