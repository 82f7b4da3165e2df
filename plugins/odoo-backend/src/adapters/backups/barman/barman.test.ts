import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeBackupReportFormatContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { barmanListBackup, barmanShowBackup } from './backups';
import { barmanCheck } from './check';

const takenAt = Date.parse('2026-11-22T05:00:00Z');
const id = 'acme-prod';

function fixture(name: string) {
  const path = join(__dirname, '__fixtures__', `barman-${name}.json`);
  return { output: readFileSync(path, 'utf8'), id, takenAt };
}

describeBackupReportFormatContract(barmanCheck, {
  'a check': fixture('check'),
  'a check before the first backup': fixture('check-before'),
});

describeBackupReportFormatContract(barmanListBackup, {
  'a list': fixture('list-backup'),
  'one that failed': fixture('list-backup-failed'),
});

describeBackupReportFormatContract(barmanShowBackup, {
  'the only backup': fixture('show-backup'),
});

describe('barman check', () => {
  const problems = (name: string) => {
    // Barman exits with 1 when any line failed, so that says nothing
    const outcome = barmanCheck
      .translate({ ...fixture(name), exitCode: 1 })
      .get(id);
    return outcome?.status === 'observed' && outcome.value[0].kind === 'checks'
      ? outcome.value[0].problems.map(
          ({ id: problem, status }) => `${problem} ${status}`,
        )
      : outcome;
  };

  it('takes one old failed backup for a warning, line by line', () => {
    expect(problems('check')).toEqual([
      'barman-failed-backups warning',
      'barman-minimum-redundancy-requirements warning',
    ]);
  });

  it('takes WAL that does not come for critical', () => {
    expect(problems('check-before')).toEqual([
      'barman-backup-maximum-age warning',
      'barman-minimum-redundancy-requirements warning',
      'barman-receive-wal-running critical',
      'barman-replication-slot critical',
      'barman-wal-archive critical',
    ]);
  });

  it('takes an error on standard output for no check', () => {
    expect(
      barmanCheck
        .translate({
          output: '{"_ERROR": ["Unknown server \'x\' password=hunter2"]}',
          takenAt,
          id,
          exitCode: 1,
        })
        .get(id),
    ).toMatchObject({
      status: 'unreachable',
      message: expect.not.stringContaining('hunter2'),
    });
  });

  it('takes a check without lines for no check, and a line that is new for what it is called', () => {
    const say = (lines: object) =>
      barmanCheck
        .translate({ output: JSON.stringify({ [id]: lines }), takenAt, id })
        .get(id);
    expect(say({})?.status).toBe('malformed');
    expect(
      say({ new_line: { status: 'FAILED' }, odd: { status: 'MAYBE' } }),
    ).toMatchObject({
      value: [
        {
          problems: [
            { id: 'barman-new-line', status: 'warning' },
            { id: 'barman-odd', status: 'unknown' },
          ],
        },
      ],
    });
  });
});

describe('backups of Barman', () => {
  const backups = (output: string, format = barmanListBackup) => {
    const outcome = format.translate({ output, takenAt, id }).get(id);
    return outcome?.status === 'observed' && outcome.value[0].kind === 'backups'
      ? outcome.value[0].backups
      : outcome;
  };

  it('lists them, the failed one without a time', () => {
    expect(backups(fixture('list-backup').output)).toEqual([
      {
        label: '20261122T045243',
        type: 'full',
        state: 'failed',
        message: expect.any(String),
      },
      {
        label: '20261122T045310',
        type: 'full',
        state: 'clean',
        stoppedAt: '2026-11-22T04:53:12.000Z',
        sizeBytes: 237226976,
      },
    ]);
  });

  it('knows a server without backups', () => {
    expect(backups('{"acme-prod": []}')).toEqual([]);
  });

  it.each([
    ['STARTED', 'running'],
    ['WAITING_FOR_WALS', 'running'],
    ['PARTLY', 'failed'],
  ])('takes %s for %s, and never for clean', (status, state) => {
    expect(
      backups(
        JSON.stringify({
          [id]: [{ backup_id: 'a', status, end_time_timestamp: '1795323192' }],
        }),
      ),
    ).toMatchObject([{ state }]);
  });

  it('believes no backup that is done at no time', () => {
    expect(
      backups(JSON.stringify({ [id]: [{ backup_id: 'a', status: 'DONE' }] })),
    ).toMatchObject({ status: 'malformed' });
  });

  it('takes show-backup only when all are shown', () => {
    const { output } = fixture('show-backup');
    expect(backups(output, barmanShowBackup)).toMatchObject([
      {
        label: '20261122T045310',
        startedAt: '2026-11-22T04:53:10.000Z',
        stoppedAt: '2026-11-22T04:53:12.000Z',
      },
    ]);
    const later = JSON.parse(output);
    later[id].catalog_information.previous_backup = '20261120T000000';
    expect(backups(JSON.stringify(later), barmanShowBackup)).toMatchObject({
      status: 'malformed',
      message: expect.stringMatching(/not all backups/),
    });
    const earlier = JSON.parse(output);
    earlier[id].backup_id = '20261120T000000';
    earlier[id].catalog_information.next_backup = '20261122T045310';
    expect(
      backups(
        `${JSON.stringify(later)}\n${JSON.stringify(earlier)}`,
        barmanShowBackup,
      ),
    ).toMatchObject([
      { label: '20261120T000000' },
      { label: '20261122T045310' },
    ]);
  });
});
