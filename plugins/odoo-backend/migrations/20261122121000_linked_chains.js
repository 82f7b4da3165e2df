// @ts-check

/**
 * Chains that are joined to others: few events name one, so the indexes hold those alone, one for each way.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('release_events', table => {
    table.string('linked_chain_id', 512).nullable();
    table.index(['chain_id'], 'release_events_linking_idx', {
      predicate: knex.whereNotNull('linked_chain_id'),
    });
    table.index(['linked_chain_id'], 'release_events_linked_idx', {
      predicate: knex.whereNotNull('linked_chain_id'),
    });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('release_events', table => {
    table.dropIndex([], 'release_events_linked_idx');
    table.dropIndex([], 'release_events_linking_idx');
  });
  await knex.schema.alterTable('release_events', table => {
    table.dropColumn('linked_chain_id');
  });
};
