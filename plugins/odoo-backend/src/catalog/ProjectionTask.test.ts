import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { CatalogSnapshot, EnvironmentStore } from './EnvironmentStore';
import { ProjectionTask } from './ProjectionTask';

const tenant: Entity = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: { name: 'Acme', namespace: 'retail', title: 'Acme Fashion' },
  spec: {
    owner: 'fashion',
    criticality: 'standard',
    timeZone: 'Europe/Paris',
    calendars: [{ name: 'trading', source: 'corporate' }],
  },
};

const environment: Entity = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: { name: 'acme-production', namespace: 'retail' },
  spec: {
    tenant: 'acme',
    owner: 'user:default/jo',
    stage: 'production',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'community' },
    bindings: [{ source: 'ci', environmentId: 'prod' }],
  },
};

const user: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name: 'jo',
    annotations: {
      'github.com/user-login': 'Jo-Hub',
      'odoofleet.io/logins': `jo.ci, JO , user:default/boss,${'x'.repeat(600)}`,
    },
  },
  spec: { profile: { email: 'Jo@acme.example' }, memberOf: [] },
};

function setUp(entities: Entity[], changed: string[] = []) {
  const replace = jest.fn(async (_: CatalogSnapshot, _now: number) => ({
    changed,
  }));
  const onChange = jest.fn();
  const logger = mockServices.logger.mock();
  const catalog = catalogServiceMock({ entities });
  const task = ProjectionTask.create({
    auth: mockServices.auth(),
    catalog,
    environments: { replace } as Partial<EnvironmentStore> as EnvironmentStore,
    clock: { now: () => 1_795_000_000_000 },
    logger,
    onChange,
  });
  const run = () => task.run(new AbortController().signal);
  return { run, task, replace, onChange, logger, catalog };
}

describe('ProjectionTask', () => {
  it('projects tenants, environments and people, with full references', async () => {
    const { run, replace } = setUp([tenant, environment, user]);
    await run();

    expect(replace).toHaveBeenCalledWith(
      {
        tenants: [
          {
            tenantRef: 'odootenant:retail/acme',
            ownerRef: 'group:retail/fashion',
            title: 'Acme Fashion',
            criticality: 'standard',
            timeZone: 'Europe/Paris',
            calendars: [{ name: 'trading', source: 'corporate' }],
          },
        ],
        environments: [
          {
            environmentRef: 'odooenvironment:retail/acme-production',
            tenantRef: 'odootenant:retail/acme',
            ownerRef: 'user:default/jo',
            title: 'acme-production',
            stage: 'production',
            hosting: 'dedicated',
            series: '18.0',
            bindings: [{ source: 'ci', environmentId: 'prod' }],
          },
        ],
        people: [
          'user:default/jo',
          'jo@acme.example',
          'jo-hub',
          'jo.ci',
          'jo',
        ].map(identifier => ({ identifier, userRef: 'user:default/jo' })),
      },
      1_795_000_000_000,
    );
  });

  it('leaves out what it cannot read, says so once, and keeps the rest', async () => {
    const broken = {
      ...environment,
      metadata: { name: 'broken' },
      spec: { ...environment.spec, stage: 'live' },
    };
    const { run, replace, logger } = setUp([broken, environment]);
    await run();
    await run();

    expect(replace.mock.calls[0][0].environments).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining(
        'Left out of the projection: odooenvironment:default/broken: spec.stage',
      ),
    );
  });

  it('tells its listener which environments changed, and nothing when none did', async () => {
    const changed = setUp([environment], ['odooenvironment:retail/a']);
    await changed.run();
    expect(changed.onChange).toHaveBeenCalledWith(['odooenvironment:retail/a']);

    const same = setUp([environment]);
    await same.run();
    expect(same.onChange).not.toHaveBeenCalled();
  });

  it('keeps the last projection and fails when the catalog does', async () => {
    const { run, replace, catalog } = setUp([environment]);
    jest
      .spyOn(catalog, 'streamEntities')
      .mockImplementation(async function* brokenStream() {
        yield [environment];
        throw new Error('the catalog is away');
      });

    await expect(run()).rejects.toThrow('the catalog is away');
    expect(replace).not.toHaveBeenCalled();
  });

  it('stores nothing once it was aborted', async () => {
    const { task, replace } = setUp([environment]);

    await expect(task.run(AbortSignal.abort())).rejects.toThrow();
    expect(replace).not.toHaveBeenCalled();
  });
});
