import { DatabaseComponentStore } from '../catalog';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import {
  createReplica,
  environmentOf,
  machineCredentials,
} from './__testUtils__/ingestHarness';
import { PlatformFactsService } from './PlatformFactsService';

jest.setTimeout(60_000);

const databases = storeDatabases();
const source = 'https://ci.example.org/acme';
const pg = 'resource:default/pg-shared';
const acme = 'odooenvironment:default/acme-production';
const bolt = 'odooenvironment:default/bolt-production';

let counter = 0;
const cloudEvent = (
  type: string,
  subject: string,
  content: object,
  odoo?: object,
) => {
  counter += 1;
  const id = `e${counter}`;
  const time = new Date(Date.UTC(2026, 10, 20, 9, counter)).toISOString();
  return {
    specversion: '1.0',
    id,
    source,
    type,
    data: {
      context: { specversion: '0.5.1', id, source, type, timestamp: time },
      subject: { id: subject, content },
      ...(odoo && { customData: { odoo } }),
    },
  };
};

const incident = (
  predicate: 'detected' | 'reported' | 'resolved',
  subject: string,
  environment: string,
  odoo?: object,
) =>
  cloudEvent(
    `dev.cdevents.incident.${predicate}.0.3.0`,
    subject,
    { environment: { id: environment } },
    odoo,
  );

const maintenance = (predicate: string, component = pg) =>
  cloudEvent(`dev.cdeventsx.odoo-maintenance.${predicate}.0.1.0`, 'CHG-7', {
    component: { id: component },
    ...(predicate !== 'finished' && { activity: 'patching' }),
  });

describe.each(databases.each())('PlatformFactsService on %s', id => {
  async function setUp() {
    const knex = await databases.migrated(id);
    const replica = createReplica(knex);
    const standing = (name: string, bound: string) => ({
      ...environmentOf(name, [{ source, environmentId: bound }]),
      references: [{ field: 'spec.platformComponents[0]', entityRef: pg }],
    });
    await replica.project([
      standing('acme-production', 'acme'),
      standing('bolt-production', 'bolt'),
    ]);
    const facts = new PlatformFactsService({
      access: { readableEnvironments: async ref => [ref] },
      components: DatabaseComponentStore.create({ knex }),
      lists: replica.lists,
      clock: { now: () => Date.UTC(2026, 10, 22) },
    });
    const me = machineCredentials('ci');
    return {
      knex,
      replica,
      incidents: (ref: string) => facts.listIncidents(ref, me),
      work: (ref: string) => facts.listPlatformReleases(ref, me),
      facts,
    };
  }

  it('lists what is open on an environment and under it, and nothing of a neighbour’s own', async () => {
    const { replica, incidents } = await setUp();
    await replica.post([
      incident('detected', 'INC-1', 'acme'),
      incident('reported', 'INC-1', 'acme'),
      incident('detected', 'INC-2', 'acme'),
      incident('resolved', 'INC-2', 'acme'),
      incident('detected', 'INC-3', 'bolt'),
      incident('detected', 'INC-4', 'shared', { component: pg }),
    ]);
    const subjects = async (ref: string) =>
      (await incidents(ref)).items.map(({ subject }) => subject);
    expect(await subjects(acme)).toEqual(['INC-4', 'INC-1']);
    expect(await subjects(bolt)).toEqual(['INC-4', 'INC-3']);
    expect((await incidents(acme)).items[0]).toMatchObject({
      componentRef: pg,
    });

    // One that comes back is open again
    await replica.post([incident('detected', 'INC-2', 'acme')]);
    expect(await subjects(acme)).toContain('INC-2');
    await replica.post([
      incident('resolved', 'INC-4', 'shared', { component: pg }),
    ]);
    expect(await subjects(bolt)).toEqual(['INC-3']);
  });

  it('keeps work on a component once and shows it on whoever stands on it', async () => {
    const { knex, replica, work, facts } = await setUp();
    await replica.post([maintenance('planned'), maintenance('started')]);
    const other = 'odooenvironment:default/other';
    const under = await facts.workUnder([acme, other]);
    expect(under.get(acme)?.openEnded).toMatch(/nobody said when it ends/);
    expect(under.has(other)).toBe(false);
    expect((await work(acme)).items).toMatchObject([
      { state: 'running', componentRef: pg, environmentRefs: [acme] },
    ]);
    expect((await work(bolt)).items).toMatchObject([
      { state: 'running', environmentRefs: [bolt] },
    ]);
    await replica.post([maintenance('finished')]);
    expect((await work(acme)).items).toMatchObject([{ state: 'finished' }]);
    expect(
      await knex('release_events').select('attribution', 'environment_ref'),
    ).toEqual(
      Array(3).fill({ attribution: 'component', environment_ref: null }),
    );
    expect(await knex('releases')).toEqual([]);
  });

  it('takes no word about a component from who may not write everywhere', async () => {
    const { knex, replica } = await setUp();
    await expect(
      replica.post([maintenance('planned')], 'acme-ci'),
    ).rejects.toThrow();
    await expect(
      replica.post(
        [maintenance('planned', 'resource:default/none')],
        'acme-ci',
      ),
    ).rejects.toThrow();
    expect(await knex('release_events')).toEqual([]);
  });
});
