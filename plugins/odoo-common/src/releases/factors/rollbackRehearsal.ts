import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const remedy =
  'Try the rollback on staging, of the application and of the database, and post rollbackRehearsal.';

function knownRehearsal(
  { facts }: RiskContext,
  needsDatabase: boolean,
  threshold: string,
): FactorFinding {
  const { rollbackRehearsal } = facts.release.facts;
  if (!rollbackRehearsal) {
    return nobodySaid(
      threshold,
      'Whether a rollback was tried is not known: no event said.',
      remedy,
    );
  }
  const { application, database } = rollbackRehearsal.value;
  const parts = [
    { name: 'application', outcome: application },
    ...(needsDatabase ? [{ name: 'database', outcome: database }] : []),
  ];
  const namesOf = (wanted: 'success' | 'failure' | undefined) =>
    parts
      .filter(({ outcome }) => outcome === wanted)
      .map(({ name }) => name)
      .join(' and ');
  const evidence = [
    evidenceOf(
      rollbackRehearsal,
      `rollback tried: application ${application ?? 'not'}, database ${
        database ?? 'not'
      }`,
    ),
  ];
  const failed = namesOf('failure');
  if (failed) {
    return {
      outcome: 'known',
      share: 1,
      value: 'failed',
      threshold,
      message: `The rollback of the ${failed} was tried, and failed.`,
      remedy: 'Mend the way back, and try it again.',
      evidence,
    };
  }
  const missing = namesOf(undefined);
  if (missing) {
    return {
      ...nobodySaid(
        threshold,
        `Whether a rollback of the ${missing} was tried is not known.`,
        remedy,
      ),
      evidence,
    };
  }
  return {
    outcome: 'known',
    share: 0,
    value: 'worked',
    threshold,
    message: `The rollback of the ${namesOf('success')} was tried and worked.`,
    evidence,
  };
}

/**
 * Whether the way back was tried before it is needed: of the application, and of the database when the release changes it.
 *
 * @public
 */
export const rollbackRehearsalFactor: RiskFactor = {
  id: 'rollback-rehearsal',
  title: 'Rehearsal of the rollback',
  group: 'readiness',
  weight: policy => policy.weights.rollbackRehearsal,
  evaluate(context) {
    const reach = context.facts.release.facts.migrationClass?.value;
    const needsDatabase = reach !== 'none' && reach !== 'configuration';
    const threshold = needsDatabase
      ? 'a rollback of application and database that worked'
      : 'a rollback of the application that worked';
    return (
      onlyInProduction(context, threshold) ??
      knownRehearsal(context, needsDatabase, threshold)
    );
  },
};
