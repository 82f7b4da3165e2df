/**
 * When a task of this plugin last did its work, on whichever replica: a replica that starts reads here what others have done.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('task_successes', table => {
    table.string('task_id', 100).primary();
    table.bigInteger('succeeded_at').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('task_successes');
};
