import { readdirSync } from 'node:fs';
import { migrationsDirectory, type Database } from './platform/database';
import { storeDatabases } from './platform/__testUtils__/testDatabases';

/** What a migration is tried with. A later one that alters tables seeds them in `before` and holds in `after` what became of them. */
interface MigrationCase {
  /** Writes rows as the tables stand before it. */
  before?(knex: Database): Promise<void>;
  /** Writes rows as the tables stand after it, which the way down has to bear. */
  after(knex: Database): Promise<void>;
  /** Tables that are gone after the way down. */
  gone: string[];
}

const environmentRef = 'odooenvironment:default/acme-production';
const at = 1_795_000_000_000;

async function seedProjection(knex: Database): Promise<void> {
  await knex('tenants').insert({
    tenant_ref: 'odootenant:default/acme',
    owner_ref: 'group:default/fashion',
    title: 'Acme',
    criticality: 'standard',
    time_zone: 'Europe/Paris',
    declared_at: at,
  });
  const environment = {
    environment_ref: environmentRef,
    tenant_ref: 'odootenant:default/acme',
    owner_ref: 'group:default/fashion',
    title: 'Acme',
    stage: 'production',
    hosting: 'dedicated',
    series: '18.0',
    bindings: '[]',
  };
  await knex('environments').insert(environment);
  await expect(knex('environments').insert(environment)).rejects.toThrow(
    /unique/i,
  );
  await knex('event_bindings').insert({
    environment_ref: environmentRef,
    position: 0,
    source: 'ci',
    environment_id: 'prod',
  });
  await knex('people').insert([
    { identifier: 'jo', user_ref: 'user:default/jo' },
    { identifier: 'jo', user_ref: 'user:default/joanna' },
  ]);
}

async function seedOutbox(knex: Database): Promise<void> {
  const message = {
    message_id: 'a',
    topic: 'odoo.release',
    payload: '{}',
    created_at_ms: at,
  };
  await knex('outbox').insert(message);
  await expect(knex('outbox').insert(message)).rejects.toThrow(/unique/i);
  const [row] = await knex('outbox').select('*');
  expect(Number(row.created_at_ms)).toBe(at);
  expect(Number(row.claimed_until_ms)).toBe(0);
}

async function seedTaskSuccesses(knex: Database): Promise<void> {
  const success = { task_id: 'odoo-catalog-projection', succeeded_at: at };
  await knex('task_successes').insert(success);
  await expect(knex('task_successes').insert(success)).rejects.toThrow(
    /unique/i,
  );
}

/** Bindings of events move into the table of all bindings, and back. */
async function seedBindings(knex: Database): Promise<void> {
  const binding = {
    environment_ref: environmentRef,
    claim_key: 'a'.repeat(64),
    position: 0,
    kind: 'pipeline',
    scope: 'ci',
    claimed_id: 'prod',
    cluster: 'shared-eu',
    contest_key: 'b'.repeat(64),
    state: 'confirmed',
    claimed_twice: 0,
    since: at,
    message: 'm',
  };
  await knex('bindings').insert(binding);
  await expect(knex('bindings').insert(binding)).rejects.toThrow(/unique/i);
  await knex('findings').insert({
    id: 'f',
    kind: 'not-in-git',
    severity: 'warning',
    subject: 's',
    message: 'm',
    remedy: 'r',
    first_seen_at: at,
    last_seen_at: at,
  });
  await knex('clusters').insert({
    name: 'shared-eu',
    auth_provider: 'serviceAccount',
    readable: 1,
  });
  const attempt = {
    cluster: 'shared-eu',
    resource: 'namespaces',
    attempted_at: at,
    status: 'observed',
  };
  await knex('cluster_attempts').insert(attempt);
  await knex('cluster_answers').insert(attempt);
  await knex('observed_namespaces').insert({
    cluster: 'shared-eu',
    namespace: 'acme',
    part_of_suite: 1,
  });
  await knex('observed_workloads').insert({
    cluster: 'shared-eu',
    namespace: 'acme',
    kind: 'Deployment',
    name: 'web',
    desired: 1,
    ready: 1,
    images: '[]',
    labels: '{}',
  });
}

