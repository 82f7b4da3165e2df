import type { Knex } from 'knex';
import { machineQuery } from '../platform/machines';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';
import { criteriaToQuery } from './environmentCriteria';
import { odooEnvironmentRules } from './environmentRules';
import type {
  CatalogSnapshot,
  DeclaredEnvironment,
  ProjectedEnvironment,
} from './EnvironmentStore';

const { isOwner, inTenant, hasStage, hasHosting } = odooEnvironmentRules;

/** As the catalog declares it, with every pipeline that it has as its claims. */
function declared(environments: ProjectedEnvironment[]): DeclaredEnvironment[] {
  return environments.map(projected => ({
    ...projected,
    cluster: 'shared-eu',
    namespace: projected.title,
    services: [],
    claims: projected.bindings.map(({ source, environmentId, service }) => ({
      kind: 'pipeline',
      scope: source,
      id: environmentId,
      service,
    })),
    references: [],
    derivedRefs: [],
    partRefs: [],
  }));
}

function environment(
  name: string,
  overrides: Partial<ProjectedEnvironment> = {},
): ProjectedEnvironment {
  return {
    environmentRef: `odooenvironment:default/${name}`,
    tenantRef: 'odootenant:default/acme',
    ownerRef: 'group:default/fashion',
    title: name,
    stage: 'production',
    hosting: 'dedicated',
    series: '18.0',
    bindings: [{ source: 'ci', environmentId: name }],
    ...overrides,
  };
}

const production = environment('acme-production');
const staging = environment('acme-staging', {
  stage: 'staging',
  hosting: 'multi-tenant',
  bindings: [
    { source: 'ci', environmentId: 'staging', service: 'web' },
    { source: 'argo', environmentId: 'acme/staging' },
  ],
});
const other = environment('bolt_production', {
  tenantRef: 'odootenant:default/bolt',
  ownerRef: 'group:default/diy',
});

const snapshot: CatalogSnapshot = {
  tenants: [
    {
      tenantRef: 'odootenant:default/acme',
      ownerRef: 'group:default/fashion',
      title: 'Acme',
      criticality: 'standard',
      timeZone: 'Europe/Paris',
      calendars: [{ name: 'trading', windows: [] }],
    },
    {
      tenantRef: 'odootenant:default/bolt',
      ownerRef: 'group:default/diy',
      title: 'Bolt',
      criticality: 'mission-critical',
      timeZone: 'Europe/Berlin',
    },
  ],
  environments: declared([production, staging, other]),
  people: [
    { identifier: 'user:default/jo', userRef: 'user:default/jo' },
    { identifier: 'Jo@Acme.example', userRef: 'user:default/jo' },
    { identifier: 'shared', userRef: 'user:default/jo' },
    { identifier: 'shared', userRef: 'user:default/max' },
  ],
};

const at = 1_795_000_000_000;

