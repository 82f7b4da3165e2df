import { plainText, sayCount } from '../../plainText';
import type { Reason } from '../../verdict';
import type { RecoveryArea } from '../recoveryArea';
import type { RecoverabilityProof } from '../verdict';
import { asOld, reason, type Judging } from './judging';
import { DAY, instantOf, said } from './passing';
import { nameOf, type Statements } from './statements';
import { evidenceOfBackup, type BackupList } from './usableBackups';

/** Whether there is a backup that ended clean. */
export interface Existence {
  proof: RecoverabilityProof;
  reasons: readonly Reason[];
}

const taken =
  'Take a full backup, and see that it ends without an error in what it copied.';

/** By the list of backups, else by what a source says of its own window. */
export function existenceOf(
  judging: Judging,
  area: RecoveryArea,
  statements: Statements,
  list: BackupList,
): Existence {
  const { policy, time } = judging;
  const limit = policy.cleanFullMaxAgeDays * DAY;
  const full = list.lastCleanFull;
  if (full) {
    const isOverdue = time.hasReached(full.stoppedAt + limit + 1);
    const evidence = [evidenceOfBackup(full)];
    const message = `The last clean full backup is ${plainText(
      full.backup.label,
    )} of ${said(full.stoppedAt)}.`;
    return {
      proof: {
        id: 'exists',
        status: asOld(isOverdue ? 'warning' : 'ok', full.statement.isOld),
        message,
        evidence,
      },
      reasons: isOverdue
        ? [
            reason(
              `${area}-full-overdue`,
              'warning',
              `${message} One should be taken every ${sayCount(
                policy.cleanFullMaxAgeDays,
                'day',
              )}.`,
              { remedy: taken, evidence },
            ),
          ]
        : [],
    };
  }
  if (list.isListed) {
    const [{ observation, source }] = statements.of('backups');
    const others = observation.backups.filter(
      ({ state }) => state !== 'running',
    ).length;
    const message =
      others === 0
        ? `${nameOf(source)} lists no backup.`
        : `None of the backups that are listed can be restored from: they failed, are damaged, lack what they are a difference to, or do not hold this database.`;
    return {
      proof: {
        id: 'exists',
        status: 'critical',
        message,
        evidence: [...list.evidence],
      },
      reasons: [
        reason(`${area}-no-clean-backup`, 'critical', message, {
          remedy: taken,
          evidence: list.evidence,
        }),
      ],
    };
  }
  const [window] = statements.of('recovery-window');
  const lastSuccessAt = instantOf(window?.observation.lastSuccessAt);
  if (window && lastSuccessAt !== undefined) {
    const isOverdue = time.hasReached(lastSuccessAt + limit + 1);
    const message = `${nameOf(
      window.source,
    )} says that a backup succeeded at ${said(lastSuccessAt)}.`;
    return {
      proof: {
        id: 'exists',
        status: asOld(isOverdue ? 'warning' : 'ok', window.isOld),
        message,
        evidence: [window.evidence],
      },
      reasons: isOverdue
        ? [
            reason(`${area}-full-overdue`, 'warning', message, {
              remedy: taken,
              evidence: [window.evidence],
            }),
          ]
        : [],
    };
  }
  if (statements.empty.length > 0) {
    // Said as such by whoever answered.
    return {
      proof: {
        id: 'exists',
        status: 'critical',
        message: 'There are no backups.',
        evidence: [],
      },
      reasons: [],
    };
  }
  const message = 'Nobody has listed the backups that there are.';
  return {
    proof: { id: 'exists', status: 'unknown', message, evidence: [] },
    reasons: [
      reason(`${area}-backups-not-known`, 'unknown', message, {
        remedy: 'Connect a source that lists them.',
      }),
    ],
  };
}
