import { sayCount, sayNumber } from '../../plainText';
import { sayArtifact } from '../artifact';
import {
  evidenceOf,
  nobodySaid,
  notNeeded,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const remedy =
  'Rehearse the migration of this image on a copy of production, and post rehearsal.';

function knownRehearsal(
  { facts, policy }: RiskContext,
  threshold: string,
): FactorFinding {
  const { rehearsal, migrationClass } = facts.release.facts;
  const reach = migrationClass?.value;
  if (reach === 'none' || reach === 'configuration') {
    return notNeeded(
      reach,
      threshold,
      'Not asked: no module is updated, so there is nothing to rehearse.',
    );
  }
  if (!rehearsal) {
    return nobodySaid(
      threshold,
      'Whether the migration was rehearsed is not known: no event said.',
      remedy,
    );
  }
  const { outcome, digest, durationSeconds, longestLockWaitSeconds, tables } =
    rehearsal.value;
  const minutes = sayCount(Math.round(durationSeconds / 60), 'minute');
  const common = {
    outcome: 'known' as const,
    value: `${outcome}, ${minutes}`,
    threshold,
    evidence: [evidenceOf(rehearsal, `rehearsal: ${outcome}`)],
  };
  if (outcome === 'failure') {
    return {
      ...common,
      share: 1,
      message: 'The migration was rehearsed, and failed.',
      remedy: 'Mend the migration, and rehearse it again.',
    };
  }
  if (digest !== undefined && digest !== facts.release.digest) {
    return {
      ...common,
      share: 1,
      value: 'another image',
      message: `The migration of another image was rehearsed: ${sayArtifact(
        digest,
      )}.`,
      remedy,
    };
  }
  const lockWait = longestLockWaitSeconds ?? 0;
  if (lockWait > policy.rehearsalLockWaitSeconds) {
    return {
      ...common,
      share: 0.5,
      message: `The rehearsed migration took ${minutes}, and a statement waited ${sayNumber(
        lockWait,
      )} s for a lock: shops would wait as long.`,
      remedy: 'Cut the migration into steps that hold locks for less time.',
    };
  }
  return {
    ...common,
    share: 0,
    message: `The migration was rehearsed and took ${minutes}${
      tables && tables.length > 0
        ? `, over ${sayCount(tables.length, 'table')} of ${sayCount(
            tables.reduce((sum, { rows }) => sum + rows, 0),
            'row',
          )}`
        : ''
    }.`,
  };
}

/**
 * Whether the migration of this very image was tried on a copy of production. Not asked of what updates no module.
 *
 * @public
 */
export const migrationRehearsalFactor: RiskFactor = {
  id: 'migration-rehearsal',
  title: 'Rehearsal of the migration',
  group: 'readiness',
  weight: policy => policy.weights.rehearsal,
  evaluate(context) {
    const threshold = `rehearsed with this image, no lock wait above ${sayNumber(
      context.policy.rehearsalLockWaitSeconds,
    )} s`;
    return (
      onlyInProduction(context, threshold) ?? knownRehearsal(context, threshold)
    );
  },
};
