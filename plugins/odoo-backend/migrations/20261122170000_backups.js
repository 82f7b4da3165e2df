// @ts-check

/**
 * What environments declare about getting them back, and what backup sources said. A target is what a source calls a thing: a stanza,
 * a server, a bucket. Environments find theirs by their confirmed bindings, so nothing here names one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('environment_recovery', table => {
    table.comment('What descriptors of environments say about getting back');
    table.string('environment_ref', 300).primary();
    table
      .string('server_ref', 300)
      .nullable()
      .index()
      .comment('Resource of the database server');
    table.text('recovery').notNullable().comment('JSON');
  });
  await knex.schema.createTable('tenant_recovery', table => {
    table.comment('What descriptors of tenants want of it');
    table.string('tenant_ref', 300).primary();
    table.text('recovery').notNullable().comment('JSON');
  });

  await knex.schema.createTable('backup_sources', table => {
    table.comment('How reading each configured source goes');
    table.string('source', 63).primary();
    table
      .integer('failures')
      .notNullable()
      .comment('Readings in a row that gave nothing at all');
    table
      .bigInteger('retry_at')
      .nullable()
      .comment('Epoch milliseconds; not read before');
  });
  await knex.schema.createTable('backup_targets', table => {
    table.comment('The last attempt to learn of each target');
    table.string('source', 63).notNullable();
    table.string('target', 512).notNullable();
    table
      .bigInteger('attempted_at')
      .notNullable()
      .index()
      .comment('Epoch milliseconds');
    table.string('status', 20).notNullable();
    table.text('message').nullable();
    table.primary(['source', 'target']);
  });
  await knex.schema.createTable('backup_observations', table => {
    table.comment('The newest observation of each kind');
    table.string('source', 63).notNullable();
    table.string('target', 512).notNullable();
    table.string('kind', 30).notNullable();
    table
      .bigInteger('observed_at')
      .notNullable()
      .comment('As the source says; may be wrong');
    table.bigInteger('received_at').notNullable();
    table
      .bigInteger('ordered_at')
      .notNullable()
      .comment('The earlier of the two: a wrong clock must not win for ever');
    table.string('hash', 64).notNullable().comment('SHA-256');
    table.text('observation', 'longtext').notNullable().comment('JSON');
    table.primary(['source', 'target', 'kind']);
  });
  await knex.schema.createTable('backup_attempts', table => {
    table.comment('Every attempt to learn of a target');
    table.bigIncrements('seq');
    table.string('source', 63).notNullable();
    table.string('target', 512).notNullable();
    table.string('by', 20).notNullable().comment('collected or reported');
    table.bigInteger('attempted_at').notNullable().index();
    table.integer('took_ms').notNullable();
    table.string('status', 20).notNullable();
    table.text('message').nullable();
    table.index(['source', 'target', 'seq'], 'backup_attempts_target_idx');
  });
  await knex.schema.createTable('backup_notices', table => {
    table.comment('What the owner of an environment was last told');
    table.string('environment_ref', 300).primary();
    table.string('told_status', 20).notNullable();
    table
      .bigInteger('worse_since')
      .nullable()
      .comment('Since when it is worse than that');
    table
      .bigInteger('better_since')
      .nullable()
      .comment('Since when it is not worse any more, or better');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('backup_notices');
  await knex.schema.dropTable('backup_attempts');
  await knex.schema.dropTable('backup_observations');
  await knex.schema.dropTable('backup_targets');
  await knex.schema.dropTable('backup_sources');
  await knex.schema.dropTable('tenant_recovery');
  await knex.schema.dropTable('environment_recovery');
  await knex('verdicts').where('capability', 'backups').delete();
};
