// @ts-check

/**
 * Releases are written anew with each of their events, messages are leased and settled. PostgreSQL writes every index of a changed
 * row again unless none of the changed columns stands in an index and the page has room left: so it gets room, and the lease, which
 * nothing is looked up by, no index.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('outbox', table => {
    table.dropIndex('claim');
  });
  if (knex.client.config.client === 'pg') {
    await knex.schema.raw('alter table outbox set (fillfactor = 60)');
    await knex.schema.raw('alter table releases set (fillfactor = 60)');
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  if (knex.client.config.client === 'pg') {
    await knex.schema.raw('alter table releases reset (fillfactor)');
    await knex.schema.raw('alter table outbox reset (fillfactor)');
  }
  await knex.schema.alterTable('outbox', table => {
    table.index('claim');
  });
};
