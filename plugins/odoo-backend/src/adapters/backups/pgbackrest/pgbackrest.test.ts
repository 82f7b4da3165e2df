import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeBackupReportFormatContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { checkPgbackrest } from './check';
import { pgbackrestInfo } from './info';

const takenAt = Date.parse('2026-11-22T05:00:00Z');

function fixture(name: string): string {
  return readFileSync(join(__dirname, '__fixtures__', `${name}.json`), 'utf8');
}

const stanza = 'odoo-retail';

function report(name: string) {
  return { output: fixture(name), id: stanza, takenAt };
}

function info(output: string, id = stanza) {
  return pgbackrestInfo.translate({ output, takenAt, id }).get(id);
}

function backupsOf(outcome: ReturnType<typeof info>) {
  if (outcome?.status !== 'observed' || outcome.value[0].kind !== 'backups') {
    throw new Error(`no backups: ${JSON.stringify(outcome)}`);
  }
  return outcome.value[0];
}

describeBackupReportFormatContract(pgbackrestInfo, {
  'a chain': report('info-full-diff-incr'),
  'a stanza that is missing': report('info-missing-stanza-path'),
  'two repositories': report('info-two-repos-second-missing'),
  'a damaged backup': report('info-backup-error-true'),
});

/** What `pgbackrest repo-ls` prints of segments, and of labels of backups that began in them. */
function listing(
  segments: string[],
  labels = segments,
  cluster = '15-1',
): string {
  const below = (name: string) =>
    `${cluster}/0000000100000000/00000001000000000000${name}`;
  return JSON.stringify({
    '.': { type: 'path' },
    [cluster]: { type: 'path' },
    ...Object.fromEntries([
      ...segments.map(name => [
        `${below(name)}-${'a1'.repeat(20)}.gz`,
        { type: 'file', size: 16, time: 1795369580 },
      ]),
      ...labels.map(name => [
        `${below(name)}.00000028.backup`,
        { type: 'file', size: 16, time: 1795369580 },
      ]),
    ]),
  });
}

const whole = listing(['002A', '002C']);

describeBackupReportFormatContract(checkPgbackrest, {
  'a whole archive': {
    ...report('check-archives-ok'),
    output: fixture('check-archives-ok') + whole,
  },
  'a check without listing': report('check-archives-ok'),
  'a lost segment': report('check-archives-needed-lost'),
});

