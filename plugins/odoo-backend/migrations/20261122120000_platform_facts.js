// @ts-check

/**
 * Incidents that were taken in before say in their body which incident they tell about: without it none of them would ever end.
 *
 * @param {import('knex').Knex} knex
 */
async function nameIncidents(knex) {
  let after = 0;
  for (;;) {
    const rows = await knex('release_events')
      .whereIn('kind', [
        'incident-detected',
        'incident-reported',
        'incident-resolved',
      ])
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(500)
      .select('seq', 'event', 'raw');
    if (rows.length === 0) {
      return;
    }
    for (const row of rows) {
      const subject = JSON.parse(row.raw).data?.subject?.id;
      if (typeof subject === 'string' && subject !== '') {
        await knex('release_events')
          .where('seq', row.seq)
          .update({
            subject,
            event: JSON.stringify({ ...JSON.parse(row.event), subject }),
          });
      }
    }
    after = Number(rows[rows.length - 1].seq);
  }
}

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
  await nameIncidents(knex);
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
