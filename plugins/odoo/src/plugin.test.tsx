import { renderTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { odooApiRef } from './api';
import odooPlugin from '.';
import { EntityReleaseRiskContent } from './legacy';
import { environment, fleetApi } from './releases/__fixtures__/fleet';

describe('the plugin in both frontend systems', () => {
  it('mounts the tab in the new one', async () => {
    renderTestApp({
      extensions: [createTestEntityPage({ entity: environment })],
      features: [odooPlugin],
      apis: [[odooApiRef, fleetApi()]],
    });
    expect(await screen.findByText('HOLD')).toBeInTheDocument();
  });

  it('mounts the same tab in the legacy one', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[odooApiRef, fleetApi()]]}>
        <EntityProvider entity={environment}>
          <Routes>
            <Route path="/" element={<EntityReleaseRiskContent />} />
          </Routes>
        </EntityProvider>
      </TestApiProvider>,
    );
    expect(await screen.findByText('HOLD')).toBeInTheDocument();
  });
});
