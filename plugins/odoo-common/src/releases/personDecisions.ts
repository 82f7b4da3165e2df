import { z } from 'zod';
import { digestSchema, shortTextSchema } from '../fields';

/**
 * What a person may decide about a release against, or on top of, the gate:
 *
 * - `override`: let it out although the gate holds. Lifts holds, but never broken separation of duties and never an unknown
 *   digest.
 * - `executive-sign-off`: an executive takes the risk of a change to a domain that may not change at peak. Lifts that hold alone.
 *
 * @public
 */
export const personDecisionKindSchema = z.enum([
  'override',
  'executive-sign-off',
]);

/** @public */
export type PersonDecisionKind = z.infer<typeof personDecisionKindSchema>;

/**
 * A person's decision about one release and one digest: reasoned, attributed, expiring, never deleted. It counts from `at`
 * until `expiresAt`, or until somebody revokes it; afterwards it stays on the release as what happened.
 *
 * @public
 */
export const personDecisionSchema = z
  .object({
    id: z.string(),
    kind: personDecisionKindSchema,
    releaseId: z.string(),
    environmentRef: z.string(),
    digest: digestSchema,
    /** Entity reference of the catalog User who decided; never a machine, never the author of the release. */
    by: z.string(),
    reason: shortTextSchema,
    at: z.iso.datetime(),
    /** At most 24 hours after `at`. */
    expiresAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().optional(),
    revokedBy: z.string().optional(),
  })
  .strict();

/** @public */
export type PersonDecision = z.infer<typeof personDecisionSchema>;
