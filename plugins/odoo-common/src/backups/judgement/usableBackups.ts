import { parseInstant } from '../../instant';
import { plainText } from '../../plainText';
import type { Evidence, Reason } from '../../verdict';
import type { Backup } from '../observations';
import type { RecoveryArea } from '../recoveryArea';
import { byText, reason, type Judging } from './judging';
import { instantOf, said, written } from './passing';
import { nameOf, type Statement, type Statements } from './statements';

/** A backup that something can be restored from, for all that its tool says. */
export interface UsableBackup {
  backup: Backup;
  tool: string;
  statement: Statement<'backups'>;
  /** The first instant to which it can be restored. */
  stoppedAt: number;
}

/** The backups of an area. */
export interface BackupList {
  /** Whether anybody listed any, be it that there is none. */
  isListed: boolean;
  /** Oldest first. */
  usable: readonly UsableBackup[];
  /** Those of them that WAL is played upon, so that restores reach instants after them. */
  continuous: readonly UsableBackup[];
  /** Newest of those that need no other. */
  lastCleanFull?: UsableBackup;
  /** Somebody makes backups that WAL is played upon, be they usable or not, or means to: so WAL has to be archived. */
  isContinuous: boolean;
  reasons: readonly Reason[];
  evidence: readonly Evidence[];
}

const selfContained = new Set(['full', 'snapshot', 'dump']);
const physical = new Set(['full', 'differential', 'incremental']);
/** Tools whose every backup has WAL played upon it, so that an empty list of theirs says something too. */
const archivingTools = new Set(['pgbackrest', 'barman', 'wal-g']);

/** Whether WAL is played upon a backup, to instants after it. Operators of PostgreSQL do so on snapshots of volumes as well. */
const isPlayedUpon = (tool: string, { type }: Backup) =>
  physical.has(type) || (tool === 'cloudnative-pg' && type === 'snapshot');

const nameOfBackup = ({ backup }: { backup: Backup }) =>
  plainText(backup.label);

/** A backup as evidence: what it is and when it ended. */
export function evidenceOfBackup({
  backup,
  statement,
  stoppedAt,
}: UsableBackup): Evidence {
  return {
    label: `${backup.type} backup ${plainText(backup.label)} of ${said(
      stoppedAt,
    )}`,
    source: plainText(statement.source.source),
    observedAt: written(statement.observedAt),
  };
}

/** The end of a backup; of one that says only when it began, and of one that does not say, nothing. */
const endOf = (backup: Backup) => instantOf(backup.stoppedAt);

const keyOf = (label: string | undefined, repository: string | undefined) =>
  JSON.stringify([label, repository]);

/**
 * Backups that ended clean, and whose chain down to one that needs no other did so too. A difference without what it differs from is
 * nothing; two of one label may lie in two repositories.
 */
function usableOf(
  backups: readonly Backup[],
  isExcluded: (backup: Backup) => boolean,
): ReadonlySet<Backup> {
  const able = backups.filter(
    backup =>
      backup.state === 'clean' &&
      endOf(backup) !== undefined &&
      !isExcluded(backup),
  );
  const differences = new Map<string, Backup[]>();
  for (const backup of able) {
    if (!selfContained.has(backup.type)) {
      const key = keyOf(backup.prior, backup.repository);
      differences.set(key, [...(differences.get(key) ?? []), backup]);
    }
  }
  const usable = new Set(able.filter(({ type }) => selfContained.has(type)));
  // A set hands out what is added while it is walked through.
  for (const { label, repository } of usable) {
    for (const next of differences.get(keyOf(label, repository)) ?? []) {
      usable.add(next);
    }
  }
  return usable;
}

function problemsOf(area: RecoveryArea, statements: Statements): Reason[] {
  return [
    ...statements.of('backups'),
    ...statements.of('checks'),
    ...statements.of('object-store'),
  ].flatMap(({ source, observation, evidence }) =>
    observation.problems.map(problem =>
      reason(
        `${area}-${problem.id}`,
        problem.status,
        `${nameOf(source)}: ${plainText(problem.message, 300)}`,
        {
          remedy: problem.remedy
            ? plainText(problem.remedy, 300)
            : 'See what the tool says about it, and mend it.',
          evidence: [evidence],
        },
      ),
    ),
  );
}

/** What the newest try of each source came to, when that was nothing good. */
function lastTryOf(
  area: RecoveryArea,
  statement: Statement<'backups'>,
): Reason[] {
  const tried = statement.observation.backups
    .filter(({ state }) => state !== 'running')
    .map(backup => ({
      backup,
      at: instantOf(backup.stoppedAt ?? backup.startedAt),
    }));
  // One that says no instant at all is listed in the order of the tool: oldest first.
  const newest = tried.reduce<(typeof tried)[number] | undefined>(
    (best, one) =>
      best === undefined ||
      one.at === undefined ||
      best.at === undefined ||
      one.at >= best.at
        ? one
        : best,
    undefined,
  );
  if (!newest || newest.backup.state === 'clean') {
    return [];
  }
  const { backup, at } = newest;
  const isDamaged = backup.state === 'damaged';
  const when = at === undefined ? '' : ` of ${said(at)}`;
  const why = backup.message ? `: ${plainText(backup.message, 300)}` : '';
  return [
    reason(
      isDamaged ? `${area}-last-backup-damaged` : `${area}-last-backup-failed`,
      'warning',
      `The last ${backup.type} backup${when}, ${plainText(backup.label)}, ${
        isDamaged ? 'is damaged' : 'failed'
      }${why}`,
      {
        remedy: isDamaged
          ? 'Find the damaged pages on the server before retention removes the last clean backups, then take a full one.'
          : 'See why it failed, and take another.',
        evidence: [statement.evidence],
      },
    ),
  ];
}