describe('pgbackrest info', () => {
  it('names backups, what they build on, and what was written on them', () => {
    const seen = backupsOf(info(fixture('info-full-diff-incr')));
    expect(seen).toMatchObject({
      tool: 'pgbackrest',
      problems: [],
      encrypted: 'no',
      locked: false,
    });
    expect(seen.backups).toEqual([
      {
        label: '20261122-043456F',
        type: 'full',
        state: 'clean',
        startedAt: '2026-11-22T04:34:56.000Z',
        stoppedAt: '2026-11-22T04:35:01.000Z',
        annotations: { release: '2026.11.1', 'odoo-version': '18.0' },
        sizeBytes: 6453482,
      },
      expect.objectContaining({
        label: '20261122-043456F_20261122-043502D',
        type: 'differential',
        prior: '20261122-043456F',
      }),
      expect.objectContaining({
        label: '20261122-043456F_20261122-043504I',
        type: 'incremental',
        prior: '20261122-043456F_20261122-043502D',
      }),
    ]);
  });

  it('never reads a time out of the names of WAL segments', () => {
    const outcome = info(fixture('info-full-diff-incr'));
    expect(outcome).toMatchObject({ status: 'observed' });
    expect(JSON.stringify(outcome)).not.toMatch(
      /wal-continuity|archiver|000000010000/,
    );
    // The gap is in none of its fields, so nothing is said of it
    expect(JSON.stringify(info(fixture('info-wal-gap-info')))).not.toMatch(
      /unbroken|continuity/,
    );
  });

  it('calls a backup with page errors damaged, whatever the exit code', () => {
    const { backups } = backupsOf(info(fixture('info-backup-error-true')));
    expect(backups.map(({ state }) => state)).toEqual(['clean', 'damaged']);
  });

  it('sees that the lock is held', () => {
    expect(
      backupsOf(info(fixture('info-backup-running-lock-held'))),
    ).toMatchObject({ locked: true });
  });

  it('lets one repository of two count when the other is missing', () => {
    const seen = backupsOf(info(fixture('info-two-repos-second-missing')));
    expect(seen.backups).toHaveLength(2);
    expect(seen.backups[0].repository).toBe('1');
    expect(seen.problems).toMatchObject([
      { id: 'stanza-missing', status: 'warning' },
    ]);
  });

  it('calls a repository that could not be read unreachable, without its address', () => {
    const outcome = info(fixture('info-s3-unreachable'));
    expect(outcome).toMatchObject({
      status: 'unreachable',
      message: expect.stringContaining('HostConnectError'),
    });
    expect(JSON.stringify(outcome)).not.toContain('127.0.0.1');
  });

  it.each<[string, string]>([
    [
      "[ProtocolError] HTTP request failed with 403 (Forbidden): *** Path/Query ***: GET /?list-type=2 *** Response Headers ***: x-amz-id: 'secret'",
      'unauthorised',
    ],
    ['[CryptoError] cipher header invalid', 'unauthorised'],
    [
      "[PathOpenError] unable to list file info for path '/x': [13] Permission denied",
      'unauthorised',
    ],
    ['[FileReadError] connection reset', 'unreachable'],
  ])('tells apart who may not read: %s', (message, status) => {
    const [one] = JSON.parse(fixture('info-s3-unreachable'));
    one.repo[0].status.message = message;
    const outcome = info(JSON.stringify([one]));
    expect(outcome?.status).toBe(status);
    expect(JSON.stringify(outcome)).not.toMatch(/secret|\/x|Path\/Query/);
  });

  it.each<[number, string, string]>([
    [1, 'stanza-missing', 'critical'],
    [2, 'no-valid-backup', 'critical'],
    [3, 'stanza-missing', 'critical'],
    [5, 'database-mismatch', 'critical'],
    [42, 'repository-status', 'critical'],
  ])('understands status %i', (code, id, status) => {
    const [one] = JSON.parse(fixture('info-missing-stanza-path'));
    one.status.code = code;
    one.repo[0].status.code = code;
    const seen = backupsOf(info(JSON.stringify([one])));
    expect(seen.backups).toEqual([]);
    expect(seen.problems).toMatchObject([{ id, status }]);
    expect(seen.encrypted).toBeUndefined();
  });

  it('knows nothing of a stanza whose repositories all failed otherwise', () => {
    const [one] = JSON.parse(fixture('info-two-repos-second-missing'));
    one.backup = [];
    one.repo.forEach((repo: { status: object }) => {
      repo.status = { code: 99, message: '[FileOpenError] nothing' };
    });
    expect(info(JSON.stringify([one]))?.status).toBe('unreachable');
  });

  it('says yes to encryption only when every repository that was read is encrypted', () => {
    const [one] = JSON.parse(fixture('info-two-repos-second-missing'));
    one.repo[1].status.code = 0;
    one.repo[1].cipher = 'aes-256-cbc';
    expect(backupsOf(info(JSON.stringify([one]))).encrypted).toBe('no');
    one.repo[0].cipher = 'aes-256-cbc';
    expect(backupsOf(info(JSON.stringify([one]))).encrypted).toBe('yes');
  });

  it('adds the databases of --set to the list, and takes --set alone for no list', () => {
    const list = fixture('info-full-diff-incr');
    const set = fixture('info-set');
    const { backups } = backupsOf(info(`${list}\n${set}`));
    expect(backups.map(({ databases }) => databases)).toEqual([
      undefined,
      undefined,
      ['acme_prod', 'acme_staging', 'postgres'],
    ]);
    expect(info(set)).toMatchObject({ status: 'malformed' });
    expect(info(fixture('info-set-not-found'))).toMatchObject({
      status: 'malformed',
      message: expect.stringMatching(/is not there/),
    });
  });

  it('calls a stanza that is not listed empty', () => {
    expect(info(fixture('info-full-diff-incr'), 'another')).toEqual({
      status: 'empty',
      observedAt: takenAt,
    });
  });

  it('takes no stanza at all for a repository that could not be read', () => {
    for (const id of [stanza, undefined]) {
      const outcomes = pgbackrestInfo.translate({
        output: fixture('info-no-stanza-any'),
        takenAt,
        exitCode: 0,
        ...(id && { id }),
      });
      expect([...outcomes]).toMatchObject([
        [id ?? '', { status: 'unreachable' }],
      ]);
    }
  });

  it('lets no broken stanza spoil the next', () => {
    const [one] = JSON.parse(fixture('info-full-diff-incr'));
    const outcomes = pgbackrestInfo.translate({
      output: JSON.stringify([{ name: 'broken', backup: 7 }, one]),
      takenAt,
    });
    expect(outcomes.get('broken')?.status).toBe('malformed');
    expect(outcomes.get(stanza)?.status).toBe('observed');
  });

  it('believes no backup of tomorrow', () => {
    const early = pgbackrestInfo.translate({
      ...report('info-full-diff-incr'),
      takenAt: Date.parse('2026-11-20T05:00:00Z'),
    });
    expect(early.get(stanza)).toMatchObject({
      status: 'malformed',
      message: expect.stringMatching(/clocks/),
    });
  });
});

