import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { type OdooApi, odooApiRef } from '../api';
import { entities, fleetApi, tenant } from '../releases/__fixtures__/fleet';
import { denied, statusOf } from './__fixtures__/backups';
import { BackupStatusCard } from './BackupStatusCard';

function renderCard(overrides: Partial<OdooApi> = {}) {
  renderInTestApp(
    <TestApiProvider
      apis={[
        [odooApiRef, fleetApi(undefined, overrides)],
        [catalogApiRef, catalogApiMock({ entities })],
      ]}
    >
      <EntityProvider entity={tenant}>
        <BackupStatusCard />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
}

it('speaks for the worst environment, and counts those that are not for who looks', async () => {
  renderCard();
  expect(await screen.findByText('CRITICAL')).toBeVisible();
  expect(screen.getByText(/^store orders: work since/)).toBeVisible();
  expect(
    screen.getByText(/Acme production stands worst of 1 environments/),
  ).toHaveTextContent('1 environment is for its owners to see.');
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
});

it('says whom to ask where nothing may be seen, and no word', async () => {
  renderCard({ getBackupStatus: async () => statusOf(denied) });
  expect(
    await screen.findByText(/1 environment is for its owners to see/),
  ).toBeVisible();
  expect(screen.getByRole('link', { name: /acme-team/ })).toBeVisible();
  expect(screen.queryByText(/UNKNOWN|CRITICAL|OK/)).toBeNull();
});
