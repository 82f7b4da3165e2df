import type { BackupObservationKind } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  describeBackupSourceReaderContract,
  type BackupSourceReaderUnderTest,
} from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { HttpResponse } from 'msw';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  PlayedPrometheus,
  ADDRESS,
  type PlayedSeries,
} from './__testUtils__/PlayedPrometheus';
import {
  archiving,
  createReader,
  NOW,
  outcomeOfA,
  seriesOf,
} from './__testUtils__/readPlayed';

jest.setTimeout(60_000);

const SECRET = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';

let prometheus: PlayedPrometheus;
beforeAll(() => {
  prometheus = new PlayedPrometheus();
});
afterAll(() => prometheus.close());

interface Exporter {
  exporter: string;
  ids: readonly string[];
  /** What there is about an id. */
  seriesOfId(id: string): PlayedSeries[];
  kinds: readonly BackupObservationKind[];
  questions: number;
}

const exporters: Exporter[] = [
  {
    exporter: 'postgres-exporter',
    ids: ['shop-db:9187', 'cafe-db:9187'],
    seriesOfId: instance =>
      seriesOf(
        'pg_',
        { instance },
        {
          ...archiving,
          // An age that stays would be of another instant each time
          stat_archiver_last_archive_age: 'NaN',
          replication_is_replica: '1',
          replication_lag_seconds: '2',
        },
      ),
    kinds: ['archiver', 'standbys'],
    questions: 8,
  },
  {
    exporter: 'cloudnative-pg',
    ids: ['shop/db', 'cafe/db'],
    seriesOfId: job =>
      seriesOf(
        'cnpg_pg_',
        { job, pod: 'db-1' },
        {
          stat_archiver_last_archived_time: '1.7e9',
          stat_archiver_last_failed_time: '-1',
          stat_archiver_failed_count: '0',
          replication_in_recovery: '0',
          replication_streaming_replicas: '0',
        },
      ),
    kinds: ['archiver', 'standbys'],
    questions: 9,
  },
  {
    exporter: 'traefik',
    ids: ['shop.example', 'cafe.example'],
    seriesOfId: cn =>
      seriesOf(
        'traefik_',
        { cn, sans: cn, serial: '7' },
        { tls_certs_not_after: '1.8e9' },
      ),
    kinds: ['certificates'],
    questions: 1,
  },
];

exporters.forEach(({ exporter, ids, seriesOfId, kinds, questions }) => {
  describeBackupSourceReaderContract(
    `prometheus, ${exporter}`,
    async (): Promise<BackupSourceReaderUnderTest> => ({
      reader: createReader(
        { exporter, headers: { authorization: `Bearer ${SECRET}` } },
        Date.now,
      ),
      ids,
      unknownId: 'nobody',
      kinds,
      play: answer =>
        prometheus.play(answer, [...ids, 'neighbour'].flatMap(seriesOfId)),
      questions: () => prometheus.asked.length,
      mostQuestions: () => questions,
    }),
  );
});

async function outcomeOf(respond: () => Response) {
  prometheus.answer(respond);
  const outcomes = await createReader().read({
    ids: ['a'],
    signal: new AbortController().signal,
  });
  expect(JSON.stringify([...outcomes])).not.toContain(SECRET);
  return outcomes.get('a');
}

const recorded = readFileSync(
  join(__dirname, '__fixtures__/bad-data.json'),
  'utf8',
);

const failed = (errorType: string, status: number) => () =>
  HttpResponse.json({ status: 'error', errorType, error: SECRET }, { status });

