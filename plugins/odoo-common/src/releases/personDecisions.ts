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

/**
 * Most hours that a person's decision counts; the config may shorten it.
 *
 * @public
 */
export const LONGEST_DECISION_HOURS = 24;

/**
 * What a person's decision is worth at an instant:
 *
 * - `in-force`: it counts.
 * - `not-yet`: it was taken after the instant.
 * - `expired`, `revoked`: it counted, and no longer does. At `expiresAt` and at `revokedAt` themselves it counts no more.
 *
 * @public
 */
export type PersonDecisionStanding =
  | 'in-force'
  | 'not-yet'
  | 'expired'
  | 'revoked';

/**
 * {@inheritDoc PersonDecisionStanding}
 *
 * @param now - epoch milliseconds
 * @public
 */
export function personDecisionStandingAt(
  decision: Pick<PersonDecision, 'at' | 'expiresAt' | 'revokedAt'>,
  now: number,
): PersonDecisionStanding {
  if (
    decision.revokedAt !== undefined &&
    Date.parse(decision.revokedAt) <= now
  ) {
    return 'revoked';
  }
  if (Date.parse(decision.expiresAt) <= now) {
    return 'expired';
  }
  return Date.parse(decision.at) <= now ? 'in-force' : 'not-yet';
}

/**
 * Those of the decisions that count for this very release at an instant: in force, about its digest and no other, and taken by
 * somebody else than its author. While the author is not known as a catalog User none counts, since nobody can tell.
 *
 * @param release - id, digest and the catalog User who authored it, as far as they are known
 * @param now - epoch milliseconds
 * @public
 */
export function personDecisionsInForce(
  decisions: readonly PersonDecision[],
  release: { id: string; digest?: string; author?: string },
  now: number,
): PersonDecision[] {
  return decisions.filter(
    decision =>
      decision.releaseId === release.id &&
      release.digest !== undefined &&
      decision.digest === release.digest &&
      release.author !== undefined &&
      decision.by !== release.author &&
      personDecisionStandingAt(decision, now) === 'in-force',
  );
}
