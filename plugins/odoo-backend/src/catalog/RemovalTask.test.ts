import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { RemovalTask } from './RemovalTask';

const entity = (kind: string, name: string): Entity => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind,
  metadata: { name },
});

const acme = entity('OdooTenant', 'acme');
const production = entity('OdooEnvironment', 'acme-production');
const jo = entity('User', 'jo');

function setUp(
  tenantRefs: string[],
  environmentRefs: string[],
  userRefs: string[] = ['user:default/jo'],
) {
  const catalog = catalogServiceMock({ entities: [acme, production, jo] });
  const getEntitiesByRefs = jest.spyOn(catalog, 'getEntitiesByRefs');
  const refresh = jest.fn(async () => {});
  const task = RemovalTask.create({
    auth: mockServices.auth(),
    catalog,
    environments: {
      listRefs: async () => ({ tenantRefs, environmentRefs }),
      countUsers: async () => userRefs.length,
      listUserRefs: async () => userRefs,
    },
    projection: { refresh },
  });
  const run = () => task.run(new AbortController().signal);
  return { run, catalog, getEntitiesByRefs, refresh };
}

describe('RemovalTask', () => {
  it('takes out what the catalog no longer has', async () => {
    const { run, refresh } = setUp(
      ['odootenant:default/acme', 'odootenant:default/gone'],
      [
        'odooenvironment:default/gone-staging',
        'odooenvironment:default/acme-production',
      ],
    );
    await run();
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(refresh).toHaveBeenCalledWith(
      ['odootenant:default/gone', 'odooenvironment:default/gone-staging'],
      expect.any(AbortSignal),
    );
  });

  it('takes out people who left, so that nobody passes for them any longer', async () => {
    const { run, refresh } = setUp(
      [],
      [],
      ['user:default/ex', 'user:default/jo'],
    );
    await run();
    expect(refresh.mock.calls).toEqual([
      [['user:default/ex'], expect.any(AbortSignal)],
    ]);
  });

  it.each([
    [
      'as many as the catalog',
      ['odootenant:default/acme'],
      ['odooenvironment:default/acme-production'],
    ],
    ['fewer: the catalog module tells of new ones', [], []],
  ])('asks for no entity when it has %s', async (_, tenants, environments) => {
    const { run, refresh, getEntitiesByRefs } = setUp(tenants, environments);
    await run();
    expect(getEntitiesByRefs).not.toHaveBeenCalled();
    expect(refresh).not.toHaveBeenCalled();
  });

  it('takes nothing out when the catalog does not answer', async () => {
    const { run, refresh, catalog } = setUp(['odootenant:default/gone'], []);
    jest
      .spyOn(catalog, 'queryEntities')
      .mockRejectedValue(new Error('the catalog is away'));
    await expect(run()).rejects.toThrow('the catalog is away');
    expect(refresh).not.toHaveBeenCalled();
  });
});