describe('prometheus', () => {
  it('asks by POST, with the headers of the settings, at the time of the portal', async () => {
    await outcomeOfA(prometheus, [], {
      url: `${ADDRESS}/`,
      headers: { authorization: `Bearer ${SECRET}` },
    });
    expect(prometheus.asked).toHaveLength(8);
    expect(new Set(prometheus.asked.map(({ method }) => method))).toEqual(
      new Set([`POST ${ADDRESS}/api/v1/query`]),
    );
    expect(prometheus.asked[0]).toMatchObject({
      query: 'pg_stat_archiver_failed_count{instance=~"a"}[15m]',
      time: String(NOW / 1000),
      authorization: `Bearer ${SECRET}`,
    });
  });

  it.each([
    [
      'a refused question',
      failed('bad_data', 400),
      'malformed',
      /refuses the question/,
    ],
    [
      'an expression it can’t run',
      failed('execution', 422),
      'malformed',
      /refuses the question/,
    ],
    [
      'what the real one refused',
      () => HttpResponse.text(recorded, { status: 400 }),
      'malformed',
      /refuses the question/,
    ],
    ['too long a question', failed('timeout', 503), 'unreachable', /\(503\)/],
    [
      'too many questions',
      failed('unavailable', 503),
      'unreachable',
      /\(503\)/,
    ],
    [
      'an error with status 200',
      failed('internal', 200),
      'unreachable',
      /\(200\)/,
    ],
    [
      'a proxy’s page',
      () => HttpResponse.html(`<h1>${SECRET}</h1>`),
      'malformed',
      /login page/,
    ],
    [
      'a proxy’s refusal',
      () => HttpResponse.html(SECRET, { status: 403 }),
      'unauthorised',
      /headers/,
    ],
    [
      'a proxy without a server behind it',
      () => HttpResponse.html(SECRET, { status: 502 }),
      'unreachable',
      /\(502\)/,
    ],
    [
      'another service',
      () => HttpResponse.json({}, { status: 404 }),
      'malformed',
      /\(404\)/,
    ],
    [
      'half an answer',
      () =>
        HttpResponse.text(
          `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"${SECRET}`,
        ),
      'malformed',
      /none of Prometheus/,
    ],
    [
      'a vector',
      () =>
        HttpResponse.json({
          status: 'success',
          data: { resultType: 'vector', result: [] },
        }),
      'malformed',
      /none of Prometheus/,
    ],
    [
      'a sample without a number',
      () =>
        HttpResponse.json({
          status: 'success',
          data: {
            resultType: 'matrix',
            result: [{ metric: { instance: 'a' }, values: [[1, SECRET]] }],
          },
        }),
      'malformed',
      /none of Prometheus/,
    ],
    [
      'stores that did not answer',
      () =>
        HttpResponse.json({
          status: 'success',
          warnings: [SECRET],
          data: { resultType: 'matrix', result: [] },
        }),
      'unreachable',
      /may lack something/,
    ],
    [
      'a broken connection',
      () => HttpResponse.error() as Response,
      'unreachable',
      /can’t be reached/,
    ],
  ] as const)('takes %s for no facts', async (_, respond, status, message) => {
    expect(await outcomeOf(respond as () => Response)).toEqual({
      status,
      message: expect.stringMatching(message),
      observedAt: NOW,
    });
  });

  it('follows no redirect, for it could lead anywhere with the credentials', async () => {
    const outcome = await outcomeOf(() =>
      HttpResponse.redirect(`${ADDRESS}/elsewhere`),
    );
    expect(outcome).toMatchObject({ status: 'malformed' });
    expect(prometheus.asked.map(({ method }) => method)).not.toContainEqual(
      expect.stringContaining('elsewhere'),
    );
  });

  it('hangs up on an answer without end', async () => {
    const chunk = Buffer.alloc(1024 * 1024, '[');
    const server = createServer((_, response) => {
      Readable.from(
        (function* endless() {
          for (;;) {
            yield chunk;
          }
        })(),
      )
        .on('error', () => {})
        .pipe(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outcomes = await createReader({
      url: `http://127.0.0.1:${port}`,
      exporter: 'traefik',
      timeoutSeconds: 60,
    }).read({ ids: ['a'], signal: new AbortController().signal });
    expect(outcomes.get('a')).toMatchObject({ status: 'malformed' });
    // It ends once nobody is connected any more
    server.close();
    await expect(once(server, 'close')).resolves.toEqual([]);
  });

  it('cannot reach a server where nobody listens', async () => {
    const outcomes = await createReader({ url: 'http://127.0.0.1:1' }).read({
      ids: ['a'],
      signal: new AbortController().signal,
    });
    expect(outcomes.get('a')).toMatchObject({ status: 'unreachable' });
    expect(JSON.stringify([...outcomes])).not.toContain('127.0.0.1');
  });

  it.each([
    [{ up: '0' }, 'unreachable'],
    [{ up: '1', pg_up: '0' }, 'unreachable'],
    [{ up: { 600: '1', 300: '0' } }, 'unreachable'],
    [{ up: { 600: '0', 300: '1' } }, 'empty'],
    [{ up: '1', pg_up: '1' }, 'empty'],
    [{}, 'empty'],
  ])(
    'tells an exporter that is down from one that has nothing: %j',
    async (metrics, status) => {
      expect(
        await outcomeOfA(prometheus, seriesOf('', { instance: 'a' }, metrics)),
      ).toMatchObject({ status });
    },
  );

  it('refuses settings that are none, without their values', () => {
    for (const wrong of [
      { url: `ftp://${SECRET}` },
      { url: SECRET },
      { url: `https://user:${SECRET}@prometheus.example` },
      { url: `https://prometheus.example/?token=${SECRET}` },
      { exporter: SECRET },
      { label: `a"} or {b="${SECRET}` },
      { token: SECRET },
      { timeoutSeconds: 3600 },
    ]) {
      expect(() => createReader(wrong)).toThrow(/^settings(?!.*ghp_)/);
    }
  });
});
