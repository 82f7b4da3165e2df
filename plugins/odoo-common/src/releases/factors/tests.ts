import { plainText, sayCount, sayNumber } from '../../plainText';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'tests ran, and none failed';

function knownTests({ facts }: RiskContext): FactorFinding {
  const { tests, testCounts } = facts.release.facts;
  const outcome = tests?.value.outcome;
  const evidence = [
    ...(tests
      ? [
          evidenceOf(
            tests,
            `tests${
              tests.value.label ? ` ${plainText(tests.value.label)}` : ''
            }: ${tests.value.outcome}`,
          ),
        ]
      : []),
    ...(testCounts
      ? [
          evidenceOf(
            testCounts,
            `${sayNumber(testCounts.value.passed)} passed, ${sayNumber(
              testCounts.value.failed,
            )} failed`,
          ),
        ]
      : []),
  ];
  const failed = testCounts?.value.failed ?? 0;
  if (outcome === 'failure' || failed > 0) {
    return {
      outcome: 'known',
      share: 1,
      value: failed > 0 ? `${sayNumber(failed)} failed` : 'failed',
      threshold,
      message:
        failed > 0
          ? `${sayCount(failed, 'test')} failed.`
          : 'The tests failed.',
      remedy: 'Mend what the tests found, and build again.',
      evidence,
    };
  }
  if (testCounts?.value.passed === 0) {
    return {
      outcome: 'known',
      share: 1,
      value: 'none ran',
      threshold,
      message: 'No test ran.',
      remedy: 'Have the pipeline run the tests of the changed modules.',
      evidence,
    };
  }
  if (outcome !== 'success' && !testCounts) {
    return {
      ...nobodySaid(
        threshold,
        outcome === undefined
          ? 'Whether tests passed is not known: no event said.'
          : `Whether tests passed is not known: their run ended with «${outcome}».`,
        'Post testCounts, or the end of the test run.',
      ),
      evidence,
    };
  }
  return {
    outcome: 'known',
    share: 0,
    value: testCounts
      ? `${sayNumber(testCounts.value.passed)} passed`
      : 'passed',
    threshold,
    message: testCounts
      ? `${sayCount(testCounts.value.passed, 'test')} passed, none failed.`
      : 'The tests passed.',
    evidence,
  };
}

/**
 * Whether tests ran, and passed.
 *
 * @public
 */
export const testsFactor: RiskFactor = {
  id: 'tests',
  title: 'Tests',
  group: 'readiness',
  weight: policy => policy.weights.tests,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownTests(context),
};
