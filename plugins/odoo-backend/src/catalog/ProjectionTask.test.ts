import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { claimsOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CatalogSnapshot, EnvironmentStore } from './EnvironmentStore';
import type { FindingScope, FoundProblem } from './FindingStore';
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
  metadata: {
    name: 'acme-production',
    namespace: 'retail',
    annotations: { 'backstage.io/managed-by-location': 'file:/acme.yaml' },
  },
  spec: {
    tenant: 'acme',
    owner: 'user:default/jo',
    stage: 'production',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'community' },
    bindings: [{ source: 'ci', environmentId: 'prod' }],
    kubernetes: { cluster: 'shared-eu', namespace: 'acme-production' },
    services: [
      { role: 'web' },
      { role: 'connector', component: 'component:default/loyalty' },
    ],
    database: { name: 'acme' },
    objectStorage: { bucket: 'attachments', prefix: 'acme/' },
    platformComponents: ['system:default/shared', 'ingress'],
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

function setUp(
  entities: Entity[],
  changed: string[] = [],
  judged: string[] = [],
) {
  const replace = jest.fn(async (_: CatalogSnapshot, _now: number) => ({
    changed,
    contestKeys: [],
  }));
  const update = jest.fn(async () => ({ changed, contestKeys: ['key'] }));
  const review = jest.fn(async () => ({
    environmentRefs: [],
    changed: judged,
  }));
  const rounds = { bindings: jest.fn(), clusters: jest.fn() };
  const findings = {
    replace: jest.fn(
      async (_: FindingScope, _found: readonly FoundProblem[]) => {},
    ),
    listEntitiesWith: jest.fn(
      async (
        _kind: string,
        _subjects: readonly string[],
      ): Promise<string[]> => [],
    ),
  };
  const followUp = { run: jest.fn(async () => {}) };
  const onRead = jest.fn();
  const logger = mockServices.logger.mock();
  const catalog = catalogServiceMock({ entities });
  const task = ProjectionTask.create({
    auth: mockServices.auth(),
    catalog,
    environments: {
      replace,
      update,
    } as Partial<EnvironmentStore> as EnvironmentStore,
    bindings: { review },
    findings,
    rounds,
    clock: { now: () => 1_795_000_000_000 },
    logger,
    followUp,
    onRead,
    patience: { attempts: 3, pauseMs: 1 },
  });
  const run = () => task.run(new AbortController().signal);
  return {
    run,
    task,
    replace,
    update,
    rounds,
    review,
    findings,
    followUp,
    onRead,
    logger,
    catalog,
  };
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
            recovery: { compliance: [] },
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
            location: 'file:/acme.yaml',
            cluster: 'shared-eu',
            namespace: 'acme-production',
            services: environment.spec!.services,
            claims: claimsOf(
              environment.spec as Parameters<typeof claimsOf>[0],
            ),
            references: [
              { field: 'spec.tenant', entityRef: 'odootenant:retail/acme' },
              { field: 'spec.owner', entityRef: 'user:default/jo' },
              {
                field: 'spec.services[1].component',
                entityRef: 'component:default/loyalty',
              },
              {
                field: 'spec.platformComponents[0]',
                entityRef: 'system:default/shared',
              },
              {
                field: 'spec.platformComponents[1]',
                entityRef: 'resource:retail/ingress',
              },
            ],
            derivedRefs: [
              'component:retail/acme-production-web',
              'resource:retail/acme-production-database',
              'resource:retail/acme-production-filestore',
            ],
            partRefs: [],
            recovery: {
              database: 'acme',
              backupSources: [],
              cluster: 'shared-eu',
              namespace: 'acme-production',
              objectStorage: { bucket: 'attachments', prefix: 'acme/' },
            },
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

  it('sees to what follows after each round, also when nothing changed: an earlier one may have been cut off', async () => {
    const changed = setUp(
      [environment],
      ['odooenvironment:retail/a'],
      ['odooenvironment:retail/b', 'odooenvironment:retail/a'],
    );
    await changed.run();
    expect(changed.followUp.run).toHaveBeenCalledTimes(1);
    expect(changed.logger.info).toHaveBeenCalledWith(
      expect.stringContaining(
        '2 environment(s): odooenvironment:retail/a, odooenvironment:retail/b',
      ),
    );

    const same = setUp([environment]);
    await same.run();
    expect(same.followUp.run).toHaveBeenCalledTimes(1);
    expect(same.logger.info).not.toHaveBeenCalled();
  });

  it('finds what is named and is not there, names that are taken, and what can’t be read', async () => {
    const part = (name: string, of: string, location: string): Entity => ({
      apiVersion: 'v1',
      kind: name.endsWith('web') ? 'Component' : 'Resource',
      metadata: {
        name,
        namespace: 'retail',
        annotations: {
          'odoofleet.io/environment': of,
          'backstage.io/managed-by-location': location,
        },
      },
    });
    const own = 'odooenvironment:retail/acme-production';
    const { run, findings } = setUp([
      tenant,
      environment,
      { ...environment, metadata: { name: 'broken' }, spec: {} },
      user,
      part('acme-production-web', own, 'file:/elsewhere.yaml'),
      part('acme-production-database', own, 'file:/acme.yaml'),
      part(
        'acme-production-filestore',
        'odooenvironment:retail/other',
        'file:/acme.yaml',
      ),
    ]);
    await run();

    const [scope, found] = findings.replace.mock.calls[0];
    expect(scope.entityRefs).toBeUndefined();
    expect(
      found.map(({ kind, entityRef, subject }) => [kind, entityRef, subject]),
    ).toEqual([
      [
        'dangling-reference',
        'odootenant:retail/acme',
        'spec.owner: group:retail/fashion',
      ],
      ...[
        'spec.services[1].component: component:default/loyalty',
        'spec.platformComponents[0]: system:default/shared',
        'spec.platformComponents[1]: resource:retail/ingress',
      ].map(subject => ['dangling-reference', own, subject]),
      ['name-clash', own, 'component:retail/acme-production-web'],
      ['name-clash', own, 'resource:retail/acme-production-filestore'],
      [
        'unreadable-descriptor',
        'odooenvironment:default/broken',
        'odooenvironment:default/broken',
      ],
    ]);
  });

  it('brings in what changed alone, with whoever claims the same', async () => {
    const own = 'odooenvironment:retail/acme-production';
    const gone = 'odooenvironment:retail/gone';
    const { task, replace, update, review, rounds, findings, followUp } = setUp(
      [tenant, environment, user],
      [own],
      ['odooenvironment:retail/rival'],
    );
    await task.refresh([own, gone], new AbortController().signal);

    expect(replace).not.toHaveBeenCalled();
    expect(update).toHaveBeenCalledWith(
      [own, gone],
      expect.objectContaining({
        environments: [expect.objectContaining({ environmentRef: own })],
        tenants: [],
      }),
      1_795_000_000_000,
    );
    expect(review).toHaveBeenCalledWith(1_795_000_000_000, ['key']);
    expect(rounds.bindings).toHaveBeenCalledWith(1_795_000_000_000, [own]);
    expect(findings.replace.mock.calls[0][0].entityRefs).toEqual([own, gone]);
    expect(followUp.run).toHaveBeenCalledTimes(1);
  });

  it('brings in people alone, and whoever waited for them as owners', async () => {
    const own = 'odooenvironment:retail/acme-production';
    const { task, update, findings } = setUp([tenant, environment, user]);
    findings.listEntitiesWith.mockImplementation(async (_kind, subjects) =>
      subjects.includes('spec.owner: user:default/jo') ? [own] : [],
    );
    await task.refresh(
      ['user:default/jo', 'user:default/gone'],
      new AbortController().signal,
    );

    const refs = ['user:default/jo', 'user:default/gone', own];
    expect(update).toHaveBeenCalledWith(
      refs,
      {
        tenants: [],
        environments: [expect.objectContaining({ environmentRef: own })],
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
    const [scope, found] = findings.replace.mock.calls[0];
    expect(scope.entityRefs).toEqual(refs);
    expect(found.map(({ subject }) => subject)).not.toContain(
      'spec.owner: user:default/jo',
    );
  });

  it('says that all was read when it is stored, even if judging it fails', async () => {
    const { run, replace, review, onRead } = setUp([environment]);
    review.mockRejectedValue(new Error('no judge'));
    await expect(run()).rejects.toThrow('no judge');

    expect(onRead.mock.calls).toEqual([[1_795_000_000_000]]);
    replace.mockRejectedValue(new Error('no store'));
    await expect(run()).rejects.toThrow('no store');
    expect(onRead).toHaveBeenCalledTimes(1);
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

  it('waits for a catalog that is still starting, but not for ever', async () => {
    const { run, replace, catalog } = setUp([environment]);
    const starting = async function* starting() {
      throw new ServiceUnavailableError('Service has not started up yet');
    };
    const stream = jest
      .spyOn(catalog, 'streamEntities')
      .mockImplementationOnce(starting)
      .mockImplementationOnce(starting);
    await run();
    expect(replace.mock.calls[0][0].environments).toHaveLength(1);
    expect(stream).toHaveBeenCalledTimes(3);

    stream.mockImplementation(starting);
    await expect(run()).rejects.toThrow('not started');
    expect(stream).toHaveBeenCalledTimes(6);
    expect(replace).toHaveBeenCalledTimes(1);
  });

  it('stores nothing once it was aborted', async () => {
    const { task, replace } = setUp([environment]);

    await expect(task.run(AbortSignal.abort())).rejects.toThrow();
    expect(replace).not.toHaveBeenCalled();
  });
});
