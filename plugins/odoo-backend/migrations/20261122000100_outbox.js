/**
 * What happened here and waits for delivery to the portal's events bus.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('outbox', table => {
    table.bigIncrements('sequence');
    table.string('message_id', 36).notNullable().unique();
    table.string('topic', 200).notNullable();
    table.text('payload').notNullable();
    table.bigInteger('created_at_ms').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.string('claim', 36).nullable().index();
    table.bigInteger('claimed_until_ms').notNullable().defaultTo(0);
    table.bigInteger('delivered_at_ms').nullable();
    table.index(['delivered_at_ms', 'sequence']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('outbox');
};
