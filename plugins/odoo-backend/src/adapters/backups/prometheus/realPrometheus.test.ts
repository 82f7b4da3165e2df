import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import { prometheusAdapter } from '.';
import {
  hasPrometheus,
  startPrometheus,
} from './__testUtils__/startPrometheus';

jest.setTimeout(120_000);

const NOW = Date.parse('2026-11-20T06:00:00Z');
const SCRAPES = 21;

/** One sample a minute, the last at 05:59:50; `value` gets the minutes that are left until then. */
function scraped(
  metric: string,
  labels: Record<string, string>,
  value: (minutesBefore: number, at: number) => number | undefined,
): string[] {
  const written = Object.entries(labels)
    .map(([label, text]) => `${label}=${JSON.stringify(text)}`)
    .join(',');
  return Array.from({ length: SCRAPES }, (_, i) => SCRAPES - 1 - i).flatMap(
    before => {
      const at = NOW / 1000 - 10 - before * 60;
      const sample = value(before, at);
      return sample === undefined
        ? []
        : [`${metric}{${written}} ${sample} ${at}`];
    },
  );
}

const seconds = (time: string) => Date.parse(`2026-11-20T${time}Z`) / 1000;

/** What postgres_exporter gives of a server that archived last, and failed so often, by then. */
function server(
  instance: string,
  archivedAt: (at: number) => number,
  failures: (minutesBefore: number) => number,
): string[] {
  const labels = { instance, job: 'postgres' };
  return [
    ...scraped(
      'pg_stat_archiver_last_archive_age',
      labels,
      (_, at) => at - archivedAt(at),
    ),
    ...scraped('pg_stat_archiver_failed_count', labels, failures),
    ...scraped('pg_stat_archiver_archived_count', labels, (_, at) =>
      Number.isNaN(archivedAt(at)) ? 0 : 40,
    ),
  ];
}

/** What it gives of a standby, or of the primary. */
function replicating(instance: string, role: number, lag: number): string[] {
  const labels = { instance, cluster: 'acme' };
  return [
    ...scraped('pg_replication_is_replica', labels, () => role),
    ...scraped('pg_replication_lag_seconds', labels, () => lag),
  ];
}

const hostile = 'a"} or pg_stat_archiver_failed_count{x="\\.*|é';
const eachMinute = (at: number) => at - 5;

const samples = [
  ...server('fine:9187', eachMinute, () => 3),
  ...server('neighbour:9187', eachMinute, () => 0),
  // Three tries and a pause of a minute
  ...server(
    'failing:9187',
    () => seconds('05:50:00'),
    before => 40 - before,
  ),
  ...server(
    'recovered:9187',
    at => (at < seconds('05:55:00') ? seconds('05:40:00') : eachMinute(at)),
    before => Math.min(20 - before, 14),
  ),
  ...server(
    'quiet:9187',
    () => seconds('03:00:00'),
    () => 7,
  ),
  ...server(
    'never:9187',
    () => NaN,
    before => 30 - before,
  ),
  ...server(
    'reset:9187',
    () => seconds('05:40:00'),
    before => (before > 2 ? 500 : 1),
  ),
  ...server(hostile, eachMinute, () => 1),
  ...scraped(
    'pg_stat_archiver_failed_count',
    { instance: 'part:9187' },
    () => 0,
  ),
  ...server('gone:9187', eachMinute, () => 0).filter(
    line => Number(line.split(' ').at(-1)) < seconds('05:52:00'),
  ),
  ...replicating('db-1:9187', 0, 0),
  ...replicating('db-2:9187', 1, 0),
  ...replicating('db-3:9187', 1, 12.5),
  ...scraped(
    'pg_stat_wal_receiver_last_msg_receipt_time',
    {
      instance: 'db-2:9187',
      cluster: 'acme',
      status: 'streaming',
      slot_name: 'b',
    },
    (_, at) => at,
  ),
  ...scraped('up', { instance: 'down:9187' }, before => (before > 5 ? 1 : 0)),
  ...[
    ['acme/pg', '05:58:00.5', '05:20:00'],
    ['bora/pg', '05:30:00', '05:59:30'],
  ].flatMap(([job, archived, failed]) => [
    ...scraped('cnpg_pg_stat_archiver_last_archived_time', { job }, () =>
      seconds(archived),
    ),
    ...scraped('cnpg_pg_stat_archiver_last_failed_time', { job }, () =>
      seconds(failed),
    ),
    ...scraped('cnpg_pg_stat_archiver_failed_count', { job }, () => 4),
  ]),
  ...[
    ['0a', 'traefik-1', '2026-11-19T00:00:00Z'],
    ['0b', 'traefik-1', '2027-02-01T00:00:00Z'],
    ['0a', 'traefik-2', '2026-11-19T00:00:00Z'],
  ].flatMap(([serial, pod, end]) =>
    ['shop.example', 'cafe.example']
      .filter(cn => cn === 'shop.example' || pod === 'traefik-1')
      .flatMap(cn =>
        scraped(
          'traefik_tls_certs_not_after',
          { cn, sans: cn, serial, pod },
          () => Date.parse(end) / 1000,
        ),
      ),
  ),
  '# EOF',
  '',
].join('\n');

const installed = hasPrometheus();