async function seedReleases(knex: Database): Promise<void> {
  const event = {
    event_key: 'k'.repeat(64),
    source: 'ci',
    event_id: '1',
    type: 't',
    kind: 'deployed',
    occurred_at: at,
    received_at: at,
    attribution: 'environment',
    environment_ref: environmentRef,
    body_hash: 'h'.repeat(64),
    event: '{}',
    raw: '{}',
    sent_by: 'ci',
  };
  await knex('release_events').insert(event);
  await expect(knex('release_events').insert(event)).rejects.toThrow(/unique/i);
  await knex('contradictory_events').insert({
    event_key: event.event_key,
    body_hash: event.body_hash,
    received_at: at,
    raw: '{}',
    sent_by: 'ci',
  });
  await knex('releases').insert({
    id: 'r1',
    environment_ref: environmentRef,
    artifact: 'sha256:a',
    attempt: 1,
    first_seen_at: at,
    standing: 1,
    standing_at: at,
    release: '{}',
  });
  await knex('gate_decisions').insert({
    id: 'd1',
    release_id: 'r1',
    environment_ref: environmentRef,
    asked_at: at,
    asked_by: 'ci',
    decision: 'hold',
    verdict: '{}',
    facts_hash: 'f',
  });
  await knex('verdicts').insert({
    capability: 'release-risk',
    entity_ref: environmentRef,
    subject_id: 'r1',
    inputs_hash: 'i',
    status: 'ok',
    verdict: '{}',
  });
  await knex('dead_letters').insert({
    id: 'l1',
    received_at: at,
    subject: 'ci',
    status: 400,
    error: 'body: is not JSON',
    body: '{',
    bytes: 1,
  });
}

const cases: Record<string, MigrationCase> = {
  '20261122000000_catalog_projection.js': {
    after: seedProjection,
    gone: ['tenants', 'environments', 'people'],
  },
  '20261122000100_outbox.js': { after: seedOutbox, gone: ['outbox'] },
  '20261122000200_releases.js': {
    after: seedReleases,
    gone: [
      'release_events',
      'contradictory_events',
      'releases',
      'gate_decisions',
      'verdicts',
      'dead_letters',
    ],
  },
  '20261122000250_task_successes.js': {
    after: seedTaskSuccesses,
    gone: ['task_successes'],
  },
};

cases['20261122100000_bindings_findings.js'] = {
  after: seedBindings,
  gone: [
    'bindings',
    'findings',
    'clusters',
    'cluster_answers',
    'cluster_attempts',
    'observed_namespaces',
    'observed_workloads',
  ],
};

async function expectRoomForUpdates(knex: Database): Promise<void> {
  // What the case of the outbox wrote is still there
  expect(await knex('outbox').pluck('message_id')).toEqual(['a']);
  if (knex.client.config.client === 'pg') {
    const room = await knex('pg_class')
      .whereIn('relname', ['outbox', 'releases'])
      .pluck('reloptions');
    expect(room).toEqual([['fillfactor=60'], ['fillfactor=60']]);
    const indexed = await knex('pg_indexes')
      .where('tablename', 'outbox')
      .pluck('indexdef');
    expect(indexed.filter(text => /\bclaim\b/.test(text))).toEqual([]);
  }
}

cases['20261122110000_updates_in_place.js'] = {
  after: expectRoomForUpdates,
  gone: [],
};

cases['20261122115000_changed_environments.js'] = {
  async after(knex) {
    const note = { environment_ref: environmentRef };
    await knex('changed_environments').insert([note, note]);
  },
  gone: ['changed_environments'],
};

