import { z } from 'zod';
import {
  evidenceSchema,
  reasonSchema,
  verdictBaseSchema,
  verdictStatusSchema,
} from '../verdict';
import { recoveryAreaSchema } from './recoveryArea';

const instantSchema = z.iso.datetime();

/**
 * What is judged of each area, one after the other, since each can be false while all before it are true:
 *
 * - `exists`: there is a backup that ended clean.
 * - `unbroken`: everything since then can be reached.
 * - `proven`: it was restored, started and looked at, not too long ago.
 * - `consistent`: the files beside the database are at least as new as the database.
 *
 * @public
 */
export const recoverabilityProofSchema = z
  .object({
    id: z.enum(['exists', 'unbroken', 'proven', 'consistent']),
    status: verdictStatusSchema,
    message: z.string(),
    evidence: z.array(evidenceSchema),
  })
  .strict();

/** @public */
export type RecoverabilityProof = z.infer<typeof recoverabilityProofSchema>;

/**
 * A business process whose objectives an area serves, and how it stands.
 *
 * @public
 */
export const objectiveStandingSchema = z
  .object({
    process: z.string(),
    rpoSeconds: z.number().positive(),
    rtoSeconds: z.number().positive(),
    /** Work since this instant would be lost; the page says how much that is now. Absent when not known. */
    losingSince: instantSchema.optional(),
    rpo: verdictStatusSchema,
    /** What the last drill that succeeded took; absent when none did. */
    measuredRtoSeconds: z.number().min(0).optional(),
    rto: verdictStatusSchema,
  })
  .strict();

/** @public */
export type ObjectiveStanding = z.infer<typeof objectiveStandingSchema>;

const yesNo = z.enum(['yes', 'no', 'not-known']);

/** @public */
export const areaVerdictSchema = z
  .object({
    area: recoveryAreaSchema,
    status: verdictStatusSchema,
    /** Worst first. */
    reasons: z.array(reasonSchema),
    /** In the order of {@link recoverabilityProofSchema}; those that the area does not know are left out. */
    proofs: z.array(recoverabilityProofSchema),
    /** Every instant of this stretch can be restored to; absent when none can, or it is not known. */
    recoverable: z
      .object({ from: instantSchema, to: instantSchema })
      .strict()
      .optional(),
    lastCleanFull: z
      .object({ label: z.string(), at: instantSchema, tool: z.string() })
      .strict()
      .optional(),
    /** Of PostgreSQL: whether the archived WAL is whole. */
    chain: z
      .object({
        status: z.enum(['unbroken', 'broken', 'not-known']),
        /** Unbroken until, or broken at. */
        at: instantSchema.optional(),
      })
      .strict()
      .optional(),
    drill: z
      .object({
        id: z.string(),
        at: instantSchema,
        outcome: z.enum(['success', 'failure']),
        durationSeconds: z.number().min(0),
        restoredTo: instantSchema.optional(),
        rowsCompared: z.number().optional(),
      })
      .strict()
      .optional(),
    /** Of attachments: seconds by which the newest file is newer than the database's last recovery point; negative loses files. */
    aheadOfDatabaseSeconds: z.number().optional(),
    offSite: yesNo,
    encrypted: yesNo,
    /** Days that recovery points are kept, and days that a compliance label wants. */
    retention: z
      .object({
        days: z.number().optional(),
        wantedDays: z.number().optional(),
        wantedBy: z.string().optional(),
      })
      .strict(),
    /** The process with the strictest objective that this area serves. */
    drivenBy: z.string().optional(),
    evidence: z.array(evidenceSchema),
  })
  .strict();

/** @public */
export type AreaVerdict = z.infer<typeof areaVerdictSchema>;

/**
 * A plan for the worst day. Taking a release back and getting a site back are two of them.
 *
 * @public
 */
export const runbookVerdictSchema = z
  .object({
    runbook: z.enum(['rollback', 'disaster-recovery']),
    status: verdictStatusSchema,
    message: z.string(),
    url: z.string().optional(),
    lastRehearsedAt: instantSchema.optional(),
    /** The last rehearsal that counts. */
    evidence: z.array(evidenceSchema),
  })
  .strict();

/** @public */
export type RunbookVerdict = z.infer<typeof runbookVerdictSchema>;

/**
 * Whether an environment can be got back, to when, how fast, and what proves it.
 *
 * @public
 */
export const backupVerdictSchema = verdictBaseSchema
  .extend({
    /** One of each recovery area. */
    areas: z.array(areaVerdictSchema).length(4),
    processes: z.array(objectiveStandingSchema),
    runbooks: z.array(runbookVerdictSchema).length(2),
    /** Whether something could take over when the database server fails; not known is said, and worsens nothing. */
    failover: z
      .object({
        status: verdictStatusSchema,
        message: z.string(),
        evidence: z.array(evidenceSchema),
      })
      .strict(),
  })
  .strict();

/** @public */
export type BackupVerdict = z.infer<typeof backupVerdictSchema>;