(installed ? describe : describe.skip)(
  installed
    ? 'prometheus, against a real one'
    : 'prometheus, against a real one (not run: the Debian package prometheus is missing)',
  () => {
    let prometheus: Awaited<ReturnType<typeof startPrometheus>>;
    beforeAll(async () => {
      prometheus = await startPrometheus(samples);
    });
    afterAll(async () => {
      await prometheus?.stop();
    });

    const read = (ids: readonly string[], more: object = {}) =>
      prometheusAdapter.createReader!(
        { url: prometheus.url, exporter: 'postgres-exporter', ...more },
        { now: () => NOW } as BackupReaderDeps,
      )!.read({ ids, signal: new AbortController().signal });

    it.each([
      [
        'fine:9187',
        { failing: false, lastArchivedAt: '05:59:45', failedCount: 3 },
      ],
      [
        'failing:9187',
        { failing: true, lastArchivedAt: '05:50:00', lastFailedAt: '05:59:50' },
      ],
      [
        'recovered:9187',
        {
          failing: false,
          lastArchivedAt: '05:59:45',
          lastFailedAt: '05:53:50',
        },
      ],
      ['quiet:9187', { failing: false, lastArchivedAt: '03:00:00' }],
      ['never:9187', { failing: true, failedCount: 30 }],
      [
        'reset:9187',
        { failing: true, lastFailedAt: '05:57:50', failedCount: 1 },
      ],
    ])('says how the archiver of %s stands', async (id, { ...facts }) => {
      const instants = Object.entries(facts).map(([key, value]) => [
        key,
        typeof value === 'string' ? `2026-11-20T${value}.000Z` : value,
      ]);
      const outcomes = await read([id]);
      expect([...outcomes]).toEqual([
        [
          id,
          {
            status: 'observed',
            value: [
              expect.objectContaining({
                kind: 'archiver',
                ...Object.fromEntries(instants),
              }),
            ],
            // The scrape, not the question
            observedAt: Date.parse('2026-11-20T05:59:50Z'),
          },
        ],
      ]);
    });

    it('does not make up an instant where nothing was ever archived', async () => {
      const outcome = (await read(['never:9187'])).get('never:9187');
      expect(JSON.stringify(outcome)).not.toContain('lastArchivedAt');
    });

    it('takes a part of the metrics for no facts', async () => {
      expect((await read(['part:9187'])).get('part:9187')).toMatchObject({
        status: 'malformed',
        message: expect.stringContaining('Only a part'),
      });
    });

    it('tells an exporter that is down from one that nobody knows', async () => {
      const outcomes = await read(['down:9187', 'nobody:9187']);
      expect([...outcomes.values()].map(({ status }) => status)).toEqual([
        'unreachable',
        'empty',
      ]);
    });

    it('finds the standbys among the servers of a label, and beside them whether they receive', async () => {
      const outcomes = await read(['acme'], { label: 'cluster' });
      expect(outcomes.get('acme')).toMatchObject({
        status: 'observed',
        value: [
          {
            kind: 'standbys',
            standbys: [
              { name: 'db-2:9187', lagSeconds: 0, ready: true },
              { name: 'db-3:9187', lagSeconds: 12.5, ready: true },
            ],
          },
        ],
      });
    });

    it('is as old as the last scrape of what is not scraped any more', async () => {
      expect((await read(['gone:9187'])).get('gone:9187')).toMatchObject({
        status: 'observed',
        observedAt: Date.parse('2026-11-20T05:51:50Z'),
      });
    });

    it.each([
      '.*',
      '.+',
      'fine.9187',
      'fine:9187|neighbour:9187',
      'fine:918',
      '"} or pg_stat_archiver_failed_count{instance!="',
      '\\',
      '\u0000',
      '',
      '\ud800',
    ])('does not widen the question by the id %j', async id => {
      const outcomes = await read([id, 'fine:9187']);
      expect([...outcomes.keys()]).toEqual([id, 'fine:9187']);
      expect(outcomes.get(id)?.status).toMatch(/^(empty|malformed)$/);
      expect(outcomes.get('fine:9187')?.status).toBe('observed');
    });

    it('finds what is really called so', async () => {
      expect((await read([hostile])).get(hostile)).toMatchObject({
        status: 'observed',
        value: [{ failedCount: 1 }],
      });
    });

    it('answers about 2,000 at once', async () => {
      const ids = Array.from(
        { length: 2000 },
        (_, i) => `db-${i}.example:9187`,
      );
      const outcomes = await read([...ids, 'fine:9187']);
      expect(outcomes.size).toBe(2001);
      expect(outcomes.get(ids[7])).toEqual({
        status: 'empty',
        observedAt: NOW,
      });
      expect(outcomes.get('fine:9187')?.status).toBe('observed');
    });

    it('reads the metrics of CloudNativePG', async () => {
      const outcomes = await read(['acme/pg', 'bora/pg'], {
        exporter: 'cloudnative-pg',
      });
      expect([...outcomes.values()]).toMatchObject([
        {
          status: 'observed',
          value: [
            { failing: false, lastArchivedAt: '2026-11-20T05:58:00.000Z' },
          ],
        },
        {
          status: 'observed',
          value: [
            { failing: true, lastArchivedAt: '2026-11-20T05:30:00.000Z' },
          ],
        },
      ]);
    });

    it('takes the renewed certificate, but of the replica that lacks it the old one', async () => {
      const outcomes = await read(['shop.example', 'cafe.example'], {
        exporter: 'traefik',
      });
      const certificate = (name: string, notAfter: string) =>
        expect.objectContaining({
          value: [{ kind: 'certificates', certificates: [{ name, notAfter }] }],
        });
      expect([...outcomes.values()]).toEqual([
        certificate('shop.example', '2026-11-19T00:00:00.000Z'),
        certificate('cafe.example', '2027-02-01T00:00:00.000Z'),
      ]);
    });
  },
);
