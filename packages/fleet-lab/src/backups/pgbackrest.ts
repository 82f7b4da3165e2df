import { demonstrationDigest } from '../deliverySteps';
import { shortName } from '../step';
import { backupsAt, type TakenBackup } from './backupTimes';
import type { ReportedDatabase } from './stanzas';
import { walAt } from './wal';

const seconds = (instant: number) => Math.floor(instant / 1000);

/** How pgBackRest names a backup: `20261122-010000F`, and with the full that it hangs on `20261122-010000F_20261123-010000D`. */
export function labelOf(backup: TakenBackup, full: TakenBackup): string {
  const stamp = (instant: number) =>
    new Date(instant)
      .toISOString()
      .slice(0, 19)
      .replace(/[-:]/g, '')
      .replace('T', '-');
  return backup.type === 'full'
    ? `${stamp(backup.start)}F`
    : `${stamp(full.start)}F_${stamp(backup.start)}${
        backup.type === 'diff' ? 'D' : 'I'
      }`;
}

interface Listed extends TakenBackup {
  label: string;
  prior: string | null;
  error: boolean;
}

function listBackups(database: ReportedDatabase, now: number): Listed[] {
  const taken = backupsAt(now);
  const newestFull = taken.findLast(({ type }) => type === 'full');
  let full = taken[0];
  let prior: string | null = null;
  return taken.map(backup => {
    if (backup.type === 'full') {
      full = backup;
      prior = null;
    }
    const label = labelOf(backup, full);
    const listed = {
      ...backup,
      label,
      prior: backup.type === 'diff' ? labelOf(full, full) : prior,
      error:
        backup === newestFull &&
        (database.trouble?.includes('damaged-full') ?? false),
    };
    prior = label;
    return listed;
  });
}

/** Of the newest backups, as check_pgbackrest names them. */
export function newestAndOldest(database: ReportedDatabase, now: number) {
  const listed = listBackups(database, now);
  return { oldest: listed[0], newest: listed[listed.length - 1] };
}

/** What `pgbackrest repo-ls --recurse --output=json archive/<stanza>` says of the segments in which backups began. */
export function archiveListing(
  database: ReportedDatabase,
  now: number,
  lost: string | undefined,
): string {
  const files = listBackups(database, now).flatMap(({ start }) => {
    const segment = walAt(start);
    const path = `16-1/${segment.slice(0, 16)}/${segment}`;
    const file = { type: 'file', time: seconds(start) };
    return segment === lost
      ? []
      : [
          [`${path}-${'5a'.repeat(20)}.zst`, { ...file, size: 4_194_304 }],
          [`${path}.00000028.backup`, { ...file, size: 341 }],
        ];
  });
  return JSON.stringify({
    '.': { type: 'path' },
    '16-1': { type: 'path' },
    ...Object.fromEntries(files),
  });
}

function backupObject(
  { label, prior, error, type, start, stop }: Listed,
  annotation: Record<string, string> | undefined,
) {
  const size = type === 'full' ? 8_540_000_000 : 412_000_000;
  return {
    ...(annotation && { annotation }),
    archive: { start: walAt(start), stop: walAt(stop) },
    backrest: { format: 5, version: '2.45' },
    database: { id: 1, 'repo-key': 1 },
    error,
    info: {
      delta: size,
      repository: { delta: size / 4, size: size / 4 },
      size,
    },
    label,
    lsn: { start: '0/3000028', stop: '0/3000498' },
    prior,
    reference: prior === null ? null : [prior],
    timestamp: { start: seconds(start), stop: seconds(stop) },
    type,
  };
}

/**
 * What `pgbackrest info --output=json` prints at an instant, and after it `--set` of the last backup of each chain, which alone says
 * which databases are in it. In the shape of version 2.45. Neither a lost segment nor an archiver that fails changes a word of it.
 */
export function pgbackrestInfo(
  database: ReportedDatabase,
  now: number,
): string {
  const listed = listBackups(database, now);
  const stanza = {
    archive: [
      {
        database: { id: 1, 'repo-key': 1 },
        id: '16-1',
        max: walAt(now),
        min: walAt(listed[0].start),
      },
    ],
    cipher: 'aes-256-cbc',
    db: [
      {
        id: 1,
        'repo-key': 1,
        'system-id': 7710849682754907483,
        version: '16',
      },
    ],
    name: database.stanza,
    repo: [
      { cipher: 'aes-256-cbc', key: 1, status: { code: 0, message: 'ok' } },
    ],
    status: { code: 0, lock: { backup: { held: false } }, message: 'ok' },
  };
  const newest = listed[listed.length - 1];
  const annotationOf = (one: Listed) =>
    one === newest && database.checkpointOf !== undefined
      ? {
          release: demonstrationDigest(
            shortName(database.stanza),
            database.checkpointOf,
          ),
        }
      : undefined;
  const lastOfChains = listed.filter(
    (_, index) =>
      index === listed.length - 1 || listed[index + 1].type === 'full',
  );
  const list = {
    ...stanza,
    backup: listed.map(one => backupObject(one, annotationOf(one))),
  };
  const sets = lastOfChains.map(one => ({
    ...stanza,
    backup: [
      {
        ...backupObject(one, annotationOf(one)),
        'database-ref': [
          { name: 'postgres', oid: 5 },
          { name: database.database, oid: 16389 },
        ],
        'error-list': one.error ? ['base/16389/16402'] : undefined,
        link: null,
        tablespace: null,
      },
    ],
  }));
  return [list, ...sets]
    .map(document => `${JSON.stringify([document])}\n`)
    .join('');
}