/** Sources that list nothing to restore from, beside others that do. Without others it is said of the area. */
function withoutAny(
  area: RecoveryArea,
  lists: readonly Statement<'backups'>[],
  clean: readonly UsableBackup[],
): Reason[] {
  const having = new Set(clean.map(({ statement }) => statement));
  return having.size === 0
    ? []
    : lists
        .filter(statement => !having.has(statement))
        .map(({ source, evidence }) =>
          reason(
            `${area}-no-clean-backup-here`,
            'warning',
            `${nameOf(source)} lists no backup that can be restored from.`,
            {
              remedy: 'Take a full backup there, or give the source up.',
              evidence: [evidence],
            },
          ),
        );
}

function suspended(area: RecoveryArea, judging: Judging, list: Statements) {
  return list
    .of('schedule')
    .flatMap(({ source, observation, evidence, isOld }) => {
      const { everySeconds, lastSuccessAt } = observation;
      if (observation.suspended) {
        return [
          reason(
            `${area}-schedule-suspended`,
            'warning',
            `The schedule of ${nameOf(source)} is suspended.`,
            { remedy: 'Resume it.', evidence: [evidence] },
          ),
        ];
      }
      if (everySeconds === undefined) {
        return [];
      }
      const limit =
        everySeconds * judging.policy.scheduleLateAfterIntervals * 1000;
      const isLate =
        lastSuccessAt === undefined
          ? observation.lastRunAt !== undefined
          : judging.time.hasReached(parseInstant(lastSuccessAt) + limit + 1);
      return isLate && !isOld
        ? [
            reason(
              `${area}-schedule-late`,
              'warning',
              lastSuccessAt === undefined
                ? `No run of the schedule of ${nameOf(source)} ended well.`
                : `The schedule of ${nameOf(source)} ran well at ${said(
                    parseInstant(lastSuccessAt),
                  )} last, and is late.`,
              {
                remedy: 'See why it did not run, or failed.',
                evidence: [evidence],
              },
            ),
          ]
        : [];
    });
}

const isForeign = (backup: Backup, database: string) =>
  backup.databases !== undefined && !backup.databases.includes(database);

/** Whether this tenant's own database is in what is backed up. */
function whoseBackups(
  area: RecoveryArea,
  { facts }: Judging,
  clean: readonly UsableBackup[],
): Reason[] {
  const listed = clean.filter(({ backup }) => backup.databases !== undefined);
  const newest = listed[listed.length - 1];
  const database = plainText(facts.database);
  if (newest && isForeign(newest.backup, facts.database)) {
    return [
      reason(
        `${area}-database-not-in-backup`,
        'critical',
        `The backup ${nameOfBackup(newest)} of ${said(
          newest.stoppedAt,
        )} does not hold the database ${database}.`,
        {
          remedy:
            'Back up the server that holds the database, or correct spec.database and spec.backupSources.',
          evidence: [evidenceOfBackup(newest)],
        },
      ),
    ];
  }
  return clean.length > 0 && !newest && facts.sharesServer
    ? [
        reason(
          `${area}-databases-not-listed`,
          'unknown',
          `The server is shared, and no backup says which databases it holds: whether ${database} is among them is not known.`,
          {
            remedy:
              'Let the source list the databases of its backups (pgbackrest info --set=<label> --output=json).',
            evidence: [evidenceOfBackup(clean[clean.length - 1])],
          },
        ),
      ]
    : [];
}

/** The backups of an area that count, and what is wrong with the others. */
export function backupsOf(
  judging: Judging,
  area: RecoveryArea,
  statements: Statements,
): BackupList {
  const { facts, time } = judging;
  const lists = statements.of('backups');
  const losing = statements
    .of('wal-continuity')
    .filter(({ observation }) => observation.lostBackups?.length);
  const lost = new Set(
    losing.flatMap(({ observation }) => observation.lostBackups ?? []),
  );
  const clean = lists
    .flatMap(statement => {
      const { backups, tool } = statement.observation;
      const isExcluded = (backup: Backup) =>
        lost.has(backup.label) ||
        (backup.keptUntil !== undefined &&
          time.hasReached(parseInstant(backup.keptUntil)));
      return [...usableOf(backups, isExcluded)].map(backup => ({
        backup,
        tool,
        statement,
        stoppedAt: endOf(backup)!,
      }));
    })
    .sort(
      (a, b) =>
        a.stoppedAt - b.stoppedAt ||
        byText(a.backup.label, b.backup.label) ||
        byText(nameOf(a.statement.source), nameOf(b.statement.source)) ||
        byText(a.backup.repository ?? '', b.backup.repository ?? ''),
    );
  const holdsDatabase = area === 'postgresql';
  const usable = holdsDatabase
    ? clean.filter(({ backup }) => !isForeign(backup, facts.database))
    : clean;
  const lastCleanFull = usable
    .filter(({ backup }) => selfContained.has(backup.type))
    .pop();
  return {
    isListed: lists.length > 0,
    usable,
    continuous: usable.filter(({ tool, backup }) => isPlayedUpon(tool, backup)),
    ...(lastCleanFull && { lastCleanFull }),
    isContinuous: lists.some(
      ({ observation: { tool, backups } }) =>
        archivingTools.has(tool) ||
        backups.some(backup => isPlayedUpon(tool, backup)),
    ),
    reasons: [
      ...problemsOf(area, statements),
      ...lists.flatMap(statement => lastTryOf(area, statement)),
      ...withoutAny(area, lists, clean),
      ...suspended(area, judging, statements),
      ...(holdsDatabase ? whoseBackups(area, judging, clean) : []),
    ],
    evidence: [...lists, ...losing].map(({ evidence }) => evidence),
  };
}
