import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type {
  CatalogProcessorRelationResult,
  CatalogProcessorResult,
} from '@backstage/plugin-catalog-node';
import type {
  OdooEnvironmentEntity,
  OdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { parse } from 'yaml';
import { readExampleFleet } from './__testUtils__/exampleFleet';
import { OdooEntitiesProcessor } from './OdooEntitiesProcessor';

const location = { type: 'file', target: '/fleet.yaml' };
const processor = new OdooEntitiesProcessor();

const fleet = readExampleFleet();

function find(name: string): Entity {
  const entity = fleet.find(candidate => candidate.metadata.name === name);
  if (!entity) {
    throw new Error(`no ${name} in the example fleet`);
  }
  return structuredClone(entity);
}

async function postProcess(entity: Entity) {
  const emitted: CatalogProcessorResult[] = [];
  const result = await processor.postProcessEntity(entity, location, item =>
    emitted.push(item),
  );
  const relations = emitted
    .filter(
      (item): item is CatalogProcessorRelationResult =>
        item.type === 'relation',
    )
    .map(
      ({ relation }) =>
        `${stringifyEntityRef(relation.source)} ${
          relation.type
        } ${stringifyEntityRef(relation.target)}`,
    );
  return { result, emitted, relations };
}

type AnySpec = Partial<
  OdooEnvironmentEntity['spec'] & OdooTenantEntity['spec']
>;

describe('the example fleet', () => {
  const ours = fleet.filter(entity =>
    entity.apiVersion.startsWith('odoofleet.io/'),
  );

  it('has twelve tenants, and all that is ours is sound', async () => {
    await expect(
      Promise.all(ours.map(entity => processor.validateEntityKind(entity))),
    ).resolves.toEqual(ours.map(() => true));
    expect(
      ours
        .filter(({ kind }) => kind === 'OdooTenant')
        .map(({ metadata }) => metadata.name),
    ).toEqual([
      'ampello-electronics',
      'bellegarde-grocers',
      'bora-fashion',
      'calbrina-franchise',
      'castor-diy',
      'grosvanta-wholesale',
      'hallmoor-furniture',
      'kestrova-sports',
      'lumen-pharmacy',
      'pimlow-books',
      'snoutley-petfood',
      'sorielle-beauty',
    ]);
  });

  it('gives each tenant a production and a staging of one series, by the names that its folder says', () => {
    const tenants = ours.filter(({ kind }) => kind === 'OdooTenant');
    for (const tenant of tenants) {
      const environments = ours.filter(
        ({ spec }) => spec?.tenant === stringifyEntityRef(tenant),
      );
      const short = tenant.metadata.name.split('-')[0];
      expect(
        environments.map(({ metadata, spec }) => [metadata.name, spec?.stage]),
      ).toEqual([
        [`${short}-production`, 'production'],
        [`${short}-staging`, 'staging'],
      ]);
      const [production, staging] = environments.map(
        ({ spec }) => (spec as AnySpec).odoo,
      );
      expect(staging).toEqual(production);
    }
  });

  it('is various: both kinds of hosting, four series, three criticalities, six clusters, several zones', () => {
    const values = (pick: (spec: AnySpec) => string | undefined) =>
      [...new Set(ours.map(({ spec }) => pick(spec as AnySpec)))]
        .filter(value => value !== undefined)
        .sort();
    expect(values(spec => spec.hosting)).toEqual(['dedicated', 'multi-tenant']);
    expect(values(spec => spec.odoo?.series)).toEqual([
      '16.0',
      '17.0',
      '18.0',
      '19.0',
    ]);
    expect(values(spec => spec.odoo?.edition)).toEqual([
      'community',
      'enterprise',
    ]);
    expect(values(spec => spec.criticality)).toHaveLength(3);
    expect(values(spec => spec.kubernetes?.cluster)).toEqual([
      'ampello-jp',
      'castor-ca',
      'grosvanta-eu',
      'lumen-sg',
      'shared-eu',
      'shared-na',
    ]);
    expect(values(spec => spec.timeZone?.split('/')[0])).toEqual([
      'America',
      'Asia',
      'Europe',
    ]);
  });

  it('claims no namespace, database, bucket prefix or binding twice', () => {
    const claims = fleet
      .filter(entity => entity.kind === 'OdooEnvironment')
      .flatMap(({ spec }) => {
        const { kubernetes, database, redis, bindings, objectStorage } =
          spec as OdooEnvironmentEntity['spec'];
        return [
          `namespace ${kubernetes.cluster}/${kubernetes.namespace}`,
          `database ${database.server ?? kubernetes.cluster}/${database.name}`,
          ...(redis
            ? [
                `redis ${
                  redis.server ??
                  `${kubernetes.cluster}/${kubernetes.namespace}`
                } ${redis.database}`,
              ]
            : []),
          ...(objectStorage
            ? [`bucket ${objectStorage.bucket}/${objectStorage.prefix}`]
            : []),
          ...(bindings ?? []).map(
            binding => `binding ${binding.source} ${binding.environmentId}`,
          ),
        ];
      });
    expect(claims.filter((claim, i) => claims.indexOf(claim) !== i)).toEqual(
      [],
    );
    expect(claims.length).toBeGreaterThan(72);
  });

  it('references nothing that is not there', async () => {
    const known = new Set(fleet.map(stringifyEntityRef));
    const dangling: string[] = [];
    for (const entity of fleet) {
      const { emitted, relations } = await postProcess(entity);
      for (const item of emitted) {
        if (item.type === 'entity') {
          known.add(stringifyEntityRef(item.entity));
        }
      }
      dangling.push(...relations.flatMap(text => text.split(' ')));
    }
    const targets = dangling.filter(
      text => text.includes(':') && !text.startsWith('group:'),
    );
    expect(targets.filter(ref => !known.has(ref))).toEqual([]);
  });
});

it('takes the examples of the README', async () => {
  const readme = readFileSync(resolve(__dirname, '../README.md'), 'utf8');
  const examples = [...readme.matchAll(/```yaml\n(apiVersion[^]*?)```/g)].map(
    ([, yaml]) => parse(yaml) as Entity,
  );
  expect(examples.map(({ kind }) => kind)).toEqual([
    'OdooTenant',
    'OdooEnvironment',
  ]);
  for (const example of examples) {
    await expect(processor.validateEntityKind(example)).resolves.toBe(true);
  }
});

describe('validateEntityKind', () => {
  it('leaves other kinds alone', async () => {
    await expect(
      processor.validateEntityKind(find('shared-redis')),
    ).resolves.toBe(false);
  });

  it('refuses a bad descriptor with every path and remedy', async () => {
    const entity = find('bora-production');
    entity.spec!.stage = 'prod';
    entity.spec!.services = [{ role: 'web' }, { role: 'web' }];
    await expect(processor.validateEntityKind(entity)).rejects.toThrow(
      /spec\.stage: 'prod' is not known; write one of production, staging, development \(did you mean production\?\)\nspec\.services\[1\]\.role: role 'web' stands twice/,
    );
  });

  it('refuses a kind in the wrong case, or of our API group, instead of letting it pass as nobody’s', async () => {
    await expect(
      processor.validateEntityKind({
        ...find('bora-production'),
        kind: 'odooenvironment',
      }),
    ).rejects.toThrow(/kind: .*write OdooEnvironment/);
    await expect(
      processor.validateEntityKind({
        ...find('bora-production'),
        kind: 'OdooService',
      }),
    ).rejects.toThrow('kind: write OdooTenant or OdooEnvironment');
  });
});

describe('postProcessEntity', () => {
  it('relates an environment both ways to its tenant, owner, platform components and referenced Component', async () => {
    const { relations } = await postProcess(find('bora-production'));
    const self = 'odooenvironment:default/bora-production';
    expect(relations).toEqual([
      `${self} ownedBy group:default/bora-team`,
      `group:default/bora-team ownerOf ${self}`,
      `${self} partOf odootenant:default/bora-fashion`,
      `odootenant:default/bora-fashion hasPart ${self}`,
      ...['cluster', 'postgresql', 'redis', 'ingress'].flatMap(shared => {
        const ref = `resource:default/shared-${
          shared === 'cluster' ? 'eu-cluster' : shared
        }`;
        return [`${self} dependsOn ${ref}`, `${ref} dependencyOf ${self}`];
      }),
      `component:default/bora-loyalty-connector partOf ${self}`,
      `${self} hasPart component:default/bora-loyalty-connector`,
    ]);
  });

  it('emits the derived entities under the key of the environment', async () => {
    const { emitted } = await postProcess(find('bora-production'));
    const entities = emitted.flatMap(item =>
      item.type === 'entity' ? [item] : [],
    );
    expect(entities.map(item => stringifyEntityRef(item.entity))).toEqual([
      'component:default/bora-production-web',
      'component:default/bora-production-gevent',
      'component:default/bora-production-cron',
      'component:default/bora-production-queue',
      'resource:default/bora-production-database',
      'resource:default/bora-production-filestore',
      'resource:default/bora-production-redis',
    ]);
    expect(new Set(entities.map(item => item.locationKey))).toEqual(
      new Set(['odoo-environment:odooenvironment:default/bora-production']),
    );
  });

  it('lets the Kubernetes tab find the environment, and keeps what the author wrote', async () => {
    const plain = await postProcess(find('bora-production'));
    expect(plain.result.metadata.annotations).toEqual({
      'backstage.io/kubernetes-cluster': 'shared-eu',
      'backstage.io/kubernetes-namespace': 'bora-fashion-production',
      'backstage.io/kubernetes-label-selector':
        'app.kubernetes.io/instance=bora-production',
    });
    const entity = find('bora-production');
    entity.metadata.annotations = {
      'backstage.io/kubernetes-label-selector': 'team=bora',
    };
    const { result } = await postProcess(entity);
    expect(
      result.metadata.annotations?.['backstage.io/kubernetes-label-selector'],
    ).toBe('team=bora');
  });

  it('joins a Component to the environment of its annotation, both ways, and refuses nonsense in it', async () => {
    const connector = find('bora-loyalty-connector');
    const { relations } = await postProcess(connector);
    expect(relations).toEqual([
      'component:default/bora-loyalty-connector partOf odooenvironment:default/bora-production',
      'odooenvironment:default/bora-production hasPart component:default/bora-loyalty-connector',
    ]);
    connector.metadata.annotations!['odoofleet.io/environment'] = 'group:x';
    await expect(postProcess(connector)).rejects.toThrow(
      /metadata\.annotations\["odoofleet\.io\/environment"\]: write a reference/,
    );
  });

  it('refuses a role that no service has, and a maintenance without a reason', async () => {
    const connector = find('bora-loyalty-connector');
    connector.metadata.annotations!['odoofleet.io/role'] = 'longpolling';
    await expect(postProcess(connector)).rejects.toThrow(
      'metadata.annotations["odoofleet.io/role"]: write one of web, gevent, cron, queue, connector',
    );
    const redis = find('shared-na-redis');
    await expect(postProcess(redis)).resolves.toMatchObject({ result: redis });
    redis.metadata.annotations!['odoofleet.io/maintenance'] = ' ';
    await expect(postProcess(redis)).rejects.toThrow(
      /metadata\.annotations\["odoofleet\.io\/maintenance"\]: write why/,
    );
  });

  it('gives a tenant its owner and nothing else', async () => {
    const { relations, emitted } = await postProcess(find('castor-diy'));
    expect(relations).toEqual([
      'odootenant:default/castor-diy ownedBy group:default/castor-team',
      'group:default/castor-team ownerOf odootenant:default/castor-diy',
    ]);
    expect(emitted).toHaveLength(2);
  });
});
