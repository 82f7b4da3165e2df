import { z } from 'zod';
import { evidenceSchema } from '../verdict';
import type { FactorFinding, RiskContext, RiskFactor } from './factors';
import { checkpointFactor } from './factors/checkpoint';
import { guardrailsDefinedFactor } from './factors/guardrailsDefined';
import { recoveryPointFactor } from './factors/recoveryPoint';
import { releaseTimingFactor } from './factors/releaseTiming';
import { restoreDrillFactor } from './factors/restoreDrill';
import { rollbackRehearsalFactor } from './factors/rollbackRehearsal';
import { stagingSameDigestFactor } from './factors/stagingSameDigest';
import type { RiskPolicy } from './policy';
import { riskContextOf } from './riskContext';
import type { RiskFacts } from './riskFacts';

/**
 * The five questions that an executive asks before a release.
 *
 * @public
 */
export const executiveQuestionIdSchema = z.enum([
  'same-artifact',
  'tested-rollback',
  'recoverable',
  'window',
  'thresholds',
]);

/**
 * One of the five, answered yes, no or not known.
 *
 * @public
 */
export const executiveAnswerSchema = z
  .object({
    id: executiveQuestionIdSchema,
    question: z.string(),
    answer: z.enum(['yes', 'no', 'not-known']),
    /** One or two sentences: why this answer. */
    message: z.string(),
    /** What would make it a yes. */
    remedy: z.string().optional(),
    evidence: z.array(evidenceSchema),
  })
  .strict();

/** @public */
export type ExecutiveAnswer = z.infer<typeof executiveAnswerSchema>;

interface Question {
  id: ExecutiveAnswer['id'];
  question: string;
  /** What has to be fine for a yes, all of it. */
  factors: readonly RiskFactor[];
  /** Part of the weight from which on the answer is no; more than nothing unless said otherwise. */
  noFrom?: number;
}

const questions: readonly Question[] = [
  {
    id: 'same-artifact',
    question: 'Is it the same artifact in staging and production?',
    factors: [stagingSameDigestFactor],
    // Half of the weight says: the same, but not for long
    noFrom: 1,
  },
  {
    id: 'tested-rollback',
    question: 'Is there a tested rollback for application and database?',
    factors: [rollbackRehearsalFactor],
  },
  {
    id: 'recoverable',
    question: 'Are backups recent, recoverable and inside the objectives?',
    factors: [checkpointFactor, restoreDrillFactor, recoveryPointFactor],
  },
  {
    id: 'window',
    question: 'Is the window right for the tenant’s trading?',
    factors: [releaseTimingFactor],
  },
  {
    id: 'thresholds',
    question: 'Are degradation thresholds defined?',
    factors: [guardrailsDefinedFactor],
  },
];

function answerOf(
  finding: FactorFinding,
  noFrom: number | undefined,
): ExecutiveAnswer['answer'] {
  if (finding.outcome !== 'known') {
    return 'not-known';
  }
  const share = finding.share ?? 1;
  return (noFrom === undefined ? share > 0 : share >= noFrom) ? 'no' : 'yes';
}

function ask(
  { id, question, factors, noFrom }: Question,
  context: RiskContext,
): ExecutiveAnswer {
  const findings = factors.map(factor => factor.evaluate(context));
  const answers = findings.map(finding => answerOf(finding, noFrom));
  // One no is a no, whatever is not known beside it; a yes needs all
  const answer =
    (['no', 'not-known'] as const).find(word => answers.includes(word)) ??
    'yes';
  const decisive = findings.filter((_, index) => answers[index] === answer);
  const remedies = [...new Set(decisive.flatMap(({ remedy }) => remedy ?? []))];
  return {
    id,
    question,
    answer,
    message: decisive.map(({ message }) => message).join(' '),
    ...(answer !== 'yes' &&
      remedies.length > 0 && { remedy: remedies.join(' ') }),
    evidence: findings.flatMap(({ evidence }) => evidence ?? []),
  };
}

/**
 * Answers the five executive questions by the same facts, rules and instant as `evaluateRisk`, so the two cannot contradict each
 * other. They are asked of production alone: elsewhere there are no answers.
 *
 * @param now - epoch milliseconds
 * @public
 */
export function answerExecutiveQuestions(
  facts: RiskFacts,
  policy: RiskPolicy,
  now: number,
): ExecutiveAnswer[] {
  if (facts.stage !== 'production') {
    return [];
  }
  const context = riskContextOf(facts, policy, now);
  return questions.map(question => ask(question, context));
}