describe('check_pgbackrest', () => {
  const check = (
    change: (service: Record<string, never>) => void,
    from = 'check-archives-ok',
    listed = whole,
  ) => {
    const services = JSON.parse(fixture(from));
    services.forEach(change);
    const outcome = checkPgbackrest
      .translate({
        output: JSON.stringify(services) + listed,
        id: stanza,
        takenAt,
      })
      .get(stanza);
    return outcome?.status === 'observed' ? outcome.value[0] : outcome;
  };

  it('finds the archive whole, and its last segment as old as it says', () => {
    expect(check(() => {})).toEqual({
      kind: 'wal-continuity',
      status: 'unbroken',
      latestArchivedAt: '2026-11-22T04:54:03.000Z',
    });
  });

  it('finds the lost segment, the backup that is lost with it, and the one after it', () => {
    expect(check(() => {}, 'check-archives-needed-lost')).toEqual({
      kind: 'wal-continuity',
      status: 'broken',
      missing: 1,
      oldestMissing: '00000001000000000000002A',
      latestMissing: '00000001000000000000002A',
      lostBackups: ['20261122-044136F'],
      unbrokenSinceBackup: '20261122-044149F',
      latestArchivedAt: '2026-11-22T04:54:03.000Z',
    });
  });

  const checkListed = (listed: string) =>
    check(() => {}, 'check-archives-ok', listed);

  it('does not believe a whole archive without seeing the segments in which backups began', () => {
    expect(checkListed('')).toMatchObject({
      kind: 'checks',
      problems: [{ id: 'archive-not-listed', status: 'unknown' }],
    });
    expect(checkListed('{}')).toMatchObject({ status: 'malformed' });
    expect(checkListed(listing(['002A']))).toMatchObject({
      status: 'malformed',
      message: expect.stringMatching(/oldest and the latest backup/),
    });
  });

  it('finds the segment of which only the label of a backup is left, which check_pgbackrest does not', () => {
    expect(checkListed(listing(['002A'], ['002A', '002C']))).toEqual({
      kind: 'wal-continuity',
      status: 'broken',
      missing: 1,
      oldestMissing: '00000001000000000000002C',
      latestMissing: '00000001000000000000002C',
      lostBackups: ['20261122-044149F'],
      latestArchivedAt: '2026-11-22T04:54:03.000Z',
    });
  });

  it('takes the first part of a segment for none, unless a standby went on from there', () => {
    const part = listing(['002A', '002C']).replace(
      '}}',
      '},"15-1/0000000100000000/00000001000000000000002B.partial-a1.gz":{"type":"file"}}',
    );
    expect(checkListed(part)).toMatchObject({ status: 'broken', missing: 1 });
    expect(
      checkListed(
        part.replace(
          '}}',
          `},"15-1/0000000200000000/00000002000000000000002B-${'b2'.repeat(
            20,
          )}.gz":{"type":"file"}}`,
        ),
      ),
    ).toMatchObject({ status: 'unbroken' });
  });

  it('takes the segments of several repositories together, and of the newest cluster only', () => {
    expect(
      checkListed(
        `${listing(['002A'], ['002A', '002C'])}\n${listing(['002C'])}`,
      ),
    ).toMatchObject({ status: 'unbroken' });
    expect(
      checkListed(`${whole}${listing(['002B'], [], '9.6-9')}`),
    ).toMatchObject({ status: 'malformed' });
  });

  it('looks at no label from before the oldest backup', () => {
    expect(
      checkListed(listing(['002A', '002C'], ['0001', '002A', '002C'])),
    ).toMatchObject({ status: 'unbroken' });
  });

  it('compares no segments of two time lines', () => {
    expect(
      check(service => {
        Object.assign(service.long_message, {
          latest_bck_archive_start: '00000002000000000000002C',
        });
      }, 'check-archives-needed-lost'),
    ).not.toHaveProperty('unbrokenSinceBackup');
  });

  it.each<[string, string]>([
    ['1w 2d 3h4m5s', '2026-11-13T01:55:55.000Z'],
    ['60s', '2026-11-22T04:59:00.000Z'],
    ['0s', '2026-11-22T05:00:00.000Z'],
    ['-3s', ''],
    ['soon', ''],
    ['5m57s ago', ''],
  ])('reads the age %s', (age, at) => {
    const seen = check(service => {
      Object.assign(service.long_message, { latest_archive_age: age });
    });
    expect(seen).toMatchObject(
      at ? { latestArchivedAt: at } : { status: 'malformed' },
    );
  });

  it.each<[number, string, object]>([
    [
      2,
      'min WAL not found: 00000001000000000000002A',
      { status: 'broken', oldestMissing: '00000001000000000000002A' },
    ],
    [2, 'max WAL not found: 00000001000000000000002D', { status: 'broken' }],
    [3, 'no archived WAL found', { status: 'broken' }],
    [2, 'repo1: missing stanza path', { status: 'unreachable' }],
    [2, 'database mismatch across repos', { status: 'unreachable' }],
    [2, '00000001 boundary WAL not determined', { status: 'unreachable' }],
  ])('with status %i: %s', (code, message, seen) => {
    expect(
      check(service => {
        Object.assign(service, {
          message,
          status: { code },
          long_message: undefined,
        });
      }),
    ).toMatchObject(seen);
  });

  it('takes an archive that is late for late, not for broken', () => {
    expect(
      check(service => {
        Object.assign(service, {
          status: { code: 2 },
          message: 'latest_archive_age (5m57s) exceeded',
        });
      }),
    ).toMatchObject({ status: 'unbroken' });
  });

  it('reads the retention beside the archives, as checks and not as a list of backups', () => {
    const retention = [
      {
        service: 'BACKUPS_RETENTION',
        status: { code: 2, message: 'CRITICAL' },
        message:
          'error(s) detected during backup 20261122-044149F (repo1), not enough full backups: 3 required',
        long_message: { full: '2', latest_bck_age: '5m' },
      },
    ];
    const outcome = checkPgbackrest
      .translate({
        output: `${fixture('check-archives-ok')}${whole}${JSON.stringify(
          retention,
        )}`,
        id: stanza,
        takenAt,
      })
      .get(stanza);
    expect(outcome).toMatchObject({
      status: 'observed',
      value: [
        { kind: 'wal-continuity', status: 'unbroken' },
        {
          kind: 'checks',
          tool: 'pgbackrest',
          problems: [
            { id: 'backup-damaged', status: 'warning' },
            { id: 'too-few-backups', status: 'warning' },
          ],
        },
      ],
    });
  });

  it('wants to be told the stanza', () => {
    expect(
      checkPgbackrest
        .translate({ output: fixture('check-archives-ok'), takenAt })
        .get(''),
    ).toMatchObject({
      status: 'malformed',
      message: expect.stringMatching(/send the stanza as id/),
    });
  });
});
