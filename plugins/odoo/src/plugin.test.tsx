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
import { screen, within } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import odooPlugin from '.';
import { odooApiRef } from './api';
import {
  EntityBackupStatusCard,
  EntityBackupStatusContent,
  EntityReleaseRiskCard,
  EntityReleaseRiskContent,
  hasOdooBackups,
  isOdooEntity,
  OdooEnvironmentAboutCard,
  OdooEnvironmentBindingsCard,
  OdooEnvironmentPartsCard,
  OdooEnvironmentPlatformCard,
  OdooFindingsCard,
  OdooServiceAboutCard,
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

  it.each([
    ['environment', environment],
    ['tenant', tenant],
    ['service', service],
    ['database', database],
  ])('mounts the tab Backup status on a %s', async (_kind, entity) => {
    renderPage(entity, 'entity-content:odoo/backup-status');
    expect((await screen.findAllByText('CRITICAL'))[0]).toBeVisible();
  });

  it('has no tab Backup status on what keeps nothing', async () => {
    renderPage(
      { ...database, spec: { ...database.spec, type: 'cache' } },
      'entity-content:odoo/backup-status',
    );
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });

  it('mounts the card Backup status', async () => {
    renderPage(database, 'entity-card:odoo/backup-status');
    expect(await screen.findByText('CRITICAL')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Open Backup status' }),
    ).toHaveAttribute('href', expect.stringMatching(/\/backup-status$/));
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
      'entity-card:odoo/environment-bindings',
      'entity-card:odoo/environment-platform',
      'entity-card:odoo/findings',
      'entity-card:odoo/tenant-about',
      'entity-card:odoo/service-about',
    );
    expect(await screen.findByText('HOLD')).toBeVisible();
    expect(await screen.findByText('About this environment')).toBeVisible();
    expect(await screen.findByText('acme (PostgreSQL 16)')).toBeVisible();
    for (const title of [
      'Services and resources',
      'Bindings',
      'Shared with others',
      'Findings',
    ]) {
      expect(await screen.findByRole('heading', { name: title })).toBeVisible();
    }
    expect(screen.queryByText('About this tenant')).toBeNull();
    expect(screen.queryByText('Part of an Odoo environment')).toBeNull();
  });

  it('mounts the cards of a tenant', async () => {
    renderPage(
      tenant,
      'entity-card:odoo/tenant-about',
      'entity-card:odoo/tenant-environments',
      'entity-card:odoo/findings',
    );
    expect(await screen.findByText('mission critical')).toBeVisible();
    expect(screen.getByText('5 mins')).toBeVisible();
    expect(
      screen.getByText('Store desk, after 5 mins without an answer'),
    ).toBeVisible();
    // The portal's own About and Links cards say these.
    expect(screen.queryByText(/^(Owner|Links)$/)).toBeNull();
    expect(
      (
        await screen.findAllByRole('region', {
          name: /Acme (production|staging)/,
        })
      ).map(column => within(column).getByText(/, dedicated$/).textContent),
    ).toEqual(['production, dedicated', 'staging, dedicated']);
    expect(
      await screen.findByRole('heading', { name: 'Findings' }),
    ).toBeVisible();
  });

  it('mounts the card of a service', async () => {
    renderPage(service, 'entity-card:odoo/service-about');
    expect(
      await screen.findByText('Part of an Odoo environment'),
    ).toBeVisible();
    expect(await screen.findByText('2 of 3 replicas are ready.')).toBeVisible();
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

  it('mounts the same tab Backup status, and its card', async () => {
    await renderLegacy(
      environment,
      <>
        <EntityBackupStatusContent />
        <EntityBackupStatusCard />
      </>,
    );
    expect(
      await screen.findByText('Can we get Acme production back?'),
    ).toBeVisible();
    expect(
      await screen.findByRole('link', { name: 'Open Backup status' }),
    ).toBeVisible();
  });

  it('tells which entities have a Backup status', () => {
    expect(
      [
        environment,
        tenant,
        service,
        database,
        { ...database, spec: { ...database.spec, type: 'cache' } },
      ].map(hasOdooBackups),
    ).toEqual([true, true, true, true, false]);
  });

  it('mounts the same cards, each on its kind only', async () => {
    await renderLegacy(
      environment,
      <>
        <EntityReleaseRiskCard />
        <OdooEnvironmentAboutCard />
        <OdooEnvironmentPartsCard />
        <OdooEnvironmentBindingsCard />
        <OdooEnvironmentPlatformCard />
        <OdooFindingsCard />
        <OdooServiceAboutCard />
        <OdooTenantAboutCard />
        <OdooTenantEnvironmentsCard />
      </>,
    );
    expect(await screen.findByText('HOLD')).toBeVisible();
    expect(await screen.findByText('About this environment')).toBeVisible();
    for (const title of [
      'Services and resources',
      'Bindings',
      'Shared with others',
      'Findings',
    ]) {
      expect(await screen.findByRole('heading', { name: title })).toBeVisible();
    }
    expect(screen.queryByText('Part of an Odoo environment')).toBeNull();
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
