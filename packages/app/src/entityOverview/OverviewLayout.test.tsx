import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { OverviewLayout } from './OverviewLayout';

const tenant = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: { name: 'acme', namespace: 'default' },
};

function renderLayout(annotations: Record<string, string>) {
  const entity = {
    ...tenant,
    metadata: { ...tenant.metadata, annotations },
  };
  renderInTestApp(
    <TestApiProvider
      apis={[[catalogApiRef, catalogApiMock({ entities: [entity] })]]}
    >
      <EntityProvider entity={entity}>
        <OverviewLayout
          cards={[
            { type: 'info', element: <p>About</p> },
            { type: 'content', element: <p>Verdict</p> },
            { element: <p>Picture</p> },
          ]}
        />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/catalog': catalogPlugin.routes.catalogIndex } },
  );
}

it('puts the wide column first, so that the verdict is first on a phone', async () => {
  renderLayout({});
  await screen.findByText('Verdict');
  expect(
    screen.getAllByText(/About|Verdict|Picture/).map(card => card.textContent),
  ).toEqual(['Verdict', 'Picture', 'About']);
  expect(screen.queryByText(/not referenced by any location/)).toBeNull();
});

it('keeps the warnings of the catalog', async () => {
  renderLayout({ 'backstage.io/orphan': 'true' });
  expect(
    await screen.findByText(/not referenced by any location/),
  ).toBeVisible();
});
