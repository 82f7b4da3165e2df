import {
  readinessFromBackups,
  type BackupPolicy,
  type ReadinessContribution,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Clock } from '../platform/clock';
import type { Database } from '../platform/database';
import type { Reads } from '../platform/Reads';
import type {
  JudgementReads,
  ReadinessContributor,
  ReadinessQuestion,
} from '../releases';
import { readBackupFacts, type BackupFactSources } from './BackupFacts';
import type { ConfiguredSource } from './declaredSources';

export interface BackupReadinessOptions {
  /** What one piece of work reads from; inside a transaction, on it. */
  open(on?: { database: Database; reads: Reads }): BackupFactSources;
  configured: readonly ConfiguredSource[];
  policy: BackupPolicy;
  clock: Clock;
}

/** What backups know of whether a release is ready: from what is stored, in two statements however many releases there are. */
export class BackupReadiness implements ReadinessContributor {
  readonly name = 'backup status';
  readonly parts = [
    'recoveryPoint',
    'restoreDrill',
    'checkpoint',
    'dataLossWindow',
  ] as const;
  readonly #options: BackupReadinessOptions;

  constructor(options: BackupReadinessOptions) {
    this.#options = options;
  }

  async contribute(
    questions: readonly ReadinessQuestion[],
    on?: JudgementReads,
  ): Promise<ReadonlyMap<string, ReadinessContribution>> {
    const { open, configured, policy, clock } = this.#options;
    const known = await readBackupFacts(
      open(on),
      configured,
      [...new Set(questions.map(({ release }) => release.environmentRef))],
      clock.now(),
    );
    return new Map(
      questions.flatMap(({ release, instant }) => {
        const backups = known.get(release.environmentRef);
        return backups
          ? [
              [
                release.id,
                readinessFromBackups(
                  backups.facts,
                  policy,
                  { release },
                  instant,
                ),
              ] as const,
            ]
          : [];
      }),
    );
  }
}
