import type { Knex } from 'knex';
import type {
  FoldInput,
  Pair,
  PairQuestion,
} from '../ingest/ReleaseEventStore';
import {
  pairsInSpans,
  toFoldInput,
  type FoldInputRow,
  type SpannedPairRow,
} from './releaseRows';

/**
 * The way in is the artifact or the chain: an index on the environment, or on events without artifact, leads to the history of
 * years. Written like this neither can be taken. Without an environment only facts of artifact scope come in question.
 */
const scopeOf = (connection: Knex) =>
  // Knex takes an expression where its types ask for the name of a column
  connection.raw('coalesce(environment_ref, attribution)') as unknown as string;

/** The artifacts that events of these chains name. */
const artifactsOfChains = (connection: Knex, chainIds: readonly string[]) =>
  connection('release_events')
    .whereIn('chain_id', chainIds)
    .whereNotNull('artifact')
    .select('artifact');

/** These chains, and those that name one of them as joined to theirs. */
async function withLinking(
  connection: Knex,
  chainIds: readonly string[],
): Promise<string[]> {
  if (chainIds.length === 0) {
    return [];
  }
  const linking: string[] = await connection('release_events')
    .whereIn('linked_chain_id', chainIds)
    .whereNotNull('chain_id')
    .distinct()
    .pluck('chain_id');
  return [...new Set([...chainIds, ...linking])];
}

/** {@link ReleaseEventStore.findPairs}. Each way to a pair is a select of its own: joined by OR they'd read the whole table. */
export async function findPairs(
  connection: Knex,
  question: PairQuestion,
): Promise<Pair[]> {
  const { artifacts, spans } = question;
  const chainIds = await withLinking(connection, question.chainIds);
  const chainsWithin = {
    chainIds: await withLinking(connection, question.chainsWithin.chainIds),
    environmentRefs: question.chainsWithin.environmentRefs,
  };
  const named = () =>
    connection('release_events')
      .whereNotNull('environment_ref')
      .select(
        'environment_ref',
        'artifact',
        connection.raw('cast(null as bigint) as deployed_at'),
        connection.raw('cast(null as bigint) as ended_at'),
      );
  const selects: Knex.QueryBuilder[] = [];
  if (artifacts.length > 0) {
    selects.push(named().whereIn('artifact', artifacts));
  }
  if (chainIds.length > 0) {
    selects.push(
      named().whereIn('artifact', artifactsOfChains(connection, chainIds)),
    );
  }
  if (chainsWithin.chainIds.length > 0) {
    selects.push(
      named()
        .whereIn(scopeOf(connection), chainsWithin.environmentRefs)
        .whereIn(
          'artifact',
          artifactsOfChains(connection, chainsWithin.chainIds),
        ),
    );
  }
  if (spans.length > 0) {
    // One span around all, and each environment's own in the row mapping: hundreds of conditions would cost more to plan
    selects.push(
      connection('releases')
        .whereIn(
          'environment_ref',
          spans.map(span => span.environmentRef),
        )
        .andWhere('deployed_at', '<=', Math.max(...spans.map(({ to }) => to)))
        .andWhere(ended =>
          ended
            .whereNull('ended_at')
            .orWhere(
              'ended_at',
              '>=',
              Math.min(...spans.map(({ from }) => from)),
            ),
        )
        .select('environment_ref', 'artifact', 'deployed_at', 'ended_at'),
    );
  }
  if (selects.length === 0) {
    return [];
  }
  const rows: SpannedPairRow[] = await connection.union(selects);
  return pairsInSpans(rows, spans);
}

/** One statement for all: each way to the database and back is time in which no other writer may begin. */
export async function readFoldInput(
  connection: Knex,
  pairs: readonly Pair[],
): Promise<FoldInput> {
  const environmentRefs = [...new Set(pairs.map(pair => pair.environmentRef))];
  const artifacts = [...new Set(pairs.map(pair => pair.artifact))];
  const inScope = (query: Knex.QueryBuilder) =>
    query.whereIn(scopeOf(connection), [...environmentRefs, 'artifact']);
  const column = (value: string, type: 'text' | 'bigint', name: string) =>
    connection.raw(`cast(${value} as ${type}) as ${name}`);
  const rows: FoldInputRow[] = await connection
    .with('own', query =>
      query
        .from('release_events')
        .whereIn('artifact', artifacts)
        .modify(inScope)
        .select(
          'environment_ref',
          'artifact',
          'event',
          'chain_id',
          'occurred_at',
        ),
    )
    // The chains of the artifacts, and those joined to them
    .with('chains', query =>
      query
        .from('own')
        .whereNotNull('chain_id')
        .select('chain_id')
        .union(
          connection('release_events')
            .whereIn(
              'chain_id',
              connection('own').whereNotNull('chain_id').select('chain_id'),
            )
            .whereNotNull('linked_chain_id')
            .select('linked_chain_id'),
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
        .whereIn('chain_id', connection('chains').select('chain_id'))
        .whereRaw("coalesce(artifact, '') = ''")
        .modify(inScope)
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
