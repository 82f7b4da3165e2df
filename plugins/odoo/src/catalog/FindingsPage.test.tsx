import { renderTestApp } from '@backstage/frontend-test-utils';
import type { Finding } from '@odoo-fleet/backstage-plugin-odoo-common';
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
import odooPlugin from '..';
import { type OdooApi, odooApiRef } from '../api';
import { OdooPages } from '../OdooPages';
import { entities, fleetApi, risky } from '../releases/__fixtures__/fleet';
import { odooRouteRef } from '../routes';
import { findings } from './__fixtures__/facts';

/** Of no entity: whoever runs it wrote no descriptor. */
const undeclared: Finding = {
  id: 'u1',
  kind: 'not-in-git',
  severity: 'warning',
  subject: 'shared-eu/old-shop',
  message: 'The namespace old-shop runs, and no environment declares it.',
  remedy: 'Write an OdooEnvironment for it, or remove it.',
  firstSeenAt: '2026-11-20T10:00:00.000Z',
  lastSeenAt: '2026-11-22T10:00:00.000Z',
};
const all = [...findings, undeclared];

function render(overrides: Partial<OdooApi> = {}) {
  const listFindings = jest.fn<
    ReturnType<OdooApi['listFindings']>,
    Parameters<OdooApi['listFindings']>
  >(async ({ kind, cursor } = {}) => {
    const asked = all.filter(one => kind === undefined || one.kind === kind);
    const start = Number(cursor ?? 0);
    // Pages of two, whatever is asked for
    const end = start + 2;
    return {
      items: asked.slice(start, end),
      ...(end < asked.length && { nextCursor: String(end) }),
    };
  });
  renderTestApp({
    extensions: [odooPlugin.getExtension('page:odoo')],
    apis: [
      [odooApiRef, fleetApi(risky, { listFindings, ...overrides })],
      [catalogApiRef, catalogApiMock({ entities })],
    ],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: ['/odoo'],
  });
  return { listFindings };
}

describe('findings of the whole fleet', () => {
  it('are the first of the pages, and can be turned', async () => {
    render();
    const panel = within(
      await screen.findByRole('region', {
        name: 'What the whole fleet shows to be wrong',
      }),
    );
    expect(
      await panel.findByText('Service cron is declared and not running.'),
    ).toBeVisible();
    expect(panel.queryByText(undeclared.message)).toBeNull();
    await userEvent.click(panel.getByRole('button', { name: 'Next' }));
    expect(await panel.findByText(undeclared.message)).toBeVisible();
    expect(panel.getByText('shared-eu/old-shop')).toBeVisible();
    await userEvent.click(panel.getByRole('button', { name: 'Previous' }));
    expect(
      await panel.findByText('Service cron is declared and not running.'),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Events without an environment' }),
    ).toHaveAttribute('href', '/odoo/events');
  }, 60_000);

  it('are narrowed to what runs and is not in Git', async () => {
    const { listFindings } = render();
    await userEvent.click(
      await screen.findByRole('button', { name: /Kind of finding/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Running, but not in Git' }),
    );
    expect(await screen.findByText(undeclared.message)).toBeVisible();
    expect(
      screen.queryByText('Service cron is declared and not running.'),
    ).toBeNull();
    expect(listFindings).toHaveBeenLastCalledWith(
      { kind: 'not-in-git', cursor: undefined, limit: 100 },
      expect.anything(),
    );
    const { violations } = await axe.run(document.body, {
      rules: {
        'color-contrast': { enabled: false },
        region: { enabled: false },
        'page-has-heading-one': { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  }, 60_000);

  it('say when there is none', async () => {
    render({ listFindings: async () => ({ items: [] }) });
    expect(
      await screen.findByText(/nothing that you may see is wrong/),
    ).toBeVisible();
  }, 60_000);

  it('are not taken for none when they could not be read', async () => {
    render({
      listFindings: async () => {
        throw Object.assign(new Error('away'), { statusCode: 500 });
      },
    });
    expect(await screen.findByText('This could not be read')).toBeVisible();
    expect(screen.queryByText(/nothing that you may see is wrong/)).toBeNull();
  }, 60_000);

  it('are there in the legacy frontend system too', async () => {
    await renderInLegacyApp(
      <TestApiProvider
        apis={[
          [odooApiRef, fleetApi()],
          [catalogApiRef, catalogApiMock({ entities })],
        ]}
      >
        <Routes>
          <Route path="/odoo/*" element={<OdooPages />} />
        </Routes>
      </TestApiProvider>,
      {
        routeEntries: ['/odoo/findings'],
        mountedRoutes: {
          '/catalog/:namespace/:kind/:name': entityRouteRef,
          '/odoo': odooRouteRef,
        },
      },
    );
    expect(
      await screen.findByRole('region', {
        name: 'What the whole fleet shows to be wrong',
      }),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Events without an environment' }),
    ).toHaveAttribute('href', '/odoo/events');
  }, 60_000);
});