async function expectPlatformFacts(knex: Database): Promise<void> {
  // What the case of the releases wrote is still there
  const [stored, incident] = await knex('release_events').orderBy('seq');
  expect(stored).toMatchObject({ component_ref: null, subject: null });
  expect(incident).toMatchObject({
    subject: 'INC-1',
    event: '{"id":"1","subject":"INC-1"}',
  });
  await knex('release_events')
    .where({ event_key: stored.event_key })
    .update({ component_ref: 'resource:default/pg', subject: 'INC-1' });
  const on = {
    environment_ref: environmentRef,
    component_ref: 'resource:default/pg',
  };
  await knex('environment_components').insert(on);
  await expect(knex('environment_components').insert(on)).rejects.toThrow(
    /unique/i,
  );
}

cases['20261122120000_platform_facts.js'] = {
  async before(knex) {
    const [{ seq: _seq, ...stored }] = await knex('release_events').select('*');
    await knex('release_events').insert({
      ...stored,
      event_key: 'i'.repeat(64),
      kind: 'incident-detected',
      event: '{"id":"1"}',
      raw: '{"data":{"subject":{"id":"INC-1"}}}',
    });
  },
  after: expectPlatformFacts,
  gone: ['environment_components'],
};

async function expectCalendars(knex: Database): Promise<void> {
  // What the case of the projection wrote is still there
  expect(await knex('tenants').first('tenant_ref', 'location')).toEqual({
    tenant_ref: 'odootenant:default/acme',
    location: null,
  });
  const reading = {
    calendar_key: 'c'.repeat(64),
    attempted_at: at,
    status: 'observed',
    answered_at: at,
    text: 'BEGIN:VCALENDAR'.padEnd(1_048_576),
  };
  await knex('calendar_readings').insert(reading);
  await expect(knex('calendar_readings').insert(reading)).rejects.toThrow(
    /unique/i,
  );
  await knex('calendar_expansions').insert({
    calendar_key: 'c'.repeat(64),
    time_zone: 'Europe/Paris',
    starts_at: at,
    complete_until: at,
    windows: '[]',
    problems: '[]',
  });
  await knex('calendar_attempts').insert({
    calendar_key: 'c'.repeat(64),
    attempted_at: at,
    status: 'unreachable',
    message: 'It did not answer.',
  });
}

cases['20261122140000_calendars.js'] = {
  after: expectCalendars,
  gone: ['calendar_readings', 'calendar_expansions', 'calendar_attempts'],
};

/** Answers from before keep what they said, and say nothing of what was not kept then. */
async function seedPersonDecisions(knex: Database): Promise<void> {
  const [answer] = await knex('gate_decisions').where('id', 'd1');
  expect(answer).toMatchObject({
    decision: 'hold',
    artifact: null,
    passed: null,
    person_decisions: null,
  });
  expect(Number(answer.dry_run)).toBe(0);
  await knex('gate_decisions')
    .where('id', 'd1')
    .update({ dry_run: 1, passed: 1, artifact: 'sha256:a' });
  await knex('person_decisions').insert({
    id: 'p1',
    kind: 'override',
    release_id: 'r1',
    environment_ref: environmentRef,
    digest: 'sha256:a',
    decided_by: 'user:default/kim',
    reason: 'because',
    decided_at: at,
    expires_at: at + 1,
  });
  const revocation = {
    decision_id: 'p1',
    revoked_by: 'user:default/kim',
    revoked_at: at,
  };
  await knex('person_decision_revocations').insert(revocation);
  await expect(
    knex('person_decision_revocations').insert(revocation),
  ).rejects.toThrow(/unique/i);
  await knex('sign_off_requests').insert({
    id: 's1',
    release_id: 'r1',
    environment_ref: environmentRef,
    digest: 'sha256:a',
    asked_by: 'user:default/jo',
    asked_at: at,
  });
}

