import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { DatabaseComponentStore } from './DatabaseComponentStore';
import { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';
import type { DeclaredEnvironment } from './EnvironmentStore';

const databases = storeDatabases();

const pg = 'resource:default/pg-shared';
const redis = 'resource:default/redis';

const on = (
  name: string,
  references: DeclaredEnvironment['references'],
): DeclaredEnvironment => ({
  environmentRef: `odooenvironment:default/${name}`,
  tenantRef: 'odootenant:default/acme',
  ownerRef: 'group:default/fashion',
  title: name,
  stage: 'production',
  hosting: 'multi-tenant',
  series: '18.0',
  bindings: [],
  cluster: 'shared-eu',
  namespace: name,
  services: [],
  claims: [],
  references,
  derivedRefs: [],
  partRefs: [],
});

describe.each(databases.each())('DatabaseComponentStore on %s', id => {
  it('knows who stands on what, and forgets what is no longer named', async () => {
    const knex = await databases.migrated(id);
    const environments = DatabaseEnvironmentStore.create({ knex });
    const components = DatabaseComponentStore.create({ knex });
    const acme = on('acme', [
      { field: 'spec.tenant', entityRef: 'odootenant:default/acme' },
      { field: 'spec.database.server', entityRef: pg },
      { field: 'spec.platformComponents[0]', entityRef: pg },
      { field: 'spec.platformComponents[1]', entityRef: redis },
    ]);
    const bolt = on('bolt', [
      { field: 'spec.platformComponents[0]', entityRef: pg },
    ]);
    const snapshot = { tenants: [], people: [] };
    await environments.replace({ ...snapshot, environments: [acme, bolt] }, 1);
    expect(
      await components.getEnvironmentsOn([pg, redis, 'resource:default/none']),
    ).toEqual(
      new Map([
        [pg, [acme.environmentRef, bolt.environmentRef]],
        [redis, [acme.environmentRef]],
      ]),
    );
    expect(await components.getComponents([acme.environmentRef])).toEqual(
      new Map([[acme.environmentRef, [pg, redis]]]),
    );

    // One that is read alone leaves the others as they are
    await environments.update(
      [acme.environmentRef],
      { tenants: [], environments: [on('acme', [])], people: [] },
      2,
    );
    expect(await components.getEnvironmentsOn([pg, redis])).toEqual(
      new Map([[pg, [bolt.environmentRef]]]),
    );
    await environments.replace({ ...snapshot, environments: [] }, 3);
    expect(await components.getEnvironmentsOn([pg])).toEqual(new Map());
  });
});
