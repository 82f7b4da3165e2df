import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';
import { DatabaseRecoveryStore } from './DatabaseRecoveryStore';
import type { DeclaredEnvironment, DeclaredTenant } from './EnvironmentStore';
import type { DeclaredRecovery } from './RecoveryStore';

const databases = storeDatabases();
const pg = 'resource:default/pg';
const tenantRef = 'odootenant:default/acme';

const environment = (
  name: string,
  recovery: Partial<DeclaredRecovery> = {},
): DeclaredEnvironment => ({
  environmentRef: `odooenvironment:default/${name}`,
  tenantRef,
  ownerRef: 'group:default/a',
  title: name,
  stage: 'production',
  hosting: 'multi-tenant',
  series: '18.0',
  bindings: [],
  cluster: 'eu',
  namespace: name,
  services: [],
  claims: [],
  references: [],
  derivedRefs: [],
  partRefs: [],
  recovery: {
    database: name,
    serverRef: pg,
    backupSources: [],
    cluster: 'eu',
    namespace: name,
    ...recovery,
  },
});

const tenant: DeclaredTenant = {
  tenantRef,
  ownerRef: 'group:default/a',
  title: 'Acme',
  criticality: 'standard',
  timeZone: 'Europe/Paris',
  recovery: {
    objectives: [{ process: 'finance', rpo: 'PT5M', rto: 'PT1H' }],
    compliance: ['gdpr'],
  },
};

describe.each(databases.each())('DatabaseRecoveryStore on %s', id => {
  it('keeps what descriptors say, counts neighbours on a server, and forgets what went', async () => {
    const knex = await databases.migrated(id);
    const environments = DatabaseEnvironmentStore.create({ knex });
    const store = DatabaseRecoveryStore.create({ knex });
    const acme = environment('acme', {
      backupSources: [{ source: 'pgbackrest', area: 'postgresql', id: 'main' }],
      runbooks: { rollback: 'https://wiki.example/rollback' },
    });
    await environments.replace(
      {
        tenants: [tenant],
        environments: [acme, environment('bolt')],
        people: [],
      },
      1,
    );
    const found = await store.getRecovery([acme.environmentRef]);
    expect(found.get(acme.environmentRef)).toEqual({
      environmentRef: acme.environmentRef,
      ...acme.recovery,
    });
    const both = [acme.environmentRef, 'odooenvironment:default/bolt'];
    expect(await store.getTenantRecoveryOf(both)).toEqual(
      new Map([[tenantRef, tenant.recovery]]),
    );
    expect(await store.getSharingServer(both)).toEqual(new Set(both));
    const refs = async (after?: string) =>
      (await store.listRecovery(after, 1)).map(e => e.environmentRef);
    expect(await refs()).toEqual([acme.environmentRef]);
    expect(await refs(acme.environmentRef)).toEqual([
      'odooenvironment:default/bolt',
    ]);

    // One entity alone: the tenant went, and nothing else is touched
    await environments.update(
      [tenantRef, acme.environmentRef],
      { tenants: [], environments: [environment('acme')], people: [] },
      2,
    );
    expect(await store.getTenantRecoveryOf(both)).toEqual(new Map());
    expect(
      (await store.getRecovery([acme.environmentRef])).get(acme.environmentRef)
        ?.backupSources,
    ).toEqual([]);
    await environments.update(
      [both[1]],
      { tenants: [], environments: [], people: [] },
      3,
    );
    expect(await store.getSharingServer(both)).toEqual(new Set());
  });
});
