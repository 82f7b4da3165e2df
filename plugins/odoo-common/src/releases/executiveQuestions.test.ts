import {
  fact,
  freeze,
  hoursAgo,
  noon,
  riskFacts,
  wellReported,
  type Situation,
} from './__testUtils__/riskFacts';
import { digestB } from './__testUtils__/events';
import { nothingKnown } from './__testUtils__/situations';
import {
  answerExecutiveQuestions,
  executiveAnswerSchema,
} from './executiveQuestions';
import { defaultRiskPolicy } from './policy';
import { nobodyReports } from './readiness';

const ask = (situation: Situation) =>
  answerExecutiveQuestions(riskFacts(situation), defaultRiskPolicy, noon);

const answers = (situation: Situation) =>
  Object.fromEntries(ask(situation).map(({ id, answer }) => [id, answer]));

const yes = {
  'same-artifact': 'yes',
  'tested-rollback': 'yes',
  recoverable: 'yes',
  window: 'yes',
  thresholds: 'yes',
};

const drill = wellReported.restoreDrill;

describe('answerExecutiveQuestions', () => {
  it.each<[string, Situation, Partial<Record<keyof typeof yes, string>>]>([
    ['all is well', {}, {}],
    ['staging ran it, but not for long', { stagingSince: hoursAgo(1) }, {}],
    ['staging ran another', { artifact: digestB }, { 'same-artifact': 'no' }],
    [
      'the way back was never tried',
      { facts: { rollbackRehearsal: undefined } },
      { 'tested-rollback': 'not-known' },
    ],
    [
      'the way back of the database was not tried, and the release changes none',
      { facts: { rollbackRehearsal: fact({ application: 'success' }) } },
      {},
    ],
    [
      'the way back of the database failed',
      {
        facts: {
          migrationClass: fact('schema'),
          rollbackRehearsal: fact({
            application: 'success',
            database: 'failure',
          }),
        },
      },
      { 'tested-rollback': 'no' },
    ],
    [
      'nothing is known of restores',
      { readiness: { restoreDrill: nobodyReports.restoreDrill } },
      { recoverable: 'not-known' },
    ],
    [
      'nothing is known of restores, and the checkpoint is old',
      {
        readiness: { restoreDrill: nobodyReports.restoreDrill },
        facts: { checkpoint: fact({ at: hoursAgo(30) }) },
      },
      { recoverable: 'no' },
    ],
    [
      'the last restore failed',
      {
        readiness: {
          restoreDrill:
            drill.status === 'known' ? { ...drill, outcome: 'failure' } : drill,
        },
      },
      { recoverable: 'no' },
    ],
    ['a freeze holds', { freezes: [freeze(-1, 1)] }, { window: 'no' }],
    ['a freeze is close', { freezes: [freeze(3, 9)] }, { window: 'no' }],
    [
      'no indicator is defined',
      {
        readiness: { guardrails: { status: 'known', count: 0, evidence: [] } },
      },
      { thresholds: 'no' },
    ],
    [
      'nothing is known',
      nothingKnown,
      {
        'same-artifact': 'not-known',
        'tested-rollback': 'not-known',
        recoverable: 'not-known',
        window: 'not-known',
        thresholds: 'not-known',
      },
    ],
  ])('%s', (_, situation, expected) => {
    expect(answers(situation)).toEqual({ ...yes, ...expected });
  });

  it('gives each answer a sentence, evidence, and what would make it a yes', () => {
    for (const answer of ask({ freezes: [freeze(-1, 1)], artifact: digestB })) {
      expect(executiveAnswerSchema.parse(answer)).toEqual(answer);
      expect(answer.message).not.toBe('');
      expect(answer.evidence).not.toEqual([]);
      expect(answer.remedy === undefined).toBe(answer.answer === 'yes');
    }
    expect(ask({ freezes: [freeze(-1, 1)] })[3]).toMatchObject({
      question: 'Is the window right for the tenant’s trading?',
      message:
        'The release falls into the freeze «Black Friday», from 2026-11-22 11:00 UTC to 2026-11-22 13:00 UTC.',
      remedy: 'Release from 2026-11-22 13:00 UTC on, when no freeze holds.',
    });
  });

  it('asks nothing of what does not go to production', () => {
    expect(ask({ stage: 'staging' })).toEqual([]);
  });
});
