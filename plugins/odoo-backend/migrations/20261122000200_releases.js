// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('release_events', table => {
    table.comment('Immutable facts about releases, as received');
    table.bigIncrements('seq').comment('Order of arrival');
    table
      .string('event_key', 64)
      .notNullable()
      .comment(
        'SHA-256 of source and id: the two can be too long for an index',
      );
    table.text('source').notNullable();
    table.text('event_id').notNullable();
    table.string('type', 200).notNullable();
    table.string('kind', 40).notNullable();
    table.bigInteger('occurred_at').notNullable().comment('Epoch milliseconds');
    table.bigInteger('received_at').notNullable().comment('Epoch milliseconds');
    table
      .string('attribution', 20)
      .notNullable()
      .comment('environment, artifact, unattributed or not-understood');
    table.string('environment_ref', 300).nullable();
    table.string('reason', 60).nullable().comment('Why it is unattributed');
    table.string('environment_id', 512).nullable();
    table.string('service', 512).nullable();
    table.string('artifact', 512).nullable();
    table.string('chain_id', 512).nullable();
    table.string('body_hash', 64).notNullable();
    table.text('event').notNullable().comment('In our own words, JSON');
    table.text('raw').notNullable().comment('The CloudEvent, JSON');
    table.text('sent_by').notNullable();
    table.unique(['event_key'], { indexName: 'release_events_key_uniq' });
    table.index(['environment_ref', 'artifact'], 'release_events_pair_idx');
    table.index(['artifact'], 'release_events_artifact_idx');
    table.index(['chain_id'], 'release_events_chain_idx');
    table.index(
      ['environment_ref', 'kind', 'occurred_at'],
      'release_events_kind_idx',
    );
    table.index(['attribution', 'seq'], 'release_events_attribution_idx');
    table.index(['received_at'], 'release_events_received_idx');
  });

  await knex.schema.createTable('contradictory_events', table => {
    table.comment('Other facts under a source and id that were taken already');
    table.bigIncrements('seq');
    table.string('event_key', 64).notNullable();
    table.string('body_hash', 64).notNullable();
    table.bigInteger('received_at').notNullable();
    table.text('raw').notNullable();
    table.text('sent_by').notNullable();
    table.unique(['event_key', 'body_hash'], {
      indexName: 'contradictory_events_body_uniq',
    });
    table.index(['received_at'], 'contradictory_events_received_idx');
  });

  await knex.schema.createTable('releases', table => {
    table.comment('Read model, folded from release_events');
    table.string('id', 100).primary();
    table.string('environment_ref', 300).notNullable();
    table.string('artifact', 512).notNullable();
    table.integer('attempt').notNullable();
    table.bigInteger('first_seen_at').notNullable();
    table.bigInteger('deployed_at').nullable();
    table.bigInteger('ended_at').nullable();
    table
      .integer('standing')
      .notNullable()
      .comment('1 while it is on its way or runs, 0 when it ended');
    table.bigInteger('standing_at').notNullable();
    table.text('release').notNullable().comment('JSON');
    table.unique(['environment_ref', 'artifact', 'attempt'], {
      indexName: 'releases_key_uniq',
    });
    table.index(['artifact'], 'releases_artifact_idx');
    table.index(
      ['environment_ref', 'first_seen_at', 'id'],
      'releases_newest_idx',
    );
    table.index(
      ['environment_ref', 'standing', 'standing_at'],
      'releases_standing_idx',
    );
    table.index(['environment_ref', 'deployed_at'], 'releases_deployed_idx');
  });

  await knex.schema.createTable('gate_decisions', table => {
    table.comment('What the gate answered, frozen');
    table.string('id', 100).primary();
    table.string('release_id', 100).notNullable();
    table.string('environment_ref', 300).notNullable();
    table.bigInteger('asked_at').notNullable();
    table.text('asked_by').notNullable();
    table.string('decision', 20).notNullable();
    table.text('verdict').notNullable().comment('JSON');
    table.string('facts_hash', 64).notNullable();
    table.index(['release_id', 'asked_at'], 'gate_decisions_release_idx');
    table.index(['asked_at'], 'gate_decisions_asked_idx');
  });

  await knex.schema.createTable('verdicts', table => {
    table.comment('A cache: may be emptied at any time');
    table.string('capability', 40).notNullable();
    table.string('entity_ref', 300).notNullable();
    table.string('subject_id', 100).notNullable();
    table.string('inputs_hash', 64).notNullable();
    table.string('status', 20).notNullable();
    table.text('verdict').notNullable().comment('JSON');
    table.bigInteger('valid_until').nullable();
    table.primary(['capability', 'entity_ref']);
  });

  await knex.schema.createTable('dead_letters', table => {
    table.comment('Refused bodies of known machines');
    table.bigIncrements('seq');
    table.string('id', 100).notNullable();
    table.bigInteger('received_at').notNullable();
    table.string('subject', 300).notNullable();
    table.integer('status').notNullable();
    table.text('error').notNullable();
    table.text('body').notNullable();
    table.integer('bytes').notNullable();
    table.index(['subject', 'seq'], 'dead_letters_subject_idx');
    table.index(['received_at'], 'dead_letters_received_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('dead_letters');
  await knex.schema.dropTable('verdicts');
  await knex.schema.dropTable('gate_decisions');
  await knex.schema.dropTable('releases');
  await knex.schema.dropTable('contradictory_events');
  await knex.schema.dropTable('release_events');
};
