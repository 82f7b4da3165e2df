import { sayDuration } from '../../duration';
import { plainText } from '../../plainText';
import {
  worstVerdictStatus,
  type Reason,
  type VerdictStatus,
} from '../../verdict';
import type { ObjectiveStanding } from '../verdict';
import type { AttachmentsArea } from './attachmentsArea';
import { reason, type Judging } from './judging';
import { written } from './passing';
import type { PostgresqlArea } from './postgresqlArea';

/** How the business stands, process by process, strictest first. */
export interface Processes {
  standings: ObjectiveStanding[];
  reasons: readonly Reason[];
}

/** The last restore that worked says how long it takes; one that is too old to prove anything still says that it took too long. */
function rtoOf({ drills }: PostgresqlArea, rtoSeconds: number): VerdictStatus {
  const measured = drills.successes[0]?.durationSeconds;
  if (measured === undefined) {
    return 'unknown';
  }
  if (measured > rtoSeconds) {
    return 'warning';
  }
  return drills.isProven ? 'ok' : 'unknown';
}

function rtoReason(
  database: PostgresqlArea,
  standings: readonly ObjectiveStanding[],
): Reason[] {
  const slow = [...standings]
    .filter(({ rto }) => rto === 'warning')
    .sort((a, b) => a.rtoSeconds - b.rtoSeconds)[0];
  const last = database.drills.successes[0];
  return slow && last
    ? [
        reason(
          'objectives-rto',
          'warning',
          `The last restore that worked took ${sayDuration(
            last.durationSeconds,
          )}; ${plainText(slow.process)} may stand for ${sayDuration(
            slow.rtoSeconds,
          )}.`,
          {
            remedy: 'Make the restore faster, and try it again.',
            evidence: [last.evidence],
          },
        ),
      ]
    : [];
}

/** Holds what was found against every objective of the tenant. */
export function judgeProcesses(
  judging: Judging,
  database: PostgresqlArea,
  attachments: AttachmentsArea,
): Processes {
  const { facts, objectives } = judging;
  if (facts.stage !== 'production') {
    return { standings: [], reasons: [] };
  }
  if (objectives.length === 0) {
    return {
      standings: [],
      reasons: [
        reason(
          'objectives-not-declared',
          'unknown',
          'The tenant declares no recovery objectives: what may be lost, and how long it may take, is not known.',
          { remedy: 'Declare them in spec.recoveryObjectives of the tenant.' },
        ),
      ],
    };
  }
  const standings = objectives.map(objective => {
    const { process, rpoSeconds, rtoSeconds } = objective;
    const parts = [
      { rpo: database.rpo, exposure: database.exposure },
      { rpo: attachments.rpo, exposure: attachments.exposure },
    ].flatMap(({ rpo, exposure }) => {
      const standing = rpo?.standings.find(one => one.process === process);
      return standing ? [{ ...standing, since: exposure?.losingSince }] : [];
    });
    // What is worst off is what is lost: files or rows, whichever end earlier.
    const since = parts
      .flatMap(part => part.since ?? [])
      .sort((a, b) => a - b)[0];
    const measured = database.drills.successes[0]?.durationSeconds;
    return {
      process,
      rpoSeconds,
      rtoSeconds,
      ...(since !== undefined && { losingSince: written(since) }),
      rpo: worstVerdictStatus(parts.map(({ rpo }) => rpo)),
      ...(measured !== undefined && { measuredRtoSeconds: measured }),
      rto: rtoOf(database, rtoSeconds),
    };
  });
  return { standings, reasons: rtoReason(database, standings) };
}
