import type { Knex } from 'knex';

/**
 * Deletes what is older than the retention, at most `limit` rows of each table, and only what no release that stays is folded
 * from: a pair of environment and artifact goes as a whole, once all its releases ended and nothing was heard of it since, so
 * that a later fold never counts its attempts anew.
 */
export async function pruneReleaseEvents(
  connection: Knex,
  before: number,
  limit: number,
): Promise<number> {
  const endedPairs = connection('releases as r')
    .where('r.standing', 0)
    .andWhere('r.ended_at', '<', before)
    .whereNotExists(
      connection('releases as other')
        .whereRaw('other.environment_ref = r.environment_ref')
        .whereRaw('other.artifact = r.artifact')
        .andWhere(query =>
          query
            .where('other.standing', 1)
            .orWhere('other.ended_at', '>=', before),
        )
        .select(connection.raw('1')),
    )
    .whereNotExists(
      connection('release_events as heard')
        .whereRaw('heard.environment_ref = r.environment_ref')
        .whereRaw('heard.artifact = r.artifact')
        .andWhere('heard.received_at', '>=', before)
        .select(connection.raw('1')),
    )
    .select('r.id')
    .limit(limit);
  const releases = await connection('releases')
    .whereIn('id', endedPairs)
    .delete();

  const unused = connection('release_events as e')
    .where('e.received_at', '<', before)
    // What a release that stays is folded from
    .whereNotExists(
      connection('releases as r')
        .whereRaw('r.artifact = e.artifact')
        .whereRaw(
          '(e.environment_ref is null or r.environment_ref = e.environment_ref)',
        )
        .select(connection.raw('1')),
    )
    // Deployments that part the attempts of a release that stays
    .whereNot(query =>
      query
        .whereIn('e.kind', ['deployed', 'rolled-back'])
        .whereExists(
          connection('releases as r')
            .whereRaw('r.environment_ref = e.environment_ref')
            .whereRaw('r.first_seen_at <= e.occurred_at')
            .select(connection.raw('1')),
        ),
    )
    // Facts that reach a release by their chain
    .whereNot(query =>
      query
        .whereNull('e.artifact')
        .whereExists(
          connection('release_events as linked')
            .whereRaw('linked.chain_id = e.chain_id')
            .whereNotNull('linked.artifact')
            .select(connection.raw('1')),
        ),
    )
    .orderBy('e.seq')
    .select('e.seq')
    .limit(limit);
  const events = await connection('release_events')
    .whereIn('seq', unused)
    .delete();

  const contradictions = await connection('contradictory_events')
    .whereIn(
      'seq',
      connection('contradictory_events')
        .where('received_at', '<', before)
        .orderBy('seq')
        .select('seq')
        .limit(limit),
    )
    .delete();
  return releases + events + contradictions;
}
