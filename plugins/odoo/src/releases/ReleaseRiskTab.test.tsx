import type { Entity } from '@backstage/catalog-model';
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
import { signalApiRef } from '@backstage/plugin-signals-react';
import { summariseRelease } from '@odoo-fleet/backstage-plugin-odoo-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { type OdooApi, odooApiRef } from '../api';
import { FakeSignals } from '../live/__fixtures__/FakeSignals';
import {
  calm,
  changed,
  entities,
  environment,
  environmentRef,
  fleetApi,
  risky,
  riskOf,
  service,
  staging,
  tenant,
  unknown,
} from './__fixtures__/fleet';
import { ReleaseRiskTab } from './ReleaseRiskTab';

let signals: FakeSignals;
const signal = () => signals.send();

function renderTab(
  api: OdooApi,
  entity: Entity = environment,
  search = '',
): void {
  signals = new FakeSignals();
  renderInTestApp(
    <TestApiProvider
      apis={[
        [odooApiRef, api],
        [catalogApiRef, catalogApiMock({ entities })],
        [signalApiRef, signals],
      ]}
    >
      <EntityProvider entity={entity}>
        <ReleaseRiskTab />
      </EntityProvider>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [`/${search}`],
    },
  );
}

const failing = (statusCode: number, message: string) =>
  fleetApi(risky, {
    getReleaseRisk: async () => {
      throw Object.assign(new Error(message), { statusCode });
    },
  });

const headline = async (name: RegExp | string) =>
  within(await screen.findByRole('region', { name }));

