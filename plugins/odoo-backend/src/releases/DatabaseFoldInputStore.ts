import type { Knex } from 'knex';
import type { FoldInput, Pair } from './ReleaseEventStore';
import { toFoldInput, type FoldInputRow } from './releaseRows';

/** One statement for all: each way to the database and back is time in which no other writer may begin. */
export async function readFoldInput(
  connection: Knex,
  pairs: readonly Pair[],
): Promise<FoldInput> {
  const environmentRefs = [...new Set(pairs.map(pair => pair.environmentRef))];
  const artifacts = [...new Set(pairs.map(pair => pair.artifact))];
  const column = (value: string, type: 'text' | 'bigint', name: string) =>
    connection.raw(`cast(${value} as ${type}) as ${name}`);
  const rows: FoldInputRow[] = await connection
    .with('own', query =>
      query
        .from('release_events')
        .whereIn('artifact', artifacts)
        .andWhere(scope =>
          scope
            .whereIn('environment_ref', environmentRefs)
            .orWhere('attribution', 'artifact'),
        )
        .select(
          'environment_ref',
          'artifact',
          'event',
          'chain_id',
          'occurred_at',
        ),
    )
    .from('own')
    .select(
      column("'artifact'", 'text', 'part'),
      'environment_ref',
      'artifact',
      'event as content',
      column('null', 'text', 'id'),
      column('null', 'text', 'kind'),
      column('null', 'bigint', 'occurred_at'),
    )
    .unionAll([
      connection('release_events')
        .whereIn(
          'chain_id',
          connection('own').whereNotNull('chain_id').select('chain_id'),
        )
        .whereNull('artifact')
        .andWhere(scope =>
          scope
            .whereIn('environment_ref', environmentRefs)
            .orWhere('attribution', 'artifact'),
        )
        .select(
          column("'chain'", 'text', 'part'),
          'environment_ref',
          'artifact',
          'event as content',
          column('null', 'text', 'id'),
          column('null', 'text', 'kind'),
          column('null', 'bigint', 'occurred_at'),
        ),
      connection('release_events')
        .whereIn('environment_ref', environmentRefs)
        .whereIn('kind', ['deployed', 'rolled-back'])
        .andWhere(
          'occurred_at',
          '>=',
          connection('own').min('occurred_at') as unknown as number,
        )
        .whereNotNull('artifact')
        .select(
          column("'deployment'", 'text', 'part'),
          'environment_ref',
          'artifact',
          'source as content',
          'event_id as id',
          'kind',
          'occurred_at',
        ),
      connection('releases')
        .whereIn('environment_ref', environmentRefs)
        .whereIn('artifact', artifacts)
        .select(
          column("'release'", 'text', 'part'),
          'environment_ref',
          'artifact',
          'release as content',
          'id',
          column('null', 'text', 'kind'),
          column('null', 'bigint', 'occurred_at'),
        ),
    ]);
  return toFoldInput(rows);
}
