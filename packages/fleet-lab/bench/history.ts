import { createHash } from 'node:crypto';
import { releaseId } from '@odoo-fleet/backstage-plugin-odoo-common';
import { Client } from 'pg';
import { digestOf } from '../src/cdevents';
import { BENCH_ENVIRONMENTS, benchEvent, EVENTS_A_RELEASE } from './workload';

const HOUR = 3_600_000;

/** Between two releases of an environment. */
const STEP = 12 * HOUR;

/** Releases of an environment that the suite takes itself; all before them are made in its tables. */
const TAKEN = 2;

const BATCH = 2000;

const sha256 = (text: string) =>
  createHash('sha256').update(text).digest('hex');

/** A row as PostgreSQL gives it as JSON. */
type Row = Record<string, string | number | null>;

const instants = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** A text with all its instants so many milliseconds earlier, and one word for another. */
const rewritten = (
  text: string,
  earlier: number,
  words: readonly [from: string, to: string][],
) =>
  words.reduce(
    (done, [from, to]) => done.replaceAll(from, to),
    text.replace(instants, at =>
      new Date(Date.parse(at) - earlier).toISOString(),
    ),
  );

const earlierOr = (value: Row[string], earlier: number) =>
  value === null ? null : Number(value) - earlier;

/** The same event, as an earlier release had it. */
function earlierEvent(
  { seq: _seq, ...row }: Row,
  digests: ReadonlyMap<string, string>,
  back: number,
): Row {
  const earlier = back * STEP;
  const eventId = `${row.event_id}-${back}`;
  const chainId = `${row.chain_id}-${back}`;
  const before = digests.get(String(row.chain_id))!;
  const after = digestOf(before, String(back));
  const words: [string, string][] = [
    [`"${row.event_id}"`, `"${eventId}"`],
    [`"${row.chain_id}"`, `"${chainId}"`],
    [before.slice('sha256:'.length), after.slice('sha256:'.length)],
  ];
  return {
    ...row,
    event_id: eventId,
    chain_id: chainId,
    event_key: sha256(JSON.stringify([row.source, eventId])),
    body_hash: sha256(eventId),
    artifact: row.artifact === null ? null : after,
    occurred_at: earlierOr(row.occurred_at, earlier),
    received_at: earlierOr(row.received_at, earlier),
    event: rewritten(String(row.event), earlier, words),
    raw: rewritten(String(row.raw), earlier, words),
  };
}

/** The same release earlier, ended by the one after it. */
function earlierRelease(row: Row, back: number): Row {
  const earlier = back * STEP;
  const before = String(row.artifact);
  const artifact = digestOf(before, String(back));
  const id = releaseId(String(row.environment_ref), artifact, 1);
  const endedAt = Number(row.deployed_at) - (back - 1) * STEP;
  const release = JSON.parse(
    rewritten(String(row.release), earlier, [
      [before, artifact],
      [String(row.id), id],
    ]),
  );
  release.lifecycle.supersededAt = new Date(endedAt).toISOString();
  return {
    ...row,
    id,
    artifact,
    release: JSON.stringify(release),
    first_seen_at: earlierOr(row.first_seen_at, earlier),
    deployed_at: earlierOr(row.deployed_at, earlier),
    ended_at: endedAt,
    standing: 0,
    standing_at: endedAt,
  };
}

async function insert(client: Client, table: string, rows: readonly Row[]) {
  const columns = Object.keys(rows[0]).join(', ');
  for (let start = 0; start < rows.length; start += BATCH) {
    await client.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows.slice(start, start + BATCH))],
    );
  }
}

/**
 * Fills the suite's tables with a past: `releases` releases in all, of ten events each. The last two of each environment are
 * posted, and what the suite made of the first of them is written again for each release before it, with other ids, digests and
 * instants, so that every row has the shape that the suite gives it.
 */
export async function makeHistory(options: {
  releases: number;
  /** Address of the plugin's database. */
  database: string;
  post(events: readonly object[]): Promise<void>;
}): Promise<{ events: number; releases: number }> {
  const { releases, database, post } = options;
  const back = releases / BENCH_ENVIRONMENTS - TAKEN;
  const start = Date.now() - 24 * HOUR;
  const taken = BENCH_ENVIRONMENTS * EVENTS_A_RELEASE * TAKEN;
  for (let n = 0; n < taken; n += 100) {
    await post(
      Array.from({ length: 100 }, (_, index) => benchEvent(n + index, start)),
    );
  }

  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    const read = async (query: string) =>
      (await client.query<{ row: Row }>(query)).rows.map(({ row }) => row);
    const events = await read(
      "select row_to_json(e) as row from release_events e where chain_id like '%-0'",
    );
    const first = await read(
      'select row_to_json(r) as row from releases r where ended_at is not null',
    );
    if (
      events.length !== taken / TAKEN ||
      first.length !== BENCH_ENVIRONMENTS
    ) {
      throw new Error(
        `the suite made ${first.length} releases of ${
          events.length
        } events, where ${BENCH_ENVIRONMENTS} of ${
          taken / TAKEN
        } were expected`,
      );
    }
    const digests = new Map(
      events.flatMap(row =>
        row.artifact === null
          ? []
          : [[String(row.chain_id), String(row.artifact)]],
      ),
    );
    for (let step = 1; step <= back; step += 1) {
      await insert(
        client,
        'release_events',
        events.map(row => earlierEvent(row, digests, step)),
      );
      await insert(
        client,
        'releases',
        first.map(row => earlierRelease(row, step)),
      );
    }
    await client.query('vacuum analyze');
    const count = async (table: string) =>
      Number(
        (await client.query(`select count(*) as count from ${table}`)).rows[0]
          .count,
      );
    return {
      events: await count('release_events'),
      releases: await count('releases'),
    };
  } finally {
    await client.end();
  }
}