describe('ReleaseRiskTab', () => {
  it('puts the word first, then three reasons, then the sum', async () => {
    renderTab(fleetApi(risky));
    const panel = await headline('Next release of Acme production');
    expect(panel.getByText('HOLD')).toBeVisible();
    const list = panel.getAllByRole('list')[0];
    expect(within(list).getAllByRole('listitem')).toHaveLength(3);
    await userEvent.click(
      panel.getByRole('button', { name: /^Show \d+ more reasons$/ }),
    );
    expect(within(list).getAllByRole('listitem')).toHaveLength(
      risky.verdict.reasons.length,
    );

    const { inherent, readiness, total } = risky.verdict.score;
    expect(inherent + readiness).toBe(total);
    expect(
      screen.getByText(
        `Score ${total} = inherent ${inherent} + readiness gaps ${readiness}`,
      ),
    ).toBeVisible();
    const meters = () =>
      screen
        .getAllByRole('meter', { name: / of \d+ points$/ })
        .map(meter => meter.getAttribute('aria-label'))
        .sort();
    const labels = (factors: typeof risky.verdict.factors) =>
      factors
        .map(one => `${one.title}: ${one.points} of ${one.weight} points`)
        .sort();
    const applying = risky.verdict.factors.filter(
      ({ outcome }) => outcome !== 'not-applicable',
    );
    // What adds nothing is folded, and what is not known never is
    const counting = applying.filter(
      ({ points, outcome, reason }) =>
        points > 0 || outcome === 'unknown' || reason.remedy !== undefined,
    );
    expect(counting.length).toBeLessThan(applying.length);
    expect(meters()).toEqual(labels(counting));
    const unfold = screen.getByRole('button', {
      name: /^Show \d+ factors? without points$/,
    });
    expect(unfold).toHaveAttribute('aria-expanded', 'false');
    act(() => unfold.focus());
    await userEvent.keyboard('{Enter}');
    expect(unfold).toHaveAttribute('aria-expanded', 'true');
    expect(meters()).toEqual(labels(applying));
    const { caution, hold } = risky.verdict.score.thresholds;
    expect(screen.getByText(`caution from ${caution}`)).toHaveStyle({
      flexBasis: `${caution}%`,
    });
    expect(screen.getByText(`hold from ${hold}`)).toHaveStyle({
      flexBasis: `${100 - hold}%`,
    });
    expect(screen.getByText(/^The gate answered the same:/)).toBeVisible();
  });

  it('lists the modules with their versions, and why a factor is not known', async () => {
    renderTab(fleetApi(risky));
    const panel = await headline('Next release of Acme production');
    await userEvent.click(panel.getByText('2 modules'));
    expect(
      panel.getByText('18.0.1.0.0 → 18.0.2.0.0 · domain not known'),
    ).toBeVisible();
    expect(
      panel.getByText('not there → 18.0.1.0.0 · domain not known'),
    ).toBeVisible();
    const [why] = risky.verdict.factors.filter(
      ({ outcome }) => outcome === 'unknown',
    );
    const score = await headline(/^Score \d+ =/);
    expect(score.getByText(why.reason.message)).not.toBeVisible();
    await userEvent.click(
      score.getByRole('button', {
        name: 'Show evidence and what would lower each',
      }),
    );
    expect(score.getByText(why.reason.message)).toBeVisible();
  });

  it('shows times in the tenant’s business zone, UTC on hover', async () => {
    renderTab(fleetApi(risky));
    const [time] = await screen.findAllByText(/Europe\/Paris \(/);
    expect(time).toHaveAttribute('title', expect.stringMatching(/UTC$/));
  });

  it('links http(s) only, and flags contradictions', async () => {
    renderTab(fleetApi(risky));
    const events = await headline('What was reported');
    const row = (await events.findByText('Pipeline finished')).closest('tr');
    expect(within(row!).queryByRole('link')).toBeNull();
    expect(
      events.getByText(/1 other body came under the same id/),
    ).toBeVisible();
    expect(
      events.getByRole('link', { name: /Open at the source/ }),
    ).toHaveAttribute('rel', 'noopener noreferrer');
  });

  it('sets decision of record and verdict now side by side when they differ', async () => {
    renderTab(fleetApi(changed));
    const panel = await headline('Decision of record');
    expect(
      panel.getByText('The verdict has changed since the gate answered.'),
    ).toBeVisible();
    expect(panel.getByText('PROCEED')).toBeVisible();
    expect(panel.getByText('HOLD')).toBeVisible();
    // What decides says so at once
    const answer = await headline('Next release of Acme production');
    expect(
      answer.getByText(/The verdict has changed since the gate answered\./),
    ).toHaveTextContent('It answered PROCEED');
  });

  it('shows unknown as its own word, and says what the gate does', async () => {
    renderTab(fleetApi(unknown));
    const panel = await headline('Next release of Acme production');
    expect(panel.getByText('UNKNOWN')).toBeVisible();
    expect(panel.getByText(/the gate answers HOLD/)).toBeVisible();
    expect(screen.queryByText('PROCEED')).toBeNull();
  });

  it('opens the release that the address names, and leads back', async () => {
    renderTab(fleetApi(risky), environment, `?release=${calm.release.id}`);
    const panel = await headline('Release of Acme production');
    expect(panel.getByText('PROCEED')).toBeVisible();
    await userEvent.click(
      panel.getByRole('link', { name: 'Show the current release' }),
    );
    await headline('Next release of Acme production');
  });

  it('does not show a release of another environment', async () => {
    const foreign = {
      ...calm,
      release: { ...calm.release, environmentRef: 'odooenvironment:x/y' },
      trace: [],
      events: [],
    };
    renderTab(
      fleetApi(risky, { getRelease: async () => foreign }),
      environment,
      '?release=foreign',
    );
    expect(await screen.findByText('This release is not here')).toBeVisible();
  });

  it('turns the pages of the history by cursor', async () => {
    const listReleases = jest.fn<
      ReturnType<OdooApi['listReleases']>,
      Parameters<OdooApi['listReleases']>
    >(async query =>
      query?.cursor === undefined
        ? { items: [summariseRelease(risky)], nextCursor: 'c1' }
        : { items: [summariseRelease(calm)] },
    );
    renderTab(fleetApi(risky, { listReleases }));
    const history = await headline('Releases of this environment');
    const older = await history.findByRole('button', { name: 'Older' });
    await userEvent.click(older);
    expect(await history.findByText('settled')).toBeVisible();
    expect(listReleases.mock.lastCall?.[0]).toMatchObject({
      entityRef: environmentRef,
      cursor: 'c1',
    });
    expect(older).toBeDisabled();
    await userEvent.click(history.getByRole('button', { name: 'Newer' }));
    expect(await history.findByText('gate asked')).toBeVisible();
  });

  it('judges a service with its environment, and says so', async () => {
    renderTab(fleetApi(risky), service);
    expect(
      await screen.findByText(/Judged for the whole environment/),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Open its Release risk' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/odooenvironment/acme-production/release-risk',
    );
  });

  it('gives a tenant one row for each environment', async () => {
    renderTab(fleetApi(risky), tenant);
    const table = await screen.findByRole('grid', {
      name: 'Environments of Acme Retail',
    });
    const [, production, , development] = within(table).getAllByRole('row');
    expect(within(production).getByText('HOLD')).toBeVisible();
    expect(
      within(production).getByText(risky.verdict.reasons[0].message),
    ).toBeVisible();
    expect(within(development).getByText('UNKNOWN')).toBeVisible();
    expect(
      within(production).getByRole('link', { name: 'Acme production' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/odooenvironment/acme-production/release-risk',
    );
  });
});

describe('designed states', () => {
  it('shows a skeleton while loading', async () => {
    renderTab(fleetApi(risky, { getReleaseRisk: () => new Promise(() => {}) }));
    expect(await screen.findByText('Loading…')).toBeInTheDocument();
  });

  it('says which permission is missing and who grants it', async () => {
    renderTab(failing(403, 'Unauthorized'));
    expect(await screen.findByText('You may not see this')).toBeVisible();
    expect(screen.getByText(/odoo\.environment\.read/)).toBeVisible();
    expect(screen.getByRole('link', { name: /acme-team/ })).toBeVisible();
  });

  it.each([
    [401, 'Your session has ended'],
    [404, 'Odoo Fleet does not know this yet'],
    [429, 'The backend asks for a moment'],
  ])('has words for status %d', async (status, title) => {
    renderTab(failing(status, 'no'));
    expect(await screen.findByText(title)).toBeVisible();
  });

  it('keeps an error apart from a verdict, and tries again', async () => {
    const getReleaseRisk = jest
      .fn<ReturnType<OdooApi['getReleaseRisk']>, []>()
      .mockRejectedValueOnce(new Error('database is locked'))
      .mockResolvedValue(riskOf(calm));
    renderTab(fleetApi(calm, { getReleaseRisk }));
    expect(await screen.findByText(/database is locked/)).toBeVisible();
    expect(screen.queryByText('PROCEED')).toBeNull();
    await userEvent.tab();
    expect(screen.getByRole('button', { name: 'Try again' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect((await screen.findAllByText('PROCEED'))[0]).toBeVisible();
  });

  it('says how to send the first event', async () => {
    renderTab(fleetApi(null));
    expect(
      await screen.findByText('No release of Acme production was reported yet'),
    ).toBeVisible();
    expect(screen.getByText('UNKNOWN')).toBeVisible();
    expect(
      await screen.findByText(/"environment": \{ "id": "acme-production" \}/),
    ).toBeVisible();
    expect(screen.getByText(/\/gate/)).toHaveTextContent(environmentRef);
  });

  it('asks for a binding first where there is none', async () => {
    renderTab(fleetApi(null), staging);
    expect(await screen.findByText(/find their environment by/)).toBeVisible();
  });

  it('keeps the rest when the history fails', async () => {
    renderTab(
      fleetApi(risky, {
        listReleases: async () => {
          throw new Error('timeout');
        },
      }),
    );
    expect((await screen.findAllByText('HOLD'))[0]).toBeVisible();
    expect(await screen.findByText(/timeout/)).toBeVisible();
  });
});

describe('an open tab', () => {
  it('refetches on a signal, keeps the old picture meanwhile, and announces a new word', async () => {
    let current = calm;
    let release: () => void = () => {};
    let held = Promise.resolve();
    const api: OdooApi = {
      ...fleetApi(calm),
      getReleaseRisk: async () => {
        await held;
        return riskOf(current);
      },
      getRelease: id => fleetApi(current).getRelease(id),
      listReleases: query => fleetApi(current).listReleases(query),
    };
    renderTab(api);
    await headline('Running release of Acme production');
    expect(screen.getByTestId('verdict-announcement')).toHaveTextContent('');

    current = risky;
    held = new Promise(resolve => {
      release = resolve;
    });
    act(() => signal());
    await new Promise(resolve => setTimeout(resolve, 500));
    await headline('Running release of Acme production');
    act(() => release());
    await headline('Next release of Acme production');
    await waitFor(() =>
      expect(screen.getByTestId('verdict-announcement')).toHaveTextContent(
        'Release risk of Acme production is now HOLD',
      ),
    );
  });

  it('says so when refreshing fails, and goes on showing what it knew', async () => {
    let broken = false;
    const getReleaseRisk = async () => {
      if (broken) {
        throw new Error('gone for lunch');
      }
      return riskOf(risky);
    };
    renderTab(fleetApi(risky, { getReleaseRisk }));
    await headline('Next release of Acme production');
    broken = true;
    act(() => signal());
    expect(await screen.findByText('Could not refresh')).toBeVisible();
    expect(screen.getByText(/gone for lunch/)).toBeVisible();
    await headline('Next release of Acme production');
  });

  it('hides what may no longer be seen', async () => {
    let denied = false;
    const getReleaseRisk = async () => {
      if (denied) {
        throw Object.assign(new Error('no'), { name: 'NotAllowedError' });
      }
      return riskOf(risky);
    };
    renderTab(fleetApi(risky, { getReleaseRisk }));
    await headline('Next release of Acme production');
    denied = true;
    act(() => signal());
    expect(await screen.findByText('You may not see this')).toBeVisible();
    await waitFor(() => expect(screen.queryByText('HOLD')).toBeNull());
  });
});

it('is accessible', async () => {
  renderTab(fleetApi(changed));
  await headline('What was reported');
  await screen.findByText('Pipeline finished');
  const { violations } = await axe.run(document.body, {
    // Colours need a browser; page landmarks are the portal's.
    rules: {
      'color-contrast': { enabled: false },
      region: { enabled: false },
    },
  });
  expect(
    violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`),
  ).toEqual([]);
});
