import { entityKindSchemaValidator } from '@backstage/catalog-model';
import {
  compileCatalogModel,
  defaultCatalogEntityModel,
} from '@backstage/catalog-model/alpha';
import { fullEnvironment, fullTenant } from './__fixtures__/descriptors';
import { odooCatalogModelLayer } from './catalogModelLayer';

const model = compileCatalogModel([
  defaultCatalogEntityModel,
  odooCatalogModelLayer,
]);

function validate(entity: { apiVersion: string; kind: string }) {
  const kind = model.getKind(entity);
  if (!kind) {
    throw new Error(`the model knows no ${entity.kind}`);
  }
  return entityKindSchemaValidator(kind.jsonSchema)(entity);
}

it('compiles with the default model, and takes what the processor takes', () => {
  expect(validate(fullTenant)).toBe(fullTenant);
  expect(validate(fullEnvironment)).toBe(fullEnvironment);
});

it('refuses wrong shapes', () => {
  const { tenant, ...spec } = fullEnvironment.spec;
  expect(() => validate({ ...fullEnvironment, ...{ spec } })).toThrow(
    /\/spec must have required property 'tenant'/,
  );
  const recoveryObjectives = [{ process: 'finance', rpo: '5m', rto: 'PT1H' }];
  expect(() =>
    validate({
      ...fullTenant,
      ...{ spec: { ...fullTenant.spec, recoveryObjectives } },
    }),
  ).toThrow(/\/spec\/recoveryObjectives\/0\/rpo must match pattern/);
});

it('knows the relations of an environment', () => {
  expect(
    model
      .getKind({
        kind: 'OdooEnvironment',
        apiVersion: 'odoofleet.io/v1alpha1',
      })
      ?.relationFields.map(({ path, relation }) => `${path} ${relation}`),
  ).toEqual([
    'spec.owner ownedBy',
    'spec.tenant partOf',
    'spec.platformComponents dependsOn',
  ]);
  expect(
    model
      .getRelations({ kind: 'OdooEnvironment' })
      ?.map(({ forward }) => forward.type)
      .sort(),
  ).toEqual(
    expect.arrayContaining(['dependsOn', 'hasPart', 'ownedBy', 'partOf']),
  );
});

it('leaves what other kinds may hold as it is', () => {
  const before = compileCatalogModel([defaultCatalogEntityModel]);
  const component = { kind: 'Component', apiVersion: 'backstage.io/v1alpha1' };
  const spec = (kind: ReturnType<typeof model.getKind>) =>
    JSON.stringify(Object(kind?.jsonSchema.properties).spec);
  expect(spec(before.getKind(component))).toContain('lifecycle');
  expect(spec(model.getKind(component))).toBe(spec(before.getKind(component)));
});
