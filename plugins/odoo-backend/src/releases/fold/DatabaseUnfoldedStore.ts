import type { ReleaseEvent } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from '../../platform/database';
import type { StoredFact, UnfoldedQuestion } from '../ingest/ReleaseEventStore';
import { attributionOf } from './releaseRows';

interface UnfoldedRow {
  seq: number | string;
  event: string;
  occurred_at: number | string;
  attribution: string;
  environment_ref: string | null;
  component_ref: string | null;
  reason: string | null;
}

/** {@link ReleaseEventStore.listUnfolded} */
export async function listUnfolded(
  connection: Knex,
  question: UnfoldedQuestion,
): Promise<StoredFact[]> {
  const rows: UnfoldedRow[] = await connection('unfolded_events as mark')
    .join('release_events as e', 'e.seq', 'mark.seq')
    .modify(query => {
      if ('environmentRef' in question) {
        query.where(place =>
          place
            .where('mark.environment_ref', question.environmentRef)
            .orWhereNull('mark.environment_ref'),
        );
      } else {
        query
          .where('mark.seq', '>', question.afterSeq)
          .andWhere('e.received_at', '<=', question.receivedBefore)
          .limit(question.limit);
      }
    })
    .orderBy('mark.seq')
    .select(
      'e.seq',
      'e.event',
      'e.occurred_at',
      'e.attribution',
      'e.environment_ref',
      'e.component_ref',
      'e.reason',
    );
  return rows.map(row => ({
    seq: Number(row.seq),
    event: JSON.parse(row.event) as ReleaseEvent,
    attribution: attributionOf(row),
    occurredAt: Number(row.occurred_at),
  }));
}

/** {@link ReleaseEventStore.takeUnfolded} */
export async function takeUnfolded(
  connection: Knex,
  seqs: readonly number[],
): Promise<Set<number>> {
  const taken = new Set<number>();
  for (const batch of inBatches(seqs)) {
    // Knex gives back no deleted rows on SQLite; behind the locks nobody comes between the two statements
    const marked = () => connection('unfolded_events').whereIn('seq', batch);
    const rows: { seq: number | string }[] = await marked().select('seq');
    await marked().delete();
    rows.forEach(({ seq }) => taken.add(Number(seq)));
  }
  return taken;
}
