import { z } from 'zod';
import { evidenceSchema } from '../verdict';

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
