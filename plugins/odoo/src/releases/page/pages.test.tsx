import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  renderInTestApp as renderInLegacyApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { Route, Routes } from 'react-router-dom';
import odooPlugin from '../..';
import { type OdooApi, odooApiRef } from '../../api';
import { OdooFleetPage } from '../../legacy';
import { entities, environment, fleetApi, risky } from '../__fixtures__/fleet';

const editable = {
  ...environment,
  metadata: {
    ...environment.metadata,
    annotations: {
      'backstage.io/edit-url': 'https://git.example/acme/production.yaml',
    },
  },
};

function render(path: string, overrides: Partial<OdooApi> = {}) {
  renderTestApp({
    extensions: [odooPlugin.getExtension('page:odoo')],
    apis: [
      [odooApiRef, fleetApi(risky, overrides)],
      [
        catalogApiRef,
        catalogApiMock({
          entities: [...entities.filter(e => e !== environment), editable],
        }),
      ],
    ],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: [path],
  });
}

describe('page of a release', () => {
  it('shows everything of one release in the new frontend system', async () => {
    render('/odoo/releases/r-risky');
    for (const name of [
      'Release of Acme production',
      'Trace',
      'Five questions',
      'Decisions of people',
      'Decision of record',
      'Gate log',
      'What was reported',
      'When?',
    ]) {
      expect(await screen.findByText(name, { selector: 'h2' })).toBeVisible();
    }
    expect(screen.getAllByText('HOLD')[0]).toBeVisible();
    const { violations } = await axe.run(document.body, {
      rules: {
        'color-contrast': { enabled: false },
        region: { enabled: false },
        'page-has-heading-one': { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  }, 180_000);

  it('shows it in the legacy frontend system', async () => {
    await renderInLegacyApp(
      <TestApiProvider
        apis={[
          [odooApiRef, fleetApi()],
          [catalogApiRef, catalogApiMock({ entities })],
        ]}
      >
        <Routes>
          <Route path="/odoo/*" element={<OdooFleetPage />} />
        </Routes>
      </TestApiProvider>,
      {
        routeEntries: ['/odoo/releases/r-risky'],
        mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      },
    );
    expect(
      await screen.findByText('Release of Acme production', {
        selector: 'h2',
      }),
    ).toBeVisible();
  }, 180_000);

  it('does not tell a release that is not there from one that may not be seen', async () => {
    render('/odoo/releases/nothing');
    expect(
      await screen.findByText('There is no such release that you may see.'),
    ).toBeVisible();
  });

  it('keeps an error apart from a verdict', async () => {
    render('/odoo/releases/r-risky', {
      getRelease: async () => {
        throw Object.assign(new Error('database is locked'), {
          statusCode: 500,
        });
      },
    });
    expect(await screen.findByText('This could not be read')).toBeVisible();
    expect(screen.queryByText('HOLD')).toBeNull();
  });

  it('keeps the rest when decisions, gate log and calendar can’t be read', async () => {
    const fail = async () => {
      throw Object.assign(new Error('timeout'), { statusCode: 500 });
    };
    render('/odoo/releases/r-risky', {
      listReleaseDecisions: fail,
      listGateDecisions: fail,
      getCalendar: fail,
    });
    expect((await screen.findAllByText('HOLD'))[0]).toBeVisible();
    expect(await screen.findAllByText('This could not be read')).toHaveLength(
      3,
    );
  });
});

describe('events without an environment', () => {
  it('lists them with why, and says what to write where to bind one', async () => {
    render('/odoo/events');
    const panel = within(
      await screen.findByRole('region', {
        name: 'Events without an environment',
      }),
    );
    expect(
      await panel.findByText('No environment claims this source.'),
    ).toBeVisible();
    await userEvent.click(
      panel.getByRole('button', { name: /^Bind ci.example.new-shop/ }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByText(/source: "https:\/\/ci.example\/new-shop"/),
    ).toHaveTextContent('environmentId: "new-shop: \\"production\\""');
    // The likeliest is chosen already
    expect(
      await dialog.findByRole('button', { name: /Acme production/ }),
    ).toBeVisible();
    expect(
      await screen.findByRole('link', {
        name: /Edit the descriptor of Acme production/,
      }),
    ).toHaveAttribute('href', 'https://git.example/acme/production.yaml');
  });

  it('lists what was refused', async () => {
    render('/odoo/events');
    expect(await screen.findByText('$.data: is no object')).toBeVisible();
  });

  it('says so when every event found its environment', async () => {
    const none = async () => ({ items: [] });
    render('/odoo/events', {
      listUnattributedEvents: none,
      listDeadLetters: none,
    });
    expect(
      await screen.findByText('Every event found its environment.'),
    ).toBeVisible();
    expect(screen.getByText('Nothing was refused.')).toBeVisible();
  });
});
