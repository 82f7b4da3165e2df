import type { MigrationClass } from '../model';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'nothing in the database changes';

const depths: Record<MigrationClass, { share: number; message: string }> = {
  none: { share: 0, message: 'Nothing in the database changes.' },
  configuration: {
    share: 0.25,
    message: 'Only configuration changes; no module is updated.',
  },
  module: {
    share: 0.5,
    message: 'Modules are updated without a migration of their own.',
  },
  schema: {
    share: 0.75,
    message: 'The database schema changes: the image before may not run on it.',
  },
  data: {
    share: 1,
    message:
      'Data are rewritten: going back takes the database from before, not only the image.',
  },
};

function knownClass({ facts }: RiskContext): FactorFinding {
  const { migrationClass } = facts.release.facts;
  if (!migrationClass) {
    return nobodySaid(
      threshold,
      'How deep it reaches into the database is not known: no event named a migration class.',
      'Post migrationClass in customData.odoo of any event of this release.',
    );
  }
  const { share, message } = depths[migrationClass.value];
  return {
    outcome: 'known',
    share,
    value: migrationClass.value,
    threshold,
    message,
    ...(share > 0.25 && {
      remedy:
        'Bring what changes the database in a release of its own, that old and new code can both run on.',
    }),
    evidence: [
      evidenceOf(migrationClass, `migration class ${migrationClass.value}`),
    ],
  };
}

/**
 * How deep the release reaches into the database.
 *
 * @public
 */
export const migrationClassFactor: RiskFactor = {
  id: 'migration-class',
  title: 'Migration class',
  group: 'inherent',
  weight: policy => policy.weights.migrationClass,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownClass(context),
};
