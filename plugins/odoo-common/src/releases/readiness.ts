import { z } from 'zod';
import { httpUrlSchema } from '../fields';
import { evidenceSchema } from '../verdict';

const unknownSchema = z
  .object({
    status: z.literal('unknown'),
    reason: z.string(),
    remedy: z.string().optional(),
  })
  .strict();

const contribution = <T extends z.ZodRawShape>(shape: T) =>
  z.discriminatedUnion('status', [
    z
      .object({
        status: z.literal('known'),
        ...shape,
        /** Instant from which this says nothing any more; absent when time alone never changes it. */
        validUntil: z.iso.datetime().optional(),
        evidence: z.array(evidenceSchema),
      })
      .strict(),
    unknownSchema,
  ]);

/**
 * What other capabilities know about getting back, and about watching a release: each part known or unknown with the reason,
 * never absent. What nobody reports is unknown, never fine.
 *
 * @public
 */
export const readinessSchema = z
  .object({
    /** What would be lost if the database had to be restored now, against the objective of the business process that is worst off. */
    recoveryPoint: contribution({
      process: z.string(),
      /** Absent when all of it would be: it is known that nothing can be restored. */
      lossMinutes: z.number().min(0).optional(),
      objectiveMinutes: z.number().min(0),
    }),
    /** The last restore that was tried. */
    restoreDrill: contribution({
      outcome: z.enum(['success', 'failure']),
      at: z.iso.datetime(),
      durationSeconds: z.number().min(0),
      /** Longest time that the business allows a restore to take. */
      objectiveSeconds: z.number().min(0).optional(),
    }),
    /** A recovery point that the backup itself says belongs to this release. */
    checkpoint: contribution({
      at: z.iso.datetime(),
      label: z.string().optional(),
    }),
    /** Work that a rollback of the database would lose. */
    dataLossWindow: contribution({ minutes: z.number().min(0) }),
    /** Indicators with thresholds that will watch this release. */
    guardrails: contribution({
      count: z.number().int().min(0),
      url: httpUrlSchema.optional(),
    }),
    /** What is left of the error budget of the environment, percent; 0 and less is burnt. */
    errorBudget: contribution({ remainingPercent: z.number() }),
    /** Free share of the processor at the hour of the release, percent. */
    capacity: contribution({
      databaseHeadroomPercent: z.number().min(0).max(100).optional(),
      clusterHeadroomPercent: z.number().min(0).max(100).optional(),
    }),
  })
  .strict();

/** @public */
export type Readiness = z.infer<typeof readinessSchema>;

/**
 * A part of the readiness that a capability can contribute.
 *
 * @public
 */
export type ReadinessPart = keyof Readiness;

/**
 * What one contributor says about one release; parts that it has nothing to do with are left out.
 *
 * @public
 */
export type ReadinessContribution = { [K in ReadinessPart]?: Readiness[K] };

const silent = (who: string): z.infer<typeof unknownSchema> => ({
  status: 'unknown',
  reason: `${who} does not report yet`,
});

const backups = silent('backup status');

/**
 * The readiness that nobody contributed to: every part unknown, with the reason.
 *
 * @public
 */
export const nobodyReports: Readiness = {
  recoveryPoint: backups,
  restoreDrill: backups,
  checkpoint: backups,
  dataLossWindow: backups,
  guardrails: silent('the guardrails capability'),
  errorBudget: silent('the guardrails capability'),
  capacity: silent('a source of capacity'),
};

/** The first that knows; else the first that says why it does not. */
function chosen<K extends ReadinessPart>(
  part: K,
  contributions: readonly ReadinessContribution[],
): Readiness[K] {
  const said = contributions.flatMap(one => one[part] ?? []);
  return (said.find(({ status }) => status === 'known') ??
    said[0] ??
    nobodyReports[part]) as Readiness[K];
}

/**
 * Puts contributions together, part by part: the first contributor that knows wins, in the order given.
 *
 * @public
 */
export function mergeReadiness(
  contributions: readonly ReadinessContribution[],
): Readiness {
  return {
    recoveryPoint: chosen('recoveryPoint', contributions),
    restoreDrill: chosen('restoreDrill', contributions),
    checkpoint: chosen('checkpoint', contributions),
    dataLossWindow: chosen('dataLossWindow', contributions),
    guardrails: chosen('guardrails', contributions),
    errorBudget: chosen('errorBudget', contributions),
    capacity: chosen('capacity', contributions),
  };
}
