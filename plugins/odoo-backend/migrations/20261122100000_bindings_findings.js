// @ts-check

const ref = 300;

/**
 * Claims of environments with what became of them, what clusters were seen to hold, and what only the whole shows to be wrong.
 * Event bindings become claims like the others, unconfirmed until the next refresh. Lengths are those of the descriptor schema.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('environments', table => {
    table.string('cluster', 200).notNullable().defaultTo('').index();
    table.string('namespace', 63).notNullable().defaultTo('');
    table.text('services').notNullable().defaultTo('[]').comment('JSON');
    table
      .string('declared_hash', 64)
      .notNullable()
      .defaultTo('')
      .comment('SHA-256 of claims, services and location');
  });

  await knex.schema.createTable('bindings', table => {
    table.comment('What environments claim outside, and whether it counts');
    table.bigIncrements('seq').comment('Another one when a claim comes anew');
    table.string('environment_ref', ref).notNullable();
    table
      .string('claim_key', 64)
      .notNullable()
      .comment('SHA-256 of kind, scope, id and service: too long for an index');
    table.integer('position').notNullable();
    table.string('kind', 20).notNullable();
    table.string('scope', 512).notNullable();
    table.string('claimed_id', 512).notNullable();
    table.string('service', 512).nullable();
    table.text('location').nullable();
    table.string('cluster', 200).nullable();
    table
      .string('contest_key', 64)
      .notNullable()
      .index()
      .comment('The same for claims that may stand in each other’s way');
    table.string('state', 20).notNullable();
    table.string('confirmed_by', 20).nullable();
    table.integer('claimed_twice').notNullable();
    table.bigInteger('since').notNullable().comment('Epoch milliseconds');
    table.text('message').notNullable();
    table.text('remedy').nullable();
    table.unique(['environment_ref', 'claim_key'], {
      indexName: 'bindings_claim_uniq',
    });
    table.index(['kind', 'scope'], 'bindings_scope_idx');
  });

  await knex.schema.dropTable('event_bindings');

  await knex.schema.createTable('findings', table => {
    table.string('id', 64).primary();
    table.string('kind', 40).notNullable();
    table.string('severity', 20).notNullable();
    table.string('entity_ref', ref).nullable().index();
    table.string('environment_ref', ref).nullable().index();
    table.text('subject').notNullable();
    table.text('message').notNullable();
    table.text('remedy').notNullable();
    table.bigInteger('first_seen_at').notNullable();
    table.bigInteger('last_seen_at').notNullable();
    table.index(['kind', 'id'], 'findings_kind_idx');
  });

  await knex.schema.createTable('clusters', table => {
    table.comment('Clusters that the portal knows');
    table.string('name', 200).primary();
    table.string('auth_provider', 200).notNullable();
    table.integer('readable').notNullable();
    table.text('reason').nullable();
  });

  await knex.schema.createTable('cluster_answers', table => {
    table.comment('The last attempt to read a resource, and the last answer');
    table.string('cluster', 200).notNullable();
    table.string('resource', 60).notNullable();
    table.bigInteger('attempted_at').notNullable();
    table.string('status', 20).notNullable();
    table.text('message').nullable();
    table.bigInteger('answered_at').nullable();
    table.primary(['cluster', 'resource']);
  });

  await knex.schema.createTable('cluster_attempts', table => {
    table.comment('Every attempt to read a cluster');
    table.bigIncrements('seq');
    table.string('cluster', 200).notNullable();
    table.string('resource', 60).notNullable();
    table.bigInteger('attempted_at').notNullable().index();
    table.string('status', 20).notNullable();
    table.text('message').nullable();
    table.integer('objects').nullable();
    table.index(['cluster', 'seq'], 'cluster_attempts_cluster_idx');
  });

  await knex.schema.createTable('observed_namespaces', table => {
    table.string('cluster', 200).notNullable();
    table.string('namespace', 253).notNullable();
    table
      .text('environment_name')
      .nullable()
      .comment('Annotation odoofleet.io/environment');
    table.integer('part_of_suite').notNullable();
    table.primary(['cluster', 'namespace']);
  });

  await knex.schema.createTable('observed_workloads', table => {
    table.comment('In namespaces that an environment claims, and no others');
    table.string('cluster', 200).notNullable();
    table.string('namespace', 253).notNullable();
    table.string('kind', 20).notNullable();
    table.string('name', 253).notNullable();
    table.integer('desired').notNullable();
    table.integer('ready').notNullable();
    table.text('images').notNullable().comment('JSON');
    table.text('labels').notNullable().comment('Of its pods, JSON');
    table.primary(['cluster', 'namespace', 'kind', 'name']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('observed_workloads');
  await knex.schema.dropTable('observed_namespaces');
  await knex.schema.dropTable('cluster_attempts');
  await knex.schema.dropTable('cluster_answers');
  await knex.schema.dropTable('clusters');
  await knex.schema.dropTable('findings');

  await knex.schema.createTable('event_bindings', table => {
    table.string('environment_ref', ref).notNullable().index();
    table.integer('position').notNullable();
    table.string('source', 512).notNullable().index();
    table.string('environment_id', 512).notNullable();
    table.string('service', 512).nullable();
    table.primary(['environment_ref', 'position']);
  });
  await knex('event_bindings').insert(
    knex('bindings')
      .where('kind', 'pipeline')
      .select(
        'environment_ref',
        'position',
        'scope as source',
        'claimed_id as environment_id',
        'service',
      ),
  );
  await knex.schema.dropTable('bindings');

  await knex.schema.alterTable('environments', table => {
    table.dropIndex(['cluster']);
  });
  await knex.schema.alterTable('environments', table => {
    table.dropColumn('cluster');
    table.dropColumn('namespace');
    table.dropColumn('services');
    table.dropColumn('declared_hash');
  });
};
