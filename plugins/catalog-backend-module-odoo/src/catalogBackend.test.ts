import { rmSync } from 'node:fs';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
  type TestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  type Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { stringify } from 'yaml';
import catalogModuleOdoo from './index';

jest.setTimeout(60_000);

// The manager of Backstage 1.55 means to close its databases and throws before it does, so its pools keep a jest worker alive
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const owner = 'group:default/acme-team';

const tenant = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: { name: 'acme' },
  spec: { owner, criticality: 'standard', timeZone: 'Europe/Paris' },
};

const environment = (name: string, services: object[]) => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: { name },
  spec: {
    tenant: 'acme',
    owner,
    stage: 'staging',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'community' },
    kubernetes: { cluster: 'acme', namespace: name },
    services,
    database: { name: 'acme' },
    platformComponents: ['shared-ingress'],
  },
});

const TOO_LONG = `${'a'.repeat(48)}b`;

/** One descriptor for each way to get it wrong: [reference, descriptor, what the catalog says of it]. */
const bad: [ref: string, descriptor: object, problem: string][] = [
  [
    'odooenvironment:default/bad-field',
    {
      ...environment('bad-field', [{ role: 'web' }]),
      spec: { ...environment('bad-field', [{ role: 'web' }]).spec, stge: 'x' },
    },
    'spec.stge: unknown field; did you mean stage?',
  ],
  [
    'odooenvironment:default/bad-role',
    environment('bad-role', [{ role: 'web' }, { role: 'web' }]),
    "spec.services[1].role: role 'web' stands twice (first in item [0]); keep one",
  ],
  [
    'odooenvironment:default/bad-image',
    {
      ...environment('bad-image', [{ role: 'web' }]),
      spec: {
        ...environment('bad-image', [{ role: 'web' }]).spec,
        stage: 'production',
        image: 'registry.example/odoo:18.0',
      },
    },
    'spec.image: a production image needs its digest, since a tag can move: append @sha256:<64 hexadecimal digits>',
  ],
  [
    `odooenvironment:default/${TOO_LONG}`,
    environment(TOO_LONG, [{ role: 'web' }]),
    'metadata.name: write a name of at most 48 characters: its services are called <environment>-<role>, and no entity may have a name longer than 63',
  ],
  [
    'odootenant:default/bad-zone',
    {
      ...tenant,
      metadata: { name: 'bad-zone' },
      spec: { ...tenant.spec, timeZone: 'Europe/Pari' },
    },
    'spec.timeZone: write an IANA time zone, e.g. Europe/Paris',
  ],
  [
    'odootenant:default/bad-duration',
    {
      ...tenant,
      metadata: { name: 'bad-duration' },
      spec: {
        ...tenant.spec,
        recoveryObjectives: [{ process: 'finance', rpo: '5m', rto: 'PT1H' }],
      },
    },
    'spec.recoveryObjectives[0].rpo: write an ISO 8601 duration in weeks, days, hours, minutes or seconds, e.g. PT15M or P1DT12H',
  ],
];

const shared = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'shared-ingress' },
  spec: { type: 'ingress', owner },
};

const joined = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'acme-reports',
    annotations: { 'odoofleet.io/environment': 'good' },
  },
  spec: { type: 'service', lifecycle: 'production', owner },
};

const joinedResource = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'acme-search',
    annotations: {
      'odoofleet.io/environment': 'odooenvironment:default/good',
    },
  },
  spec: { type: 'search-index', owner },
};

const directory = createMockDirectory();
const scheduler = mockServices.scheduler();
const refused = new Map<string, string>();
let backend: TestBackend;

/** Keeps what the catalog has to say about entities that it does not take. */
const refusals = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'refusals',
  register(env) {
    env.registerInit({
      deps: { processing: catalogProcessingExtensionPoint },
      async init({ processing }) {
        processing.setOnProcessingErrorHandler(
          ({ unprocessedEntity, errors }) => {
            refused.set(
              stringifyEntityRef(unprocessedEntity),
              errors.map(String).join('\n'),
            );
          },
        );
      },
    });
  },
});

async function get(path: string) {
  const { port } = backend.server.address() as { port: number };
  return fetch(`http://localhost:${port}/api/catalog${path}`);
}

async function entity(path: string): Promise<Entity | undefined> {
  const response = await get(`/entities/by-name/${path}`);
  return response.ok ? ((await response.json()) as Entity) : undefined;
}

const relationsOf = (found: Entity | undefined) =>
  found?.relations?.map(({ type, targetRef }) => `${type} ${targetRef}`).sort();

/** The catalog works in the background: asks until the answer is there, or the time is over. */
async function eventually(check: () => Promise<void>): Promise<void> {
  const end = Date.now() + 45_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}

async function startCatalog(allow: string[]): Promise<TestBackend> {
  return startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleOdoo,
      refusals,
      mockServices.database.factory({
        knex: await databases.init('SQLITE_3'),
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      mockServices.rootConfig.factory({
        data: {
          catalog: {
            rules: [{ allow }],
            locations: [{ type: 'file', target: directory.resolve('*.yaml') }],
            processingInterval: { seconds: 1 },
          },
        },
      }),
    ],
  });
}

