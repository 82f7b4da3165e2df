import { z } from 'zod';
import { digestSchema } from '../fields';
import { operation } from '../operation';
import { entityRefParameter, pageOf, pageParameters } from '../paging';
import { reasonSchema } from '../verdict';
import { personDecisionSchema } from './personDecisions';
import { gateDecisionSchema, riskVerdictSchema } from './verdict';

const paging = pageParameters({ most: 100, unlessSaid: 20 });

/**
 * What the gate answered.
 *
 * @public
 */
export const gateAnswerSchema = z
  .object({
    decisionId: z.string(),
    /** What the pipeline is told: `proceed` on a dry run, else what was judged. */
    decision: gateDecisionSchema,
    /** What the rules say; another word than `decision` on a dry run only. */
    judged: gateDecisionSchema,
    /** Whether the pipeline may go on: on proceed, and on caution where the environment's policy lets it pass. */
    passes: z.boolean(),
    /** Present while the environment's gate only records what it would have said. */
    dryRun: z.literal(true).optional(),
    environmentRef: z.string(),
    /** The digest when it is known, else the artifact id as its source wrote it. */
    artifact: z.string(),
    digest: z.string().optional(),
    releaseId: z.string(),
    askedAt: z.iso.datetime(),
    verdict: riskVerdictSchema,
    /** Overrides and sign-offs that counted at this instant. */
    personDecisions: z.array(personDecisionSchema),
    links: z
      .object({
        /** The release in the portal. */
        release: z.string(),
      })
      .strict(),
  })
  .strict();

/** @public */
export type GateAnswer = z.infer<typeof gateAnswerSchema>;

/** Entity reference of the environment, e.g. `odooenvironment:default/acme-production`. */
const environment = entityRefParameter;

/**
 * Which release is meant: the one of this id, the digest that is to go to an environment, or the one release of an environment
 * that names this commit.
 *
 * @public
 */
export const gateRequestSchema = z.union(
  [
    z.object({ environment, digest: digestSchema }).strict(),
    z.object({ releaseId: z.string().min(1).max(100) }).strict(),
    z
      .object({
        environment,
        commit: z
          .string()
          .regex(
            /^[a-f0-9]{7,64}$/,
            'write a commit id: 7 to 64 hexadecimal digits, in lower case',
          ),
      })
      .strict(),
  ],
  {
    error:
      'write environment and digest, or environment and commit, or releaseId alone',
  },
);

/** @public */
export type GateRequest = z.infer<typeof gateRequestSchema>;

/**
 * One line of the gate log.
 *
 * @public
 */
export const gateLogEntrySchema = z
  .object({
    id: z.string(),
    askedAt: z.iso.datetime(),
    /** Entity reference of the person, or subject of the machine. */
    askedBy: z.string(),
    /** What was judged. */
    decision: gateDecisionSchema,
    /** Whether the pipeline was let through. Absent in lines from before this was kept. */
    passed: z.boolean().optional(),
    dryRun: z.literal(true).optional(),
    environmentRef: z.string(),
    releaseId: z.string(),
    /** Absent in lines from before this was kept. */
    artifact: z.string().optional(),
    /** Points out of 100. */
    score: z.number().int(),
    /** The first three, as they were. */
    reasons: z.array(reasonSchema),
    personDecisions: z.array(personDecisionSchema),
  })
  .strict();

/** @public */
export type GateLogEntry = z.infer<typeof gateLogEntrySchema>;

/**
 * The REST operations of the gate.
 *
 * @public
 */
export const gateOperations = {
  askGate: operation({
    method: 'post',
    path: '/gate',
    summary:
      'Ask whether a release may go out now; always 200 with the decision, which is kept',
    body: gateRequestSchema,
    response: gateAnswerSchema,
  }),
  enforceGate: operation({
    method: 'post',
    path: '/gate/enforce',
    summary:
      'The same question for pipelines that only look at the status code',
    body: gateRequestSchema,
    response: gateAnswerSchema,
    statuses: {
      200: 'Proceed, or caution where the environment’s policy lets caution pass, or a dry run',
      403: 'Hold, or caution where the policy stops caution; the body is the answer',
    },
  }),
  listGateDecisions: operation({
    method: 'get',
    path: '/gate-decisions',
    summary: 'What the gate answered about an entity, newest first',
    query: z
      .object({
        entityRef: entityRefParameter,
        /** Answers about this release alone. */
        releaseId: z.string().min(1).max(100).optional(),
        ...paging,
      })
      .strict(),
    response: pageOf(gateLogEntrySchema),
  }),
};
