/**
 * Tenants, environments, their event bindings and people, as the catalog had them at the last refresh. All of it can be read from
 * the catalog again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('tenants', table => {
    table.string('tenant_ref', 300).primary();
    table.string('owner_ref', 300).notNullable();
    table.text('title').notNullable();
    table.string('criticality', 40).notNullable();
    table.string('time_zone', 100).notNullable();
    table.text('calendars').nullable();
    table.bigInteger('declared_at').notNullable();
  });

  await knex.schema.createTable('environments', table => {
    table.string('environment_ref', 300).primary();
    table.string('tenant_ref', 300).notNullable().index();
    table.string('owner_ref', 300).notNullable().index();
    table.text('title').notNullable();
    table.string('stage', 40).notNullable();
    table.string('hosting', 40).notNullable();
    table.string('series', 40).notNullable();
    table.text('bindings').notNullable();
  });

  await knex.schema.createTable('event_bindings', table => {
    table.string('environment_ref', 300).notNullable().index();
    table.integer('position').notNullable();
    table.string('source', 512).notNullable().index();
    table.string('environment_id', 512).notNullable();
    table.string('service', 512).nullable();
    table.primary(['environment_ref', 'position']);
  });

  await knex.schema.createTable('people', table => {
    table.string('identifier', 512).notNullable();
    table.string('user_ref', 300).notNullable();
    table.primary(['identifier', 'user_ref']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('people');
  await knex.schema.dropTable('event_bindings');
  await knex.schema.dropTable('environments');
  await knex.schema.dropTable('tenants');
};
