// @ts-check

/**
 * Facts about platform components, and what a source calls the object that several of its events tell about. Few events have
 * either, so the indexes hold those alone.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('release_events', table => {
    table.string('component_ref', 300).nullable();
    table.string('subject', 512).nullable();
    table.index(
      ['component_ref', 'kind', 'occurred_at'],
      'release_events_component_idx',
      { predicate: knex.whereNotNull('component_ref') },
    );
    table.index(['source', 'subject', 'kind'], 'release_events_incident_idx', {
      predicate: knex.whereRaw("kind = 'incident-resolved'"),
    });
  });
  await knex.schema.createTable('environment_components', table => {
    table.comment('Which platform components each environment stands on');
    table.string('environment_ref', 300).notNullable();
    table.string('component_ref', 300).notNullable().index();
    table.primary(['environment_ref', 'component_ref']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('environment_components');
  await knex.schema.alterTable('release_events', table => {
    table.dropIndex([], 'release_events_incident_idx');
    table.dropIndex([], 'release_events_component_idx');
  });
  await knex.schema.alterTable('release_events', table => {
    table.dropColumn('subject');
    table.dropColumn('component_ref');
  });
};
