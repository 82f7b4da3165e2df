import { plainText } from '../plainText';
import type { VerdictStatus } from '../verdict';
import type { ReleaseCheckpoint } from './checkpoint';
import { judgeBackups, type JudgedBackups } from './evaluateBackups';
import type { BackupFacts } from './facts';
import { byText } from './judgement/judging';
import { instantOf, isWritable, said, written } from './judgement/passing';
import { nameOf, statementsOf, type Statements } from './judgement/statements';
import { backupsOf } from './judgement/usableBackups';
import { paint, type Painted } from './judgement/stretches';
import type { Backup } from './observations';
import type { BackupPolicy } from './policy';
import { recoveryAreas, type RecoveryArea } from './recoveryArea';
import type { AreaTimeline, TimelineMark } from './timeline';

const states: Record<Backup['state'], { status: VerdictStatus; word: string }> =
  {
    clean: { status: 'ok', word: 'is clean' },
    damaged: { status: 'critical', word: 'is damaged' },
    failed: { status: 'critical', word: 'failed' },
    running: { status: 'unknown', word: 'has not ended' },
  };

function backupMarks(
  statements: Statements,
  usable: ReadonlySet<Backup>,
): TimelineMark[] {
  return statements.of('backups').flatMap(({ source, observation, evidence }) =>
    observation.backups.flatMap((backup, index) => {
      const at = instantOf(backup.stoppedAt ?? backup.startedAt);
      if (at === undefined) {
        return [];
      }
      const isSpoilt = backup.state === 'clean' && !usable.has(backup);
      const { status, word } = isSpoilt
        ? {
            status: 'critical' as const,
            word: 'ended clean, and can’t be restored from',
          }
        : states[backup.state];
      const why = backup.message ? `: ${plainText(backup.message, 200)}` : '.';
      return [
        {
          id: JSON.stringify([source.source, source.id, index, backup.label]),
          kind: backup.type,
          at: written(at),
          status,
          label: plainText(backup.label),
          message: `The ${backup.type} backup of ${said(at)} ${word}${why}`,
          evidence: [evidence],
        },
      ];
    }),
  );
}

function drillMarks({ drills }: BackupFacts, area: RecoveryArea) {
  return drills
    .filter(drill => drill.area === area && isWritable(drill.at))
    .map((drill): TimelineMark => {
      const isGood =
        drill.outcome === 'success' &&
        (drill.checks ?? []).every(({ passed }) => passed);
      return {
        id: JSON.stringify(['drill', drill.source, drill.id]),
        kind: 'drill',
        at: written(drill.at),
        status: isGood ? 'ok' : 'critical',
        label: isGood ? 'restored' : 'restore failed',
        message: `A restore was tried at ${said(drill.at)} and ${
          isGood ? 'worked' : 'failed'
        }${drill.message ? `: ${plainText(drill.message, 200)}` : '.'}`,
        evidence: [
          {
            label: `restore drill of ${said(drill.at)}`,
            source: plainText(drill.source),
            observedAt: written(drill.at),
            ...(drill.url !== undefined && { url: drill.url }),
            eventId: drill.id,
          },
        ],
      };
    });
}

function releaseMarks(
  checkpoints: readonly ReleaseCheckpoint[],
  area: RecoveryArea,
): TimelineMark[] {
  return checkpoints.flatMap(checkpoint => {
    const name = plainText(checkpoint.version ?? checkpoint.releaseId);
    const common = {
      status: 'unknown' as const,
      evidence: checkpoint.evidence,
    };
    return [
      ...(checkpoint.at === undefined
        ? []
        : [
            {
              ...common,
              id: JSON.stringify(['release', checkpoint.releaseId]),
              kind: 'release' as const,
              at: checkpoint.at,
              label: name,
              message: `Release ${name}. ${checkpoint.message}`,
            },
          ]),
      ...(area !== 'postgresql' ||
      checkpoint.binding !== 'recorded' ||
      checkpoint.checkpointAt === undefined
        ? []
        : [
            {
              ...common,
              id: JSON.stringify(['checkpoint', checkpoint.releaseId]),
              kind: 'checkpoint' as const,
              at: checkpoint.checkpointAt,
              label: plainText(checkpoint.label ?? name),
              message: checkpoint.message,
            },
          ]),
    ];
  });
}

