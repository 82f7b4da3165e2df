import { fullEnvironment, fullTenant } from './__fixtures__/descriptors';
import { odooSearchFields } from './searchFields';

it('has of an environment what people look for it by, each as a word of its own', () => {
  const fields = odooSearchFields({
    ...fullEnvironment,
    metadata: { ...fullEnvironment.metadata, description: 'All the shops.' },
  });
  const { spec } = fullEnvironment;
  expect(fields).toMatchObject({ type: spec.hosting, lifecycle: spec.stage });
  const words = fields!.text.split(/[\s()]+/);
  for (const word of [
    'shops.',
    'acme-production',
    spec.odoo.series,
    spec.url,
    new URL(spec.url).host,
    spec.database.name,
    spec.kubernetes.namespace,
  ]) {
    expect(words).toContain(word);
  }
});

it('has of a tenant its name and addresses, and nobody’s contact data', () => {
  const { text } = odooSearchFields(fullTenant)!;
  expect(text).toBe(
    'Shops of Acme. · acme-retail · mission critical · FR, BE · https://acme.example (acme.example)',
  );
});

it('leaves other entities alone', () => {
  expect(
    odooSearchFields({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'web' },
    }),
  ).toBeUndefined();
});
