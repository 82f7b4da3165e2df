import { z } from 'zod';
import { digestSchema, shortTextSchema } from '../fields';
import { operation } from '../operation';
import { plainText } from '../plainText';
import {
  LONGEST_DECISION_HOURS,
  personDecisionSchema,
} from './personDecisions';

/**
 * That somebody asked for an executive's sign-off. It is answered by a sign-off, or not at all.
 *
 * @public
 */
export const signOffRequestSchema = z
  .object({
    id: z.string(),
    releaseId: z.string(),
    environmentRef: z.string(),
    digest: digestSchema,
    /** Entity reference of the catalog User who asks. */
    askedBy: z.string(),
    askedAt: z.iso.datetime(),
    note: shortTextSchema.optional(),
  })
  .strict();

/** @public */
export type SignOffRequest = z.infer<typeof signOffRequestSchema>;

/**
 * Whether the caller may do something about a release now, and if not, why, each with what to do about it.
 *
 * @public
 */
export const possibilitySchema = z
  .object({ allowed: z.boolean(), obstacles: z.array(z.string()) })
  .strict();

/** @public */
export type Possibility = z.infer<typeof possibilitySchema>;

/**
 * What people decided about a release, and what the caller may decide.
 *
 * @public
 */
export const releaseDecisionsSchema = z
  .object({
    /** Every decision that was ever taken about the release, newest first, the expired and the revoked included. */
    items: z.array(personDecisionSchema),
    /** Newest first. */
    signOffRequests: z.array(signOffRequestSchema),
    /** What the caller may do now. A machine may nothing. */
    may: z
      .object({
        override: possibilitySchema,
        signOff: possibilitySchema,
        askForSignOff: possibilitySchema,
      })
      .strict(),
    /** Most minutes that a decision may count. */
    longestMinutes: z.number().int(),
  })
  .strict();

/** @public */
export type ReleaseDecisions = z.infer<typeof releaseDecisionsSchema>;

/** Written as one plain line; short enough to be read, long enough to be a reason. */
const reasonInputSchema = shortTextSchema
  .overwrite(text => plainText(text, 200))
  .refine(text => text.length >= 10, {
    error: 'say why, in a sentence of at least 10 characters',
  });

/**
 * What a person writes to decide about a release.
 *
 * @public
 */
export const personDecisionRequestSchema = z
  .object({
    /** The digest that the person looked at; another one than the release has is refused. */
    digest: digestSchema,
    reason: reasonInputSchema,
    /** How long it counts, from now. */
    validMinutes: z
      .number()
      .int()
      .min(1)
      .max(LONGEST_DECISION_HOURS * 60),
  })
  .strict();

/** @public */
export type PersonDecisionRequest = z.infer<typeof personDecisionRequestSchema>;

const releaseParams = z
  .object({ releaseId: z.string().min(1).max(100) })
  .strict();

const decided = {
  201: 'Decided; the verdict and the gate go by it from now on',
};

/**
 * The REST operations by which people decide about releases.
 *
 * @public
 */
export const decisionOperations = {
  listReleaseDecisions: operation({
    method: 'get',
    path: '/releases/{releaseId}/decisions',
    summary:
      'What people decided about a release, and what the caller may decide',
    params: releaseParams,
    response: releaseDecisionsSchema,
  }),
  overrideRelease: operation({
    method: 'post',
    path: '/releases/{releaseId}/overrides',
    summary: 'Let a release out although the gate holds',
    params: releaseParams,
    body: personDecisionRequestSchema,
    response: personDecisionSchema,
    statuses: decided,
  }),
  signOffRelease: operation({
    method: 'post',
    path: '/releases/{releaseId}/sign-offs',
    summary: 'Sign off, as an executive, a change that may not go at peak',
    params: releaseParams,
    body: personDecisionRequestSchema,
    response: personDecisionSchema,
    statuses: decided,
  }),
  revokeReleaseDecision: operation({
    method: 'post',
    path: '/releases/{releaseId}/decisions/{decisionId}/revoke',
    summary: 'End an override or a sign-off before it expires',
    params: z
      .object({
        releaseId: z.string().min(1).max(100),
        decisionId: z.string().min(1).max(100),
      })
      .strict(),
    response: personDecisionSchema,
  }),
  askForSignOff: operation({
    method: 'post',
    path: '/releases/{releaseId}/sign-off-requests',
    summary: 'Ask the executives to sign a release off',
    params: releaseParams,
    body: z
      .object({
        note: shortTextSchema
          .overwrite(text => plainText(text, 200))
          .optional(),
      })
      .strict(),
    response: signOffRequestSchema,
    statuses: { 201: 'Asked; whoever the config names is notified' },
  }),
};
