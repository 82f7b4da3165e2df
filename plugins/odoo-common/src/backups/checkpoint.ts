import { z } from 'zod';
import { evidenceSchema } from '../verdict';

const instantSchema = z.iso.datetime();

/**
 * The recovery point that belongs to a release, and what going back to it would cost.
 *
 * - `recorded`: a backup says so itself, by its annotation or label `release`, or somebody posted it for this release.
 * - `nearest`: the newest clean recovery point before the release went out; nobody said that it was taken for it.
 *
 * @public
 */
export const releaseCheckpointSchema = z
  .object({
    releaseId: z.string(),
    version: z.string().optional(),
    /** When it went out, or is to; absent while nobody knows. */
    at: instantSchema.optional(),
    binding: z.enum(['recorded', 'nearest', 'none', 'not-known']),
    /** The instant that can be restored. */
    checkpointAt: instantSchema.optional(),
    label: z.string().optional(),
    /** One sentence: how the two belong together, or why nothing is known. */
    message: z.string(),
    /** Whether the release changes tables or data, so that going back means restoring; absent when not known. */
    changesData: z.boolean().optional(),
    /** Work since this instant would be lost by a rollback that restores the database; absent when none has to be, or not known. */
    losingSince: instantSchema.optional(),
    /** What to type in as target of a restore to just before the release: `2026-11-22 13:40:00+00`. */
    restoreTarget: z.string().optional(),
    evidence: z.array(evidenceSchema),
  })
  .strict();

/** @public */
export type ReleaseCheckpoint = z.infer<typeof releaseCheckpointSchema>;

/**
 * The exact command that takes a checkpoint for a release with the tool of this environment, to copy.
 *
 * @public
 */
export const checkpointCommandSchema = z
  .object({
    source: z.string(),
    tool: z.string(),
    command: z.string(),
    /** What has to be true where it is typed. */
    where: z.string(),
  })
  .strict();

/** @public */
export type CheckpointCommand = z.infer<typeof checkpointCommandSchema>;
