import { renderTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import odooPlugin from '.';
import { odooApiRef } from './api';
import {
  EntityReleaseRiskCard,
  EntityReleaseRiskContent,
  isOdooEntity,
  OdooEnvironmentAboutCard,
  OdooEnvironmentPartsCard,
  OdooTenantAboutCard,
  OdooTenantEnvironmentsCard,
} from './legacy';
import {
  database,
  entities,
  environment,
  fleetApi,
  service,
  tenant,
} from './releases/__fixtures__/fleet';

const mountedRoutes = {
  '/catalog/:namespace/:kind/:name': entityRouteRef,
};

describe('the new frontend system', () => {
  function renderPage(
    entity: typeof environment,
    ...names: Parameters<typeof odooPlugin.getExtension>[0][]
  ) {
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity }),
        ...names.map(name => odooPlugin.getExtension(name)),
      ],
      apis: [
        [odooApiRef, fleetApi()],
        [catalogApiRef, catalogApiMock({ entities })],
      ],
    });
  }

  it.each([
    ['environment', environment],
    ['tenant', tenant],
    ['service', service],
  ])('mounts the tab on a %s', async (_kind, entity) => {
    renderPage(entity, 'entity-content:odoo/release-risk');
    expect((await screen.findAllByText('HOLD'))[0]).toBeVisible();
  });

  it('has no tab for what it does not judge', async () => {
    renderPage(database, 'entity-content:odoo/release-risk');
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });

  it('mounts the cards of an environment', async () => {
    renderPage(
      environment,
      'entity-card:odoo/release-risk',
      'entity-card:odoo/environment-about',
      'entity-card:odoo/environment-parts',
      'entity-card:odoo/tenant-about',
    );
    expect(await screen.findByText('HOLD')).toBeVisible();
    expect(await screen.findByText('About this environment')).toBeVisible();
    expect(await screen.findByText('acme (PostgreSQL 16)')).toBeVisible();
    expect(await screen.findByText('database')).toBeVisible();
    expect(screen.queryByText('About this tenant')).toBeNull();
  });

  it('mounts the cards of a tenant', async () => {
    renderPage(
      tenant,
      'entity-card:odoo/tenant-about',
      'entity-card:odoo/tenant-environments',
    );
    expect(await screen.findByText('mission critical')).toBeVisible();
    expect(screen.getByText('5 mins')).toBeVisible();
    expect(screen.getByText('Store desk, after 5 mins')).toBeVisible();
    // The portal's own About and Links cards say these.
    expect(screen.queryByText(/^(Owner|Links)$/)).toBeNull();
    const [, first] = await screen
      .findAllByRole('row', {
        name: /Acme (production|staging)/,
      })
      .then(rows => [undefined, ...rows]);
    expect(first).toHaveTextContent('production');
  });
});

describe('the legacy frontend system', () => {
  async function renderLegacy(
    entity: typeof environment,
    element: JSX.Element,
  ) {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [odooApiRef, fleetApi()],
          [catalogApiRef, catalogApiMock({ entities })],
        ]}
      >
        <EntityProvider entity={entity}>
          <Routes>
            <Route path="/" element={element} />
          </Routes>
        </EntityProvider>
      </TestApiProvider>,
      { mountedRoutes },
    );
  }

  it('mounts the same tab', async () => {
    await renderLegacy(environment, <EntityReleaseRiskContent />);
    expect((await screen.findAllByText('HOLD'))[0]).toBeVisible();
  });

  it('mounts the same cards, each on its kind only', async () => {
    await renderLegacy(
      environment,
      <>
        <EntityReleaseRiskCard />
        <OdooEnvironmentAboutCard />
        <OdooEnvironmentPartsCard />
        <OdooTenantAboutCard />
        <OdooTenantEnvironmentsCard />
      </>,
    );
    expect(await screen.findByText('HOLD')).toBeVisible();
    expect(await screen.findByText('About this environment')).toBeVisible();
    expect(await screen.findByText('Parts of this environment')).toBeVisible();
    expect(screen.queryByText('About this tenant')).toBeNull();
    expect(screen.queryByText('Environments of this tenant')).toBeNull();
  });

  it('tells which entities have a Release risk', () => {
    expect([environment, tenant, service, database].map(isOdooEntity)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
