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
  const sorted = [...records].sort((a, b) => (a.key < b.key ? -1 : 1));
  const added = new Map<string, number>();
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