describe('in the real catalog', () => {
  beforeAll(async () => {
    directory.setContent({
      'tenant.yaml': stringify(tenant),
      'good.yaml': stringify(
        environment('good', [
          { role: 'web' },
          { role: 'connector', component: 'acme-reports' },
        ]),
      ),
      'bad.yaml': bad.map(([, item]) => stringify(item)).join('---\n'),
      'changing.yaml': stringify(environment('changing', [{ role: 'web' }])),
      'going.yaml': stringify(environment('going', [{ role: 'cron' }])),
      'others.yaml': [shared, joined, joinedResource]
        .map(item => stringify(item))
        .join('---\n'),
    });
    backend = await startCatalog([
      'OdooTenant',
      'OdooEnvironment',
      'Component',
      'Resource',
    ]);
  });

  afterAll(async () => {
    await backend?.stop();
  });

  it('gives an environment its parts, and relates all of them both ways', async () => {
    await eventually(async () => {
      expect(relationsOf(await entity('odooenvironment/default/good'))).toEqual(
        [
          'dependsOn resource:default/shared-ingress',
          'hasPart component:default/acme-reports',
          'hasPart component:default/good-web',
          'hasPart resource:default/acme-search',
          'hasPart resource:default/good-database',
          'hasPart resource:default/good-filestore',
          `ownedBy ${owner}`,
          'partOf odootenant:default/acme',
        ],
      );
      expect(relationsOf(await entity('odootenant/default/acme'))).toEqual([
        'hasPart odooenvironment:default/changing',
        'hasPart odooenvironment:default/going',
        'hasPart odooenvironment:default/good',
        `ownedBy ${owner}`,
      ]);
      expect(relationsOf(await entity('component/default/good-web'))).toEqual([
        'dependsOn resource:default/good-database',
        'dependsOn resource:default/good-filestore',
        `ownedBy ${owner}`,
        'partOf odooenvironment:default/good',
      ]);
      expect(
        relationsOf(await entity('resource/default/shared-ingress')),
      ).toEqual([
        'dependencyOf odooenvironment:default/changing',
        'dependencyOf odooenvironment:default/going',
        'dependencyOf odooenvironment:default/good',
        `ownedBy ${owner}`,
      ]);
      expect(
        relationsOf(await entity('component/default/acme-reports')),
      ).toEqual([`ownedBy ${owner}`, 'partOf odooenvironment:default/good']);
      expect(relationsOf(await entity('resource/default/acme-search'))).toEqual(
        [`ownedBy ${owner}`, 'partOf odooenvironment:default/good'],
      );
    });
    const stored = await entity('odooenvironment/default/good');
    expect(
      stored?.metadata.annotations?.['backstage.io/kubernetes-namespace'],
    ).toBe('good');
  });

  it.each(bad)(
    'refuses %s with its path and remedy',
    async (ref, _, problem) => {
      await eventually(async () => {
        expect(refused.get(ref)).toContain(problem);
      });
      const { kind, namespace, name } = parseEntityRef(ref);
      expect(await entity(`${kind}/${namespace}/${name}`)).toBeUndefined();
      expect(await entity(`component/default/${name}-web`)).toBeUndefined();
    },
  );

  it('leaves all others unharmed', async () => {
    expect([...refused.keys()].sort()).toEqual(bad.map(([ref]) => ref).sort());
    expect(await entity('odooenvironment/default/good')).toBeDefined();
    expect(await entity('odootenant/default/acme')).toBeDefined();
  });

  it('keeps the last sound version of an environment that turns bad, with its parts', async () => {
    const ref = 'odooenvironment:default/changing';
    await eventually(async () => {
      expect(await entity('component/default/changing-web')).toBeDefined();
    });
    directory.addContent({
      'changing.yaml': stringify(environment('changing', [{ role: 'wep' }])),
    });
    await eventually(async () => {
      expect(refused.get(ref)).toContain(
        "spec.services[0].role: 'wep' is not known",
      );
    });
    const kept = await entity('odooenvironment/default/changing');
    expect(kept?.spec?.services).toEqual([{ role: 'web' }]);
    expect(await entity('component/default/changing-web')).toBeDefined();
  });

  it('takes the parts away when the environment goes, and nothing else', async () => {
    await eventually(async () => {
      expect(await entity('component/default/going-cron')).toBeDefined();
    });
    rmSync(directory.resolve('going.yaml'));
    await eventually(async () => {
      await scheduler.triggerTask('catalog_orphan_cleanup');
      expect(await entity('odooenvironment/default/going')).toBeUndefined();
      expect(await entity('component/default/going-cron')).toBeUndefined();
      expect(await entity('resource/default/going-database')).toBeUndefined();
      expect(await entity('resource/default/going-filestore')).toBeUndefined();
    });
    expect(await entity('component/default/good-web')).toBeDefined();
    expect(await entity('component/default/acme-reports')).toBeDefined();
  });
});

it('takes no environment from a location that may not hold its parts', async () => {
  refused.clear();
  directory.setContent({
    'good.yaml': stringify(environment('good', [{ role: 'web' }])),
  });
  backend = await startCatalog(['OdooTenant', 'OdooEnvironment']);
  try {
    await eventually(async () => {
      expect(refused.get('odooenvironment:default/good')).toMatch(
        /component:default\/good-web .* is not of an allowed kind for that location/,
      );
    });
  } finally {
    await backend.stop();
  }
});
