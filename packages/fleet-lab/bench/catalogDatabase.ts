import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';

/** The catalog starts, or goes on, within this time; else something is wrong that waiting does not mend. */
const PATIENCE_MS = 2 * 60_000;

async function rowsOf<TRow extends QueryResultRow>(
  admin: string,
  database: string,
  query: string,
): Promise<TRow[]> {
  const url = new URL(admin);
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    return (await client.query<TRow>(query)).rows;
  } finally {
    await client.end();
  }
}

/** The one number that a query on a plugin's database answers, in its column `answer`. */
export async function queryPlugin(
  admin: string,
  database: string,
  query: string,
): Promise<number> {
  const [row] = await rowsOf<{ answer: string }>(admin, database, query);
  return Number(row.answer);
}

/** Of each entity the hash of what processing it gave: the catalog writes the entity again when this is another one than before. */
export async function readResults(
  admin: string,
  prefix: string,
): Promise<Map<string, string | null>> {
  const rows = await rowsOf<{ entity_id: string; result_hash: string | null }>(
    admin,
    `${prefix}catalog`,
    'select entity_id, result_hash from refresh_state',
  );
  return new Map(rows.map(row => [row.entity_id, row.result_hash]));
}

/** Entities that are ready to be shown; 0 as long as the catalog has no database yet. */
export function countStitched(admin: string, prefix: string): Promise<number> {
  return queryPlugin(
    admin,
    `${prefix}catalog`,
    'select count(*) as answer from final_entities where final_entity is not null',
  ).catch(() => 0);
}

/** Waits until the catalog has stitched so many entities. */
export async function untilStitched(
  admin: string,
  prefix: string,
  entities: number,
): Promise<void> {
  let deadline = Date.now() + PATIENCE_MS;
  let before = 0;
  for (;;) {
    const stitched = await countStitched(admin, prefix);
    if (stitched >= entities) {
      return;
    }
    if (stitched > before) {
      before = stitched;
      deadline = Date.now() + PATIENCE_MS;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `${stitched} of ${entities} entities were stitched, and no more came`,
      );
    }
    await sleep(250);
  }
}