cases['20261122150000_person_decisions.js'] = {
  after: seedPersonDecisions,
  gone: [
    'person_decisions',
    'person_decision_revocations',
    'sign_off_requests',
  ],
};

cases['20261122161000_unfolded_events.js'] = {
  async after(knex) {
    const mark = { seq: 1, environment_ref: environmentRef };
    await knex('unfolded_events').insert(mark);
    // A fact that no environment is named in
    await knex('unfolded_events').insert({ seq: 2 });
  },
  gone: ['unfolded_events'],
};

cases['20261122121000_linked_chains.js'] = {
  async after(knex) {
    await knex('release_events').update({ linked_chain_id: 'reviewed' });
  },
  gone: [],
};

async function seedBackups(knex: Database): Promise<void> {
  await knex('environment_recovery').insert({
    environment_ref: environmentRef,
    server_ref: 'resource:default/pg',
    recovery: '{}',
  });
  await knex('tenant_recovery').insert({
    tenant_ref: 'odootenant:default/acme',
    recovery: '{}',
  });
  const target = { source: 'pgbackrest', target: 'acme "main"' };
  await knex('backup_sources').insert({ source: 'pgbackrest', failures: 0 });
  const attempted = { ...target, attempted_at: at, status: 'observed' };
  await knex('backup_targets').insert(attempted);
  await expect(knex('backup_targets').insert(attempted)).rejects.toThrow(
    /unique/i,
  );
  const observation = {
    ...target,
    kind: 'backups',
    observed_at: at,
    received_at: at,
    ordered_at: at,
    hash: 'h'.repeat(64),
    observation: '{}'.padEnd(1_048_576),
  };
  await knex('backup_observations').insert(observation);
  await expect(knex('backup_observations').insert(observation)).rejects.toThrow(
    /unique/i,
  );
  const attempt = { ...attempted, by: 'collected', took_ms: 1 };
  await knex('backup_attempts').insert([attempt, attempt]);
  await knex('backup_notices').insert({
    environment_ref: environmentRef,
    told_status: 'ok',
  });
  await knex('verdicts').insert({
    capability: 'backups',
    entity_ref: environmentRef,
    subject_id: '',
    inputs_hash: 'i',
    status: 'ok',
    verdict: '{}',
  });
}

cases['20261122170000_backups.js'] = {
  after: seedBackups,
  gone: [
    'environment_recovery',
    'tenant_recovery',
    'backup_sources',
    'backup_targets',
    'backup_observations',
    'backup_attempts',
    'backup_notices',
  ],
};

async function findPerson(knex: Database): Promise<void> {
  await expect(
    knex('people').where({ user_ref: 'user:default/jo' }).pluck('identifier'),
  ).resolves.toEqual(['jo']);
}

cases['20261122172000_people_by_user.js'] = { after: findPerson, gone: [] };

const files = readdirSync(migrationsDirectory())
  .filter(file => file.endsWith('.js'))
  .sort();

// Each of them goes up, down and up again; on a busy machine that takes a while
jest.setTimeout(60_000);

describe('migrations', () => {
  const databases = storeDatabases();

  it('have a case each', () => {
    expect(Object.keys(cases).sort()).toEqual(files);
  });

  describe.each(databases.each())('on %s', id => {
    it('go up over seeded rows, down again, and up once more', async () => {
      const knex = await databases.empty(id);
      const directory = migrationsDirectory();
      for (const name of files) {
        await cases[name].before?.(knex);
        await knex.migrate.up({ directory, name });
        await cases[name].after(knex);
      }
      for (const name of [...files].reverse()) {
        await knex.migrate.down({ directory, name });
        for (const table of cases[name].gone) {
          await expect(knex.schema.hasTable(table)).resolves.toBe(false);
        }
      }
      await knex.migrate.latest({ directory });
      for (const table of Object.values(cases).flatMap(c => c.gone)) {
        await expect(knex.schema.hasTable(table)).resolves.toBe(true);
      }
    });
  });
});
