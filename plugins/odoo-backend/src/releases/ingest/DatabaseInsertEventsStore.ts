import type { Knex } from 'knex';
import { inBatches } from '../../platform/database';
import { toEventRow } from '../fold/releaseRows';
import { isFolded } from './attribution';
import { insertRows } from './DatabaseInsertRowsStore';
import type { EventRecord } from './ReleaseEventStore';

interface AddedRow {
  seq: number | string;
  event_key: string;
}

/** {@link ReleaseEventStore.insertEvents} */
export async function insertEvents(
  connection: Knex,
  records: readonly EventRecord[],
  isMarked: boolean,
): Promise<Map<string, number>> {
  // Who marks facts to be folded later does not wait for others with the same events: both must take them in one order
  const sorted = isMarked
    ? [...records].sort((a, b) => (a.key < b.key ? -1 : 1))
    : records;
  const added = new Map<string, number>();
  if (isMarked && connection.client.config.client === 'pg') {
    for (const batch of inBatches(sorted)) {
      (await insertMarked(connection, batch)).forEach(row =>
        added.set(row.event_key, Number(row.seq)),
      );
    }
    return added;
  }
  for (const batch of inBatches(sorted)) {
    const rows = await insertRows<AddedRow>(
      connection,
      'release_events',
      batch.map(toEventRow),
      query =>
        query.onConflict('event_key').ignore().returning(['seq', 'event_key']),
    );
    rows.forEach(row => added.set(row.event_key, Number(row.seq)));
  }
  const marks = isMarked
    ? sorted.flatMap(({ key, attribution }) => {
        const seq = added.get(key);
        return seq === undefined || !isFolded(attribution)
          ? []
          : {
              seq,
              environment_ref:
                attribution.status === 'environment'
                  ? attribution.environmentRef
                  : null,
            };
      })
    : [];
  for (const batch of inBatches(marks)) {
    await insertRows(connection, 'unfolded_events', batch, query => query);
  }
  return added;
}

/** Events and marks with one statement: each way to the database and back is time in which the next group gathers. */
async function insertMarked(
  connection: Knex,
  records: readonly EventRecord[],
): Promise<AddedRow[]> {
  const rows = records.map(toEventRow);
  const columns = Object.keys(rows[0]);
  const { rows: added } = await connection.raw<{ rows: AddedRow[] }>(
    `with added as (
      insert into release_events (??)
      select ?? from json_populate_recordset(null::release_events, ?::json)
      on conflict (event_key) do nothing
      returning seq, event_key, environment_ref, attribution
    ), marked as (
      insert into unfolded_events (seq, environment_ref)
      select seq, environment_ref from added
      where attribution not in (?, ?)
    )
    select seq, event_key from added`,
    [columns, columns, JSON.stringify(rows), 'unattributed', 'not-understood'],
  );
  return added;
}
