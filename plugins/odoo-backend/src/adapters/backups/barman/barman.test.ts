import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  FetchTextOptions,
  SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  describeBackupReportFormatContract,
  describeBackupSourceReaderContract,
  type BackupSourceAnswer,
} from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { barmanAdapter } from '.';
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

/** A host that serves the output of both commands for two servers, or what it is told to. */
function playedHost(now: () => number) {
  let answer: BackupSourceAnswer = { kind: 'facts' };
  let questions = 0;
  const fails = (
    status: 'unreachable' | 'unauthorised' | 'malformed',
  ): SourceOutcome<string> => ({
    status,
    message: 'The host did not give what it was asked for.',
    observedAt: now(),
  });
  const twice = (name: string) => {
    const [said] = Object.values(JSON.parse(fixture(name).output));
    return JSON.stringify({ 'acme-prod': said, 'bora-prod': said });
  };
  return {
    play(next: BackupSourceAnswer) {
      answer = next;
      questions = 0;
    },
    questions: () => questions,
    async fetchText(
      url: string,
      { signal, headers }: FetchTextOptions,
    ): Promise<SourceOutcome<string>> {
      questions++;
      expect(headers).toEqual({ authorization: 'Bearer t' });
      const value = {
        facts: () => twice(url.includes('list') ? 'list-backup' : 'check'),
        nothing: () => '{}',
        malformed: () => (answer.kind === 'malformed' ? answer.text : ''),
      };
      switch (answer.kind) {
        case 'status':
          return fails(
            answer.code === 401 || answer.code === 403
              ? 'unauthorised'
              : 'unreachable',
          );
        case 'huge':
          return fails('malformed');
        case 'silent':
          return new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          });
        default:
          return {
            status: 'observed',
            value: value[answer.kind](),
            observedAt: now(),
          };
      }
    },
  };
}

function readerOf(
  host: Pick<ReturnType<typeof playedHost>, 'fetchText'>,
  settings: object = {},
  now: () => number = Date.now,
) {
  const reader = barmanAdapter.createReader?.(
    {
      reads: [
        { format: 'barman-list-backup', target: 'https://b.example/list' },
        { format: 'barman-check', target: 'https://b.example/check' },
      ],
      headers: { authorization: 'Bearer t' },
      timeoutSeconds: 1,
      ...settings,
    },
    { now, fetchText: host.fetchText } as never,
  );
  if (reader === undefined) {
    throw new Error('no reader');
  }
  return reader;
}

describeBackupSourceReaderContract('barman, by fetched reports', async () => {
  const host = playedHost(Date.now);
  return {
    reader: readerOf(host),
    ids: ['acme-prod', 'bora-prod'],
    unknownId: 'castor-prod',
    kinds: ['backups', 'checks'],
    play: host.play,
    questions: host.questions,
    mostQuestions: () => 2,
  };
});

describe('fetched reports', () => {
  const signal = new AbortController().signal;

  it('are as old as the file, not as the fetching', async () => {
    const written = takenAt - 3_600_000;
    const host = playedHost(() => written);
    const outcomes = await readerOf(host, {}, () => takenAt).read({
      ids: [id],
      signal,
    });
    expect(outcomes.get(id)).toMatchObject({
      status: 'observed',
      observedAt: written,
    });
  });

  it('say when one of several files gives no facts', async () => {
    const host = playedHost(() => takenAt);
    const outcomes = await readerOf({
      fetchText: (url, options) =>
        url.includes('list')
          ? Promise.resolve({
              status: 'unreachable',
              message: 'It is gone.',
              observedAt: takenAt,
            })
          : host.fetchText(url, options),
    }).read({ ids: [id], signal });
    expect(outcomes.get(id)).toMatchObject({
      status: 'observed',
      value: [
        {
          kind: 'checks',
          problems: expect.arrayContaining([
            expect.objectContaining({
              id: 'report-unreadable',
              status: 'unknown',
              message: expect.stringContaining('It is gone.'),
            }),
          ]),
        },
      ],
    });
  });

  it('lie under the id, url-encoded, and belong to it alone', async () => {
    const asked: string[] = [];
    const host = playedHost(() => takenAt);
    const reader = readerOf(
      {
        fetchText: (url, options) => {
          asked.push(url);
          return host.fetchText(url, options);
        },
      },
      {
        reads: [
          { format: 'barman-check', target: 'https://b.example/{id}/check' },
          {
            format: 'barman-list-backup',
            target: 'file:///reports/list',
            id: 'bora-prod',
          },
        ],
      },
    );
    const outcomes = await reader.read({ ids: [id, 'a/../b c'], signal });
    expect(asked).toEqual([
      'https://b.example/acme-prod/check',
      'https://b.example/a%2F..%2Fb%20c/check',
    ]);
    expect(outcomes.get('a/../b c')?.status).toBe('empty');
  });

  it.each<[object, RegExp]>([
    [
      { reads: [{ format: 'pgbackrest-info', target: 'https://x/y' }] },
      /^settings\.reads\[0\]\.format: write one of barman-/,
    ],
    [
      { reads: [{ format: 'barman-check', target: 'ftp://secret@x/y' }] },
      /^settings\.reads\[0\]\.target: write an http/,
    ],
    [{ reads: [] }, /^settings\.reads/],
    [{ read: [] }, /^settings: holds unknown keys \(read\)/],
  ])('are refused with the place of %j', (settings, message) => {
    expect(() => readerOf(playedHost(Date.now), settings)).toThrow(message);
  });

  it('are only reported when the settings name none', () => {
    expect(
      barmanAdapter.createReader?.(undefined, {} as never),
    ).toBeUndefined();
  });
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
