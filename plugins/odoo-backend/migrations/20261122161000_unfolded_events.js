// @ts-check

/**
 * Facts that are stored and not yet folded into their releases. Rows come and go by the hundred each second, and few stand here at
 * a time: no index but the key.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('unfolded_events', table => {
    table.comment('Facts that no release shows yet');
    table.bigInteger('seq').primary().comment('Of the row in release_events');
    table
      .string('environment_ref', 300)
      .nullable()
      .comment(
        'When it was stored; none: a fact about an artifact, or about a platform component',
      );
  });
  if (knex.client.config.client === 'pg') {
    // Else the table is as long as the busiest minute of the portal's life
    await knex.schema.raw(
      'alter table unfolded_events set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)',
    );
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('unfolded_events');
};
