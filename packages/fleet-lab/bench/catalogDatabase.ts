import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** The catalog starts, or goes on, within this time; else something is wrong that waiting does not mend. */
const PATIENCE_MS = 2 * 60_000;

/** The one number that a query on a plugin's database answers, in its column `answer`. */
export async function queryPlugin(
  admin: string,
  database: string,
  query: string,
): Promise<number> {
  const url = new URL(admin);
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: string }>(query);
    return Number(rows[0].answer);
  } finally {
    await client.end();
  }
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