describe('DatabaseEnvironmentStore', () => {
  const databases = storeDatabases();

  describe.each(databases.each())('on %s', id => {
    let knex: Knex;
    let store: DatabaseEnvironmentStore;

    beforeAll(async () => {
      knex = await databases.migrated(id);
      store = DatabaseEnvironmentStore.create({ knex });
    });

    beforeEach(async () => {
      await knex('bindings').update({ state: 'unconfirmed' });
      await store.replace(snapshot, at);
    });

    const confirmAll = () => knex('bindings').update({ state: 'confirmed' });

    it('gives back what the catalog had', async () => {
      await expect(
        store.getEnvironments([
          staging.environmentRef,
          'odooenvironment:default/nope',
        ]),
      ).resolves.toEqual([staging]);
      await expect(
        store.getTenants(snapshot.tenants.map(t => t.tenantRef)),
      ).resolves.toEqual(
        snapshot.tenants.map(tenant => ({ ...tenant, declaredAt: at })),
      );
    });

    it('names all that it has, and only that', async () => {
      await store.replace({ ...snapshot, environments: declared([other]) }, at);
      await expect(store.listRefs()).resolves.toEqual({
        tenantRefs: expect.arrayContaining(
          snapshot.tenants.map(({ tenantRef }) => tenantRef),
        ),
        environmentRefs: [other.environmentRef],
      });
    });

    it('tells what appeared, changed and went, and nothing when nothing did', async () => {
      await expect(store.replace(snapshot, at + 1)).resolves.toEqual({
        changed: [],
        contestKeys: [],
      });

      const added = environment('acme-development', { stage: 'development' });
      const rebound = {
        ...production,
        bindings: [{ source: 'ci', environmentId: 'renamed' }],
      };
      await expect(
        store.replace(
          { ...snapshot, environments: declared([rebound, staging, added]) },
          at,
        ),
      ).resolves.toMatchObject({
        changed: [
          added.environmentRef,
          production.environmentRef,
          other.environmentRef,
        ],
        contestKeys: { length: 4 },
      });
      await confirmAll();
      await expect(store.getBindings(['ci'])).resolves.toEqual([
        { environmentRef: added.environmentRef, ...added.bindings[0] },
        { environmentRef: production.environmentRef, ...rebound.bindings[0] },
        { environmentRef: staging.environmentRef, ...staging.bindings[0] },
      ]);
    });

    it('brings in some alone, and touches no other', async () => {
      const renamed = { ...production, title: 'Renamed' };
      await expect(
        store.update(
          [production.environmentRef, other.environmentRef],
          { tenants: [], environments: declared([renamed]), people: [] },
          at,
        ),
      ).resolves.toMatchObject({
        changed: [production.environmentRef, other.environmentRef],
        // The claim of the one that is gone; the other's is what it was
        contestKeys: { length: 1 },
      });
      await expect(store.listEnvironments({ limit: 10 })).resolves.toEqual([
        renamed,
        staging,
      ]);
      await expect(
        store.getTenants(snapshot.tenants.map(t => t.tenantRef)),
      ).resolves.toHaveLength(2);
    });

    it('remembers since when a tenant is declared as it is', async () => {
      const [first, second] = snapshot.tenants;
      await store.replace(
        { ...snapshot, tenants: [first, { ...second, title: 'Renamed' }] },
        at + 60_000,
      );
      await expect(
        store.getTenants([first.tenantRef, second.tenantRef]),
      ).resolves.toEqual([
        { ...first, declaredAt: at },
        { ...second, title: 'Renamed', declaredAt: at + 60_000 },
      ]);
      await store.replace(snapshot, at);
    });

    it('keeps the last projection when a part of the new one is refused', async () => {
      await expect(
        store.replace(
          {
            ...snapshot,
            environments: [],
            tenants: [{ ...snapshot.tenants[0], title: null as never }],
          },
          at,
        ),
      ).rejects.toThrow();

      await expect(store.listEnvironments({ limit: 10 })).resolves.toHaveLength(
        3,
      );
    });

    it('holds more than one batch of environments', async () => {
      const many = Array.from({ length: 1100 }, (_, i) => environment(`e${i}`));
      const { changed } = await store.replace(
        {
          ...snapshot,
          environments: declared(many),
        },
        at,
      );

      expect(changed).toHaveLength(1103);
      await expect(
        store.getEnvironments(many.map(e => e.environmentRef)),
      ).resolves.toHaveLength(1100);
    });

    it('pages by reference', async () => {
      const first = await store.listEnvironments({ limit: 2 });
      const second = await store.listEnvironments({
        limit: 2,
        after: first[1].environmentRef,
      });

      expect([...first, ...second]).toEqual([production, staging, other]);
    });

    it('filters by tenant, stage and hosting', async () => {
      await expect(
        store.listEnvironments({
          limit: 10,
          tenantRef: production.tenantRef,
          stage: 'staging',
          hosting: 'multi-tenant',
        }),
      ).resolves.toEqual([staging]);
    });

    it.each([
      ['isOwner', isOwner, { claims: ['Group:default/Fashion'] }, 2],
      ['isOwner of nothing', isOwner, { claims: [] }, 0],
      ['inTenant', inTenant, { tenants: ['OdooTenant:default/bolt'] }, 1],
      ['hasStage', hasStage, { stages: ['staging', 'development'] }, 1],
      ['hasHosting', hasHosting, { hostings: ['dedicated'] }, 2],
    ])(
      'applies %s alike in SQL and in memory',
      async (_, rule, params, count) => {
        const { apply, toQuery } = rule as unknown as {
          apply(e: ProjectedEnvironment, p: object): boolean;
          toQuery(p: object): Parameters<typeof criteriaToQuery>[0];
        };
        const found = await store.listEnvironments({
          limit: 10,
          permitted: criteriaToQuery(toQuery(params)),
        });

        expect(found).toEqual(
          [production, staging, other].filter(e => apply(e, params)),
        );
        expect(found).toHaveLength(count);
      },
    );

    it('combines conditions, and never widens by what else is asked', async () => {
      const own = isOwner.toQuery({ claims: ['group:default/fashion'] });
      const live = hasStage.toQuery({ stages: ['production'] });
      const list = (criteria: Parameters<typeof criteriaToQuery>[0]) =>
        store.listEnvironments({
          limit: 10,
          permitted: criteriaToQuery(criteria),
          tenantRef: production.tenantRef,
        });

      await expect(list({ allOf: [own, live] })).resolves.toEqual([production]);
      await expect(list({ anyOf: [own, live] })).resolves.toEqual([
        production,
        staging,
      ]);
      await expect(list({ not: live })).resolves.toEqual([staging]);
      await expect(
        list({ anyOf: [{ not: own }, { allOf: [own, { not: live }] }] }),
      ).resolves.toEqual([staging]);
      await expect(
        list({ anyOf: [] as unknown as [typeof own] }),
      ).resolves.toEqual([]);
    });

    it('applies the patterns of a machine', async () => {
      const list = (...environments: string[]) =>
        store.listEnvironments({
          limit: 10,
          permitted: machineQuery({ subject: 'ci', environments, verbs: [] }),
        });

      await expect(list('odooenvironment:default/acme-*')).resolves.toEqual([
        production,
        staging,
      ]);
      await expect(
        list('odooenvironment:default/bolt_*', staging.environmentRef),
      ).resolves.toEqual([staging, other]);
      await expect(
        list('odooenvironment:default/acme_production'),
      ).resolves.toEqual([]);
      await expect(list()).resolves.toEqual([]);
    });

    it('reads bindings inside a transaction, confirmed ones only', async () => {
      await expect(store.getBindings(['argo'])).resolves.toEqual([]);
      await expect(store.getDeclaredBindings(['argo'])).resolves.toEqual([
        {
          environmentRef: staging.environmentRef,
          ...staging.bindings[1],
          state: 'unconfirmed',
        },
      ]);
      await confirmAll();
      const bindings = await knex.transaction(tx =>
        store.getBindings(['argo'], tx),
      );

      expect(bindings).toEqual([
        { environmentRef: staging.environmentRef, ...staging.bindings[1] },
      ]);
    });

    it('maps a name to a person only when one person claims it', async () => {
      await expect(
        store.resolvePeople(['JO@acme.example', 'shared', 'nobody']),
      ).resolves.toEqual(new Map([['JO@acme.example', 'user:default/jo']]));

      await store.replace(
        {
          ...snapshot,
          people: snapshot.people.filter(p => p.userRef !== 'user:default/max'),
        },
        at,
      );
      await expect(store.resolvePeople(['shared'])).resolves.toEqual(
        new Map([['shared', 'user:default/jo']]),
      );
    });

    it('knows one User anew without a word about the others', async () => {
      const known = () => store.resolvePeople(['Jo@Acme.example', 'jo-hub']);
      await store.update(
        ['user:default/jo'],
        {
          tenants: [],
          environments: [],
          people: [{ identifier: 'Jo-Hub', userRef: 'user:default/jo' }],
        },
        at,
      );
      await expect(known()).resolves.toEqual(
        new Map([['jo-hub', 'user:default/jo']]),
      );
      // No longer Jo's, so it is Max's alone
      await expect(store.resolvePeople(['shared'])).resolves.toEqual(
        new Map([['shared', 'user:default/max']]),
      );
      await expect(store.countUsers()).resolves.toBe(2);

      await store.update(
        ['user:default/jo'],
        { tenants: [], environments: [], people: [] },
        at,
      );
      await expect(known()).resolves.toEqual(new Map());
      await expect(store.countUsers()).resolves.toBe(1);
      await expect(store.listUserRefs()).resolves.toEqual(['user:default/max']);
      await expect(
        store.getEnvironments([production.environmentRef]),
      ).resolves.toHaveLength(1);
    });
  });
});
