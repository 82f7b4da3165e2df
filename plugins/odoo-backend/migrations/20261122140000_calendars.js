// @ts-check

/**
 * What calendars outside of descriptors were read to say. A calendar's key is the SHA-256 of how it is read and of what: tenants that
 * name the same calendar share its readings.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('tenants', table => {
    table.text('location').nullable().comment('Where it was read from');
  });
  await knex.schema.createTable('calendar_readings', table => {
    table.comment(
      'The last attempt to read a calendar, and the last good text',
    );
    table.string('calendar_key', 64).primary();
    table
      .bigInteger('attempted_at')
      .notNullable()
      .comment('Epoch milliseconds');
    table.string('status', 20).notNullable();
    table.text('message').nullable();
    table.bigInteger('answered_at').nullable();
    table
      .text('text', 'longtext')
      .nullable()
      .comment('iCalendar; null when it was never read or is without events');
  });
  await knex.schema.createTable('calendar_expansions', table => {
    table.comment('The last good text as windows, in each zone that wants it');
    table.string('calendar_key', 64).notNullable();
    table.string('time_zone', 100).notNullable();
    table.bigInteger('starts_at').notNullable();
    table.bigInteger('complete_until').notNullable();
    table.text('windows', 'longtext').notNullable().comment('JSON');
    table.text('problems').notNullable().comment('JSON');
    table.primary(['calendar_key', 'time_zone']);
  });
  await knex.schema.createTable('calendar_attempts', table => {
    table.comment('Every attempt to read a calendar');
    table.bigIncrements('seq');
    table.string('calendar_key', 64).notNullable();
    table.bigInteger('attempted_at').notNullable().index();
    table.string('status', 20).notNullable();
    table.text('message').nullable();
    table.index(['calendar_key', 'seq'], 'calendar_attempts_calendar_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('calendar_attempts');
  await knex.schema.dropTable('calendar_expansions');
  await knex.schema.dropTable('calendar_readings');
  await knex.schema.alterTable('tenants', table => {
    table.dropColumn('location');
  });
};
