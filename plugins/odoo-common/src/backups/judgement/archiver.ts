import { plainText } from '../../plainText';
import type { Reason, VerdictStatus } from '../../verdict';
import { reason, servedBy, type Judging } from './judging';
import { instantOf, said } from './passing';
import { nameOf, type Statement, type Statements } from './statements';
import type { BackupList } from './usableBackups';

/** When the newest WAL was archived, by whoever says so. */
export interface Archived {
  at?: number;
  /** Who said so, and when that was looked at. */
  teller?: Statement;
  /** Whose archiver fails, when one does. */
  failing?: Statement<'archiver'>;
}

const archivedAtOf = ({ observation }: Statement): number | undefined => {
  switch (observation.kind) {
    case 'archiver':
      return instantOf(observation.lastArchivedAt);
    case 'wal-continuity':
      return instantOf(observation.latestArchivedAt);
    default:
      return undefined;
  }
};

/**
 * The archiver, or who looked through the archive; several may tell of one server. Without either, the end of the source's own window.
 */
export function archivedOf(statements: Statements): Archived {
  const archivers = statements.of('archiver');
  const failing = archivers.find(({ observation }) => observation.failing);
  const told = [...archivers, ...statements.of('wal-continuity')];
  const best = told.reduce<{ at: number; teller: Statement } | undefined>(
    (newest, teller) => {
      const at = archivedAtOf(teller);
      return at !== undefined && (newest === undefined || at > newest.at)
        ? { at, teller }
        : newest;
    },
    undefined,
  );
  if (best) {
    return { ...best, ...(failing && { failing }) };
  }
  const [window] = statements.of('recovery-window');
  const at = instantOf(window?.observation.to);
  return {
    ...(at !== undefined && { at, teller: window }),
    ...(failing && { failing }),
  };
}

/** How bad it is that the archiver fails; absent while it does not. */
export function archiverFailure(
  judging: Judging,
  { at, failing }: Archived,
): VerdictStatus | undefined {
  if (!failing) {
    return undefined;
  }
  const lastArchivedAt = instantOf(failing.observation.lastArchivedAt) ?? at;
  const strictest = servedBy(judging, 'postgresql')[0]?.rpoSeconds;
  const limit =
    Math.min(judging.policy.archiveLagToleranceSeconds, strictest ?? Infinity) *
    1000;
  return lastArchivedAt === undefined ||
    judging.time.hasReached(lastArchivedAt + limit + 1)
    ? 'critical'
    : 'warning';
}

/** What is to be said of the archiver: that it fails, is late, or that nobody speaks of it where WAL is archived. */
export function archiverReasons(
  judging: Judging,
  list: BackupList,
  archived: Archived,
): Reason[] {
  const { at: archivedAt, teller, failing } = archived;
  const failure = archiverFailure(judging, archived);
  if (failing && failure) {
    const { observation, evidence } = failing;
    const lastArchivedAt = instantOf(observation.lastArchivedAt) ?? archivedAt;
    const failedAt = instantOf(observation.lastFailedAt);
    const since = failedAt === undefined ? '' : `, at ${said(failedAt)} last`;
    return [
      reason(
        'postgresql-archiver-failing',
        failure,
        `Archiving WAL fails${since}; ${
          lastArchivedAt === undefined
            ? 'nobody says when one was archived'
            : `the last that was archived is of ${said(lastArchivedAt)}`
        }${
          observation.message ? `: ${plainText(observation.message, 300)}` : '.'
        }`,
        {
          remedy:
            'Mend archive_command or the repository before the server’s disk is full.',
          evidence: [evidence],
        },
      ),
    ];
  }
  if (archivedAt === undefined) {
    return list.isContinuous
      ? [
          reason(
            'postgresql-archive-time-not-known',
            'unknown',
            'Nobody says when WAL was archived last; names of segments carry no time, so what would be lost is not known.',
            {
              remedy:
                'Report pg_stat_archiver, or connect a source of metrics that has it.',
              evidence: list.evidence,
            },
          ),
        ]
      : [];
  }
  const tolerance = judging.policy.archiveLagToleranceSeconds * 1000;
  return teller && teller.observedAt - archivedAt > tolerance
    ? [
        reason(
          'postgresql-archive-late',
          'warning',
          `${nameOf(teller.source)} says that WAL was archived at ${said(
            archivedAt,
          )} last, and nothing fails: what a quiet database wrote since is on its own disk alone.`,
          { remedy: 'Set archive_timeout.', evidence: [teller.evidence] },
        ),
      ]
    : [];
}
