import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Authorizer } from '../platform/Authorizer';
import { CatalogService } from './CatalogService';
import type {
  EnvironmentStore,
  ProjectedEnvironment,
} from './EnvironmentStore';

const production = 'odooenvironment:default/acme-production';
const hidden = 'odooenvironment:default/acme-hidden';
const tenant = 'odootenant:default/acme';
const user = mockCredentials.user();
const machine = mockCredentials.service('ci');

function entity(kind: string, name: string, annotations = {}): Entity {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'default', annotations },
  };
}

/** The catalog as the caller sees it: without the hidden environment. */
const visible = [
  entity('OdooTenant', 'acme'),
  entity('OdooEnvironment', 'acme-production'),
  entity('Component', 'acme-production-web', {
    'odoofleet.io/environment': 'OdooEnvironment:default/acme-production',
    'odoofleet.io/role': 'web',
  }),
  entity('Component', 'spy', { 'odoofleet.io/environment': hidden }),
  entity('Component', 'odd', {
    'odoofleet.io/environment': '::',
    'odoofleet.io/role': 'boss',
  }),
  entity('Component', 'other', {
    'odoofleet.io/environment': 'group:default/x',
  }),
];

function setUp(machineReaches: string[] = []) {
  const known = [hidden, production].map(
    environmentRef =>
      ({ environmentRef, tenantRef: tenant } as ProjectedEnvironment),
  );
  const environments: Partial<EnvironmentStore> = {
    getEnvironments: async refs =>
      known.filter(e => refs.includes(e.environmentRef)),
    listEnvironments: async ({ tenantRef }) =>
      known.filter(e => e.tenantRef === tenantRef),
  };
  const authorizer: Partial<Authorizer> = {
    environmentCondition: async () => undefined,
    filterEnvironments: async (_c, _p, _v, refs) =>
      refs.filter(ref => machineReaches.includes(ref)),
  };
  const catalog = catalogServiceMock({ entities: visible });
  const getEntityByRef = jest.spyOn(catalog, 'getEntityByRef');
  const service = CatalogService.create({
    catalog,
    environments: environments as EnvironmentStore,
    authorizer: authorizer as Authorizer,
  });
  return { service, getEntityByRef };
}

describe('CatalogService.resolveEntity', () => {
  it.each([
    [production, { kind: 'odooenvironment', environmentRefs: [production] }],
    [tenant, { kind: 'odootenant', environmentRefs: [production] }],
    [
      'component:default/acme-production-web',
      { kind: 'component', environmentRefs: [production], role: 'web' },
    ],
    ['component:default/spy', { kind: 'component', environmentRefs: [] }],
    ['component:default/odd', { kind: 'component', environmentRefs: [] }],
    ['component:default/other', { kind: 'component', environmentRefs: [] }],
  ])('resolves %s, only to what the person may read', async (ref, expected) => {
    const { service, getEntityByRef } = setUp();

    await expect(service.resolveEntity(ref, user)).resolves.toEqual({
      entityRef: ref,
      ...expected,
    });
    expect(getEntityByRef).toHaveBeenCalledWith(ref, { credentials: user });
  });

  it('finds nothing that the person may not read', async () => {
    await expect(setUp().service.resolveEntity(hidden, user)).rejects.toThrow(
      `There is no ${hidden} in the catalog that you may see`,
    );
  });

  it.each(['', 'acme', 'odooenvironment:'])(
    'refuses %p, which is no reference',
    async ref => {
      await expect(setUp().service.resolveEntity(ref, user)).rejects.toThrow(
        'entityRef: write an entity reference',
      );
    },
  );

  it('answers a machine from the projection, as far as it reaches', async () => {
    const { service, getEntityByRef } = setUp([hidden]);
    const resolve = (ref: string) => service.resolveEntity(ref, machine);

    await expect(resolve(hidden)).resolves.toEqual({
      entityRef: hidden,
      kind: 'odooenvironment',
      environmentRefs: [hidden],
    });
    await expect(resolve(tenant)).resolves.toMatchObject({
      environmentRefs: [hidden],
    });
    await expect(resolve(production)).rejects.toThrow('There is no');
    await expect(resolve('odooenvironment:default/nowhere')).rejects.toThrow(
      'There is no',
    );
    await expect(resolve('component:default/spy')).rejects.toThrow(
      'a machine can ask about an environment or a tenant',
    );
    expect(getEntityByRef).not.toHaveBeenCalled();
  });
});
