/**
 * Environments that changed, noted in the transaction that changed them, until everything that follows from them is done: a
 * process that ends in between leaves the note to the next one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('changed_environments', table => {
    table
      .bigIncrements('seq')
      .comment('A note each: one that comes meanwhile stays');
    table.string('environment_ref').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('changed_environments');
};