function databaseStretches({ postgresql }: JudgedBackups): Painted[] {
  const { list, chain, exposure, statements } = postgresql;
  const [first] = list.usable;
  const last = list.usable[list.usable.length - 1];
  const looked = Math.max(
    -Infinity,
    ...statements.all.map(({ observedAt }) => observedAt),
  );
  if (!first) {
    return list.isListed
      ? [
          {
            kind: 'gap',
            from: -Infinity,
            to: looked,
            message:
              'No backup that can be restored from is left of this time.',
          },
        ]
      : [];
  }
  const before: Painted = {
    kind: 'not-kept',
    from: -Infinity,
    to: first.stoppedAt,
    message: `Nothing from before ${said(
      first.stoppedAt,
    )} is kept: the oldest backup that can be restored from ended then.`,
  };
  const [played] = list.continuous;
  if (!played) {
    return [before, ...points(first.stoppedAt, last.stoppedAt, looked)];
  }
  const firstSpan = chain.spans[0];
  return [
    before,
    ...points(first.stoppedAt, played.stoppedAt, -Infinity),
    {
      kind: 'not-known',
      from: played.stoppedAt,
      to: looked,
      message:
        chain.shown?.status === 'not-known'
          ? 'Backups are there, and nobody has read the WAL between them.'
          : 'Nobody has told of WAL of this time that was archived.',
    },
    ...(chain.shown?.status === 'broken'
      ? [
          {
            kind: 'gap' as const,
            from: firstSpan?.to ?? first.stoppedAt,
            to: looked,
            message: 'The archived WAL is broken.',
          },
        ]
      : []),
    ...(exposure.isFrozen && exposure.losingSince !== undefined
      ? [
          {
            kind: 'gap' as const,
            from: exposure.losingSince,
            to: looked,
            message: `Nothing from after ${said(
              exposure.losingSince,
            )} can be restored.`,
          },
        ]
      : []),
    ...chain.spans.map(({ from, to }) => ({
      kind: 'recoverable' as const,
      from,
      to,
      message: 'Every instant can be restored to.',
    })),
  ];
}

function points(first: number, last: number, looked: number): Painted[] {
  return [
    {
      kind: 'points-only',
      from: first,
      to: last,
      message: 'Only the backups themselves can be restored, nothing between.',
    },
    {
      kind: 'gap',
      from: last,
      to: looked,
      message: `Nothing from after ${said(last)} was backed up yet.`,
    },
  ];
}

function otherStretches(
  area: RecoveryArea,
  statements: Statements,
  usable: readonly { stoppedAt: number }[],
): Painted[] {
  const painted: Painted[] = [];
  const first = usable[0]?.stoppedAt;
  const last = usable[usable.length - 1]?.stoppedAt;
  const [bucket] = statements.of('object-store');
  const versioning = bucket?.observation.versioning;
  const keepsVersions =
    versioning?.status === 'known' && versioning.state === 'enabled';
  if (versioning?.status === 'known') {
    painted.push({
      kind: keepsVersions ? 'not-known' : 'gap',
      from: -Infinity,
      to: bucket.observedAt,
      message: keepsVersions
        ? `${nameOf(
            bucket.source,
          )} keeps old versions, and nobody says since when.`
        : `${nameOf(bucket.source)} keeps no old versions.`,
    });
  }
  // Copies beside a bucket that keeps versions are not all that there is: before and after them it may have what they lack
  const [list] = statements.of('backups');
  if (list && first !== undefined && last !== undefined) {
    const [copies, gap] = points(first, last, list.observedAt);
    painted.push(
      ...(keepsVersions
        ? [copies]
        : [
            {
              kind: 'not-kept' as const,
              from: -Infinity,
              to: first,
              message: `Nothing from before ${said(first)} is kept.`,
            },
            copies,
            gap,
          ]),
    );
  }
  const [git] = statements.of('configuration');
  if (git?.observation.path.status === 'known') {
    const isThere = git.observation.path.exists;
    painted.push({
      kind: isThere ? 'recoverable' : 'gap',
      from: -Infinity,
      to: git.observedAt,
      message: isThere
        ? `In Git with its history, says ${nameOf(git.source)}.`
        : `Not in Git, says ${nameOf(git.source)}.`,
    });
  }
  const [managed] = statements.of('managed-secrets');
  if (managed && area === 'secrets') {
    painted.push({
      kind: 'not-known',
      from: -Infinity,
      to: managed.observedAt,
      message:
        'The secret store gives what is valid now; whether it keeps what was, nobody says.',
    });
  }
  return painted;
}

/**
 * The past of each area on one axis: what can be restored, what was backed up, tried and released. Stretches follow each other without
 * gap or overlap from `from` to `to` (epoch milliseconds); what nobody speaks of is `not-known`.
 *
 * @public
 */
export function buildTimelines(
  facts: BackupFacts,
  checkpoints: readonly ReleaseCheckpoint[],
  window: { from: number; to: number },
  policy: BackupPolicy,
  now: number,
): AreaTimeline[] {
  const judged = judgeBackups(facts, policy, now);
  return recoveryAreas.map(area => {
    const statements =
      area === 'postgresql'
        ? judged.postgresql.statements
        : statementsOf(judged.judging, area);
    const list =
      area === 'postgresql'
        ? judged.postgresql.list
        : backupsOf(judged.judging, area, statements);
    const from = written(window.from);
    const to = written(window.to);
    return {
      area,
      from,
      to,
      stretches: paint(
        window,
        area === 'postgresql'
          ? databaseStretches(judged)
          : otherStretches(area, statements, list.usable),
      ),
      marks: [
        ...backupMarks(
          statements,
          new Set(list.usable.map(({ backup }) => backup)),
        ),
        ...drillMarks(facts, area),
        ...releaseMarks(checkpoints, area),
      ]
        .filter(({ at }) => at >= from && at <= to)
        .sort((a, b) => byText(a.at, b.at) || byText(a.id, b.id)),
    };
  });
}
