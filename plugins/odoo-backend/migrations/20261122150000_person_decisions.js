// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('person_decisions', table => {
    table.comment('Overrides and sign-offs; rows are added, never changed');
    table.string('id', 100).primary();
    table.string('kind', 40).notNullable();
    table.string('release_id', 100).notNullable();
    table.string('environment_ref', 300).notNullable();
    table.string('digest', 100).notNullable();
    table.text('decided_by').notNullable();
    table.text('reason').notNullable();
    table.bigInteger('decided_at').notNullable().comment('Epoch milliseconds');
    table.bigInteger('expires_at').notNullable().comment('Epoch milliseconds');
    table.index(['release_id', 'decided_at'], 'person_decisions_release_idx');
  });

  await knex.schema.createTable('person_decision_revocations', table => {
    table.comment('Which decisions were ended early; one at most for each');
    table
      .string('decision_id', 100)
      .primary()
      .references('id')
      .inTable('person_decisions');
    table.text('revoked_by').notNullable();
    table.bigInteger('revoked_at').notNullable().comment('Epoch milliseconds');
  });

  await knex.schema.createTable('sign_off_requests', table => {
    table.comment('That somebody asked for an executive’s sign-off');
    table.string('id', 100).primary();
    table.string('release_id', 100).notNullable();
    table.string('environment_ref', 300).notNullable();
    table.string('digest', 100).notNullable();
    table.text('asked_by').notNullable();
    table.bigInteger('asked_at').notNullable().comment('Epoch milliseconds');
    table.text('note').nullable();
    table.index(['release_id', 'asked_at'], 'sign_off_requests_release_idx');
  });

  await knex.schema.alterTable('gate_decisions', table => {
    table.string('artifact', 512).nullable();
    table
      .integer('passed')
      .nullable()
      .comment('1 when the pipeline was let through; not known of old rows');
    table.integer('dry_run').notNullable().defaultTo(0);
    table
      .text('person_decisions')
      .nullable()
      .comment('Those in force then, JSON; null when there was none');
    table.index(
      ['environment_ref', 'asked_at', 'id'],
      'gate_decisions_log_idx',
    );
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('gate_decisions', table => {
    table.dropIndex(
      ['environment_ref', 'asked_at', 'id'],
      'gate_decisions_log_idx',
    );
    table.dropColumn('person_decisions');
    table.dropColumn('dry_run');
    table.dropColumn('passed');
    table.dropColumn('artifact');
  });
  await knex.schema.dropTable('sign_off_requests');
  await knex.schema.dropTable('person_decision_revocations');
  await knex.schema.dropTable('person_decisions');
};
