import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { CatalogTable, type CatalogTableRow } from '@backstage/plugin-catalog';
import {
  type EntityListContextProps,
  entityRouteRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { MockEntityListContextProvider } from '@backstage/plugin-catalog-react/testUtils';
import { screen, within } from '@testing-library/react';
import { columnsByKind, narrowColumnsByKind } from './columnsByKind';

const tenant: Entity = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: {
    name: 'acme',
    namespace: 'default',
    title: 'Acme Retail',
    description: 'Forty garden centres.',
    tags: ['garden'],
  },
  spec: {
    owner: 'group:default/acme-team',
    criticality: 'mission-critical',
    timeZone: 'Europe/Paris',
  },
};

const environment: Entity = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: { name: 'acme-production', namespace: 'default' },
  spec: {
    owner: 'group:default/acme-team',
    tenant: 'acme',
    stage: 'production',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'enterprise' },
    kubernetes: { cluster: 'eu', namespace: 'acme' },
    database: { name: 'acme' },
  },
  relations: [
    { type: 'partOf', targetRef: 'odootenant:default/acme' },
    { type: 'ownedBy', targetRef: 'group:default/acme-team' },
  ],
};

const component: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'web', namespace: 'default' },
  spec: { type: 'service', lifecycle: 'production', owner: 'acme-team' },
};

async function renderTable(entity: Entity, columns = columnsByKind) {
  renderInTestApp(
    <MockEntityListContextProvider value={{ entities: [entity] }}>
      <CatalogTable columns={columns} />
    </MockEntityListContextProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [[starredEntitiesApiRef, new MockStarredEntitiesApi()]],
    },
  );
  const [head, row] = within(await screen.findByRole('table')).getAllByRole(
    'row',
  );
  return {
    titles: within(head)
      .getAllByRole('columnheader')
      .map(cell => cell.textContent),
    row: within(row),
  };
}

it('says of tenants what matters when they are in trouble', async () => {
  const { titles, row } = await renderTable(tenant);
  expect(titles).toEqual([
    'Name',
    'Owner',
    'Criticality',
    'Time zone',
    'Tags',
    'Actions',
  ]);
  expect(row.getByText('Forty garden centres.')).toBeVisible();
  expect(row.getByText('mission critical')).toBeVisible();
  expect(row.getByText('Europe/Paris')).toBeVisible();
  expect(row.getByText('garden')).toBeVisible();
  expect(row.getByTitle('Add to favorites')).toBeVisible();
});

it('says of environments whose they are, and what runs', async () => {
  const { titles, row } = await renderTable(environment);
  expect(titles).toEqual([
    'Name',
    'Tenant',
    'Stage',
    'Hosting',
    'Odoo',
    'Owner',
    'Actions',
  ]);
  expect(row.getByRole('link', { name: /^acme$/ })).toHaveAttribute(
    'href',
    '/catalog/default/odootenant/acme',
  );
  expect(row.getByText('production')).toBeVisible();
  expect(row.getByText('dedicated')).toBeVisible();
  expect(row.getByText('18.0 enterprise')).toBeVisible();
});

it.each([
  ['tenants', tenant, 'mission critical · Europe/Paris'],
  [
    'environments',
    environment,
    'production · dedicated · Odoo 18.0 enterprise',
  ],
])('says the same of %s in one column', async (_kind, entity, facts) => {
  const { titles, row } = await renderTable(entity, narrowColumnsByKind);
  expect(titles).toEqual(['Name', 'Actions']);
  expect(row.getByText(facts)).toBeVisible();
});

it('leaves other kinds as they are', async () => {
  const context = {
    entities: [component],
    filters: {},
  } as unknown as EntityListContextProps;
  const titlesOf = (columns: { field?: string | number | symbol }[]) =>
    columns.map(column => column.field);
  expect(titlesOf(columnsByKind(context))).toEqual(
    titlesOf(CatalogTable.defaultColumnsFunc(context)),
  );
});

it('sorts by the text that is shown', () => {
  const context = {
    entities: [tenant],
    filters: {},
  } as unknown as EntityListContextProps;
  const rowOf = (timeZone: string) =>
    ({
      entity: { ...tenant, spec: { ...tenant.spec, timeZone } },
    } as unknown as CatalogTableRow);
  const zone = columnsByKind(context).find(
    column => column.title === 'Time zone',
  );
  expect(
    zone?.customSort?.(rowOf('Asia/Tokyo'), rowOf('Europe/Paris'), 'row'),
  ).toBeLessThan(0);
});
