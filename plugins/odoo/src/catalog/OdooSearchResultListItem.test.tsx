import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { OdooSearchResultListItem } from './OdooSearchResultListItem';
import { isOdooSearchResult } from './searchResult';

const document = {
  title: 'Bora production',
  text: 'Shops · database bora_fashion',
  location: '/catalog/default/odooenvironment/bora-production',
  kind: 'OdooEnvironment',
  type: 'multi-tenant',
  lifecycle: 'production',
};

const render = (
  props: Parameters<typeof OdooSearchResultListItem>[0],
): Promise<unknown> =>
  renderInTestApp(<OdooSearchResultListItem {...props} />, {
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });

it('says what an environment is, and marks what was found', async () => {
  await render({
    result: document,
    highlight: {
      preTag: '<b>',
      postTag: '</b>',
      fields: { text: 'Shops · database <b>bora_fashion</b>' },
    },
  });
  expect(screen.getByRole('link', { name: 'Bora production' })).toHaveAttribute(
    'href',
    document.location,
  );
  expect(
    screen.getByText('Environment · production · multi-tenant'),
  ).toBeVisible();
  expect(screen.getByText('bora_fashion')).toBeVisible();
});

it('says of a tenant that it is one', async () => {
  const tenant = {
    ...document,
    kind: 'OdooTenant',
    type: 'other',
    lifecycle: '',
  };
  await render({ result: tenant });
  expect(screen.getByText('Tenant')).toBeVisible();
});

it('takes tenants and environments of the catalog only', () => {
  expect(isOdooSearchResult({ type: 'software-catalog', document })).toBe(true);
  expect(isOdooSearchResult({ type: 'techdocs', document })).toBe(false);
  expect(
    isOdooSearchResult({
      type: 'software-catalog',
      document: { ...document, kind: 'Component' },
    }),
  ).toBe(false);
});
