import {
  PlayedPrometheus,
  type PlayedSeries,
} from './__testUtils__/PlayedPrometheus';
import { archiving, outcomeOfA, seriesOf } from './__testUtils__/readPlayed';

let prometheus: PlayedPrometheus;
beforeAll(() => {
  prometheus = new PlayedPrometheus();
});
afterAll(() => prometheus.close());

async function observed(held: readonly PlayedSeries[], more: object = {}) {
  const outcome = await outcomeOfA(prometheus, held, more);
  if (outcome?.status !== 'observed') {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome;
}

describe('prometheus, standbys', () => {
  const primary = (instance: string) =>
    seriesOf(
      'pg_',
      { instance, cluster: 'a' },
      {
        ...archiving,
        replication_is_replica: '0',
        replication_lag_seconds: '0',
      },
    );
  const replica = (
    instance: string,
    lag: PlayedSeries['value'],
    role: PlayedSeries['value'] = '1',
  ) =>
    seriesOf(
      'pg_',
      { instance, cluster: 'a' },
      {
        replication_is_replica: role,
        replication_lag_seconds: lag,
      },
    );
  const receiving = (
    instance: string,
    status = 'streaming',
    value: PlayedSeries['value'] = '1795154399',
  ) =>
    seriesOf(
      'pg_',
      { instance, cluster: 'a', upstream_host: 'db-1', slot_name: 's', status },
      { stat_wal_receiver_last_msg_receipt_time: value },
    );
  const standbysOf = async (
    held: readonly PlayedSeries[],
    more: object = { label: 'cluster' },
  ) =>
    (await observed(held, more)).value.find(({ kind }) => kind === 'standbys');

  it('gives them with their lag beside the archiver, and never the primary with its 0', async () => {
    const { value } = await observed(
      [
        ...primary('db-1'),
        ...replica('db-3', '4.25'),
        ...replica('db-2', '0'),
        ...receiving('db-2'),
      ],
      { label: 'cluster' },
    );
    expect(value).toEqual([
      expect.objectContaining({ kind: 'archiver' }),
      {
        kind: 'standbys',
        standbys: [
          { name: 'db-2', lagSeconds: 0, ready: true },
          { name: 'db-3', lagSeconds: 4.25, ready: true },
        ],
      },
    ]);
  });

  it.each([
    ['nobody says whether it receives', []],
    ['another one receives', receiving('db-3')],
    ['it does not stream', receiving('db-2', 'waiting')],
    [
      'it received until the scrape before',
      receiving('db-2', 'streaming', { 15: '1795154380' }),
    ],
  ])('does not believe the 0 of a standby when %s', async (_, more) => {
    expect(await standbysOf([...replica('db-2', '0'), ...more])).toEqual({
      kind: 'standbys',
      standbys: [{ name: 'db-2', ready: true }],
    });
  });

  it.each(['NaN', '+Inf', '-3'])('gives no lag of %s', async lag => {
    expect(await standbysOf(replica('db-2', lag))).toMatchObject({
      standbys: [{ name: 'db-2', ready: true }],
    });
  });

  it('says nothing of standbys that it does not see: their exporter may be down', async () => {
    expect(await standbysOf(primary('a'), {})).toBeUndefined();
    // Of before it was no longer scraped
    expect(
      await standbysOf([
        ...primary('db-1'),
        ...replica('db-2', { 600: '1' }, { 600: '1' }),
      ]),
    ).toBeUndefined();
  });

  it('knows the role of the last scrape: one that took over stands by no more', async () => {
    expect(
      await standbysOf([
        ...replica('db-1', { 120: '0', 60: '2' }, { 120: '0', 60: '1' }),
        ...replica('db-2', { 120: '1', 60: '0' }, { 120: '1', 60: '0' }),
      ]),
    ).toEqual({
      kind: 'standbys',
      standbys: [{ name: 'db-1', lagSeconds: 2, ready: true }],
    });
  });

  it('refuses more of them than can be kept', async () => {
    expect(
      await outcomeOfA(
        prometheus,
        Array.from({ length: 101 }, (_, i) => replica(`db-${i}`, '1')).flat(),
        { label: 'cluster' },
      ),
    ).toMatchObject({ status: 'malformed' });
  });

  describe('of CloudNativePG', () => {
    const instance = (pod: string, metrics: Record<string, string>) =>
      seriesOf(
        'cnpg_pg_replication_',
        { job: 'a', pod, instance: `${pod}:9187` },
        metrics,
      );
    const alone = (streaming: string) =>
      instance('db-1', {
        in_recovery: '0',
        lag: '0',
        is_wal_receiver_up: '0',
        streaming_replicas: streaming,
      });
    const standby = (pod: string, lag: string, up: string) =>
      instance(pod, {
        in_recovery: '1',
        lag,
        is_wal_receiver_up: up,
        streaming_replicas: '0',
      });
    const seen = (held: readonly PlayedSeries[]) =>
      standbysOf(held, { exporter: 'cloudnative-pg' });

    it('are named as their pods', async () => {
      expect(
        await seen([
          ...alone('2'),
          ...standby('db-2', '0', '1'),
          ...standby('db-3', '0', '0'),
        ]),
      ).toEqual({
        kind: 'standbys',
        standbys: [
          { name: 'db-2', lagSeconds: 0, ready: true },
          // It replayed all that it had received before it lost the primary
          { name: 'db-3', ready: true },
        ],
      });
    });

    it('are none when the primary sends to none', async () => {
      expect(await seen(alone('0'))).toEqual({
        kind: 'standbys',
        standbys: [],
      });
    });

    it('are not known when the primary sends to some whose metrics are missing', async () => {
      expect(
        await outcomeOfA(prometheus, alone('2'), {
          exporter: 'cloudnative-pg',
        }),
      ).toMatchObject({
        status: 'malformed',
        message: expect.stringContaining('None of its metrics'),
      });
    });
  });
});
