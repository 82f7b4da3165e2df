import {
  componentEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
  entitySchemaValidator,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import fc from 'fast-check';
import { fullEnvironment } from './__fixtures__/descriptors';
import { deriveEntities } from './deriveEntities';
import { type OdooEnvironmentEntity, serviceRoleSchema } from './environment';
import { parseEnvironment } from './parseDescriptor';

function environmentFrom(descriptor: unknown): OdooEnvironmentEntity {
  const outcome = parseEnvironment(descriptor);
  if (!outcome.ok) {
    throw new Error(JSON.stringify(outcome.problems));
  }
  return outcome.entity;
}

const full = environmentFrom(fullEnvironment);

const name = fc
  .stringMatching(/^[a-z0-9]([-a-z0-9]{0,46}[a-z0-9])?$/)
  .filter(text => text.length <= 48);

/** Names close to each other, since a clash needs a name that ends like a role. */
const nearName = fc
  .tuple(
    fc.constantFrom('a', 'a-web', 'a-web-web', 'a-database', 'a-redis'),
    fc.constantFrom('', '-cron', '-gevent', '-queue', '-connector'),
    fc.constantFrom('', '-filestore', '-database', '-redis', '-web'),
  )
  .map(parts => parts.join(''));

const environments = fc
  .record({
    metadataName: fc.oneof(name, nearName),
    roles: fc.subarray([...serviceRoleSchema.options], { minLength: 1 }),
    stage: fc.constantFrom('production', 'staging', 'development'),
    redis: fc.option(fc.constantFrom({}, { database: 4 }), { nil: undefined }),
    bucket: fc.boolean(),
    selector: fc.boolean(),
  })
  .map(({ metadataName, roles, stage, redis, bucket, selector }) => {
    const { labelSelector, ...kubernetes } = fullEnvironment.spec.kubernetes;
    const { redis: _, objectStorage, ...spec } = fullEnvironment.spec;
    return environmentFrom({
      ...fullEnvironment,
      metadata: { name: metadataName },
      spec: {
        ...spec,
        stage,
        kubernetes: selector ? { ...kubernetes, labelSelector } : kubernetes,
        services: roles.map(role => ({ role })),
        ...(redis && { redis }),
        ...(bucket && { objectStorage }),
      },
    });
  });

/** The same value with the keys of every object in another order. */
function reordered(value: unknown, turns: number): unknown {
  if (Array.isArray(value)) {
    return value.map(item => reordered(item, turns));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const from = turns % entries.length;
  const turned = [...entries.slice(from), ...entries.slice(0, from)];
  return Object.fromEntries(
    (turns % 2 ? turned.reverse() : turned).map(([key, item]) => [
      key,
      reordered(item, turns),
    ]),
  );
}

it('derives a Component for each service and a Resource for each store', () => {
  expect(deriveEntities(full)).toMatchSnapshot();
});

it('derives nothing for a service that has a Component of its own', () => {
  const names = deriveEntities(full).map(stringifyEntityRef);
  expect(names).not.toContain('component:default/acme-production-connector');
  expect(names).toHaveLength(7);
});

it('derives no Redis when there is none, and a filestore also without a bucket', () => {
  const { redis, objectStorage, ...spec } = full.spec;
  const resources = deriveEntities({ ...full, spec }).filter(
    entity => entity.kind === 'Resource',
  );
  expect(resources.map(entity => entity.spec.type)).toEqual([
    'database',
    'filestore',
  ]);
  expect(resources[1].metadata.description).toBe(
    'Odoo attachments on a volume of the environment',
  );
});

it('resolves short references in the namespace of the environment', () => {
  const [web] = deriveEntities({
    ...full,
    metadata: { name: 'acme', namespace: 'retail' },
    spec: { ...full.spec, owner: 'acme-team', tenant: 'acme-retail' },
  });
  expect(web.spec?.owner).toBe('group:retail/acme-team');
  expect(web.metadata.namespace).toBe('retail');
  expect(web.metadata.annotations).toMatchObject({
    'odoofleet.io/environment': 'odooenvironment:retail/acme',
    'odoofleet.io/tenant': 'odootenant:retail/acme-retail',
  });
});

it('lets no two environments of a namespace derive one name', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(environments, {
        selector: environment => environment.metadata.name,
        minLength: 2,
        maxLength: 12,
      }),
      several => {
        const refs = several.flatMap(deriveEntities).map(stringifyEntityRef);
        expect(new Set(refs).size).toBe(refs.length);
      },
    ),
    { numRuns: 300 },
  );
});

it('derives entities that the catalog takes, without undefined values', async () => {
  const isEntity = entitySchemaValidator();
  await fc.assert(
    fc.asyncProperty(environments, async environment => {
      for (const entity of deriveEntities(environment)) {
        isEntity(entity);
        expect(entity.metadata.name.length).toBeLessThanOrEqual(63);
        expect(entity.metadata.name).toMatch(/^[a-z0-9][-a-z0-9]*[a-z0-9]$/);
        expect(JSON.parse(JSON.stringify(entity))).toStrictEqual(entity);
        const validator =
          entity.kind === 'Component'
            ? componentEntityV1alpha1Validator
            : resourceEntityV1alpha1Validator;
        await expect(validator.check(entity)).resolves.toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

it('derives the same bytes from the same environment, and leaves it as it was', () => {
  fc.assert(
    fc.property(environments, environment => {
      const before = JSON.stringify(environment);
      const first = JSON.stringify(deriveEntities(environment));
      expect(JSON.stringify(deriveEntities(JSON.parse(before)))).toBe(first);
      expect(JSON.stringify(environment)).toBe(before);
    }),
    { numRuns: 300 },
  );
});

it('derives the same bytes in whatever order the fields are written', () => {
  let differing = 0;
  fc.assert(
    fc.property(
      environments,
      fc.integer({ min: 1, max: 30 }),
      (environment, turns) => {
        const other = environmentFrom(reordered(environment, turns));
        differing +=
          JSON.stringify(other) === JSON.stringify(environment) ? 0 : 1;
        expect(JSON.stringify(deriveEntities(other))).toBe(
          JSON.stringify(deriveEntities(environment)),
        );
      },
    ),
    { numRuns: 300 },
  );
  expect(differing).toBeGreaterThan(200);
});
