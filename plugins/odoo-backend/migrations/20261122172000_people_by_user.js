/**
 * What is known of one User is written anew as soon as the catalog tells of a change, without reading everybody's.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('people', table => {
    table.index('user_ref', 'people_user_ref_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('people', table => {
    table.dropIndex('user_ref', 'people_user_ref_idx');
  });
};
