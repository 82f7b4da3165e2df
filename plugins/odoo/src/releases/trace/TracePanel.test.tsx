import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type {
  ReleaseTrace,
  TraceStation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { TracePanel } from './TracePanel';

const station = (
  id: TraceStation['id'],
  state: TraceStation['state'],
  more: Partial<TraceStation> = {},
): TraceStation => ({
  id,
  state,
  summary: `${id} in short`,
  actors: [],
  details: [`What is known of ${id}.`],
  missing: state === 'not-known' ? [`Post what fills ${id}.`] : [],
  evidence: [],
  ...more,
});

const trace: ReleaseTrace = [
  station('change', 'done', {
    at: '2026-11-22T09:00:00.000Z',
    actors: ['user:default/jo-costa', 'release-bot'],
    url: 'https://changes.example/7',
  }),
  station('build', 'partly', {
    durationSeconds: 372,
    at: '2026-11-22T09:10:00.000Z',
  }),
  station('artifact', 'done'),
  station('approvals', 'waiting'),
  station('staging', 'not-asked'),
  station('checkpoint', 'not-known'),
  station('rollout', 'waiting'),
  station('runtime', 'waiting'),
  station('business', 'not-known'),
];

function render(given: ReleaseTrace | undefined = trace) {
  renderInTestApp(<TracePanel trace={given} fileName="acme-trace" />, {
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
}

const chosen = async () =>
  (await screen.findByRole('tab', { selected: true })).textContent;

describe('TracePanel', () => {
  it('shows every station with its state in words, and begins where something is wrong', async () => {
    render([
      ...trace.slice(0, 2),
      station('artifact', 'failed'),
      ...trace.slice(3),
    ]);
    const tabs = await screen.findAllByRole('tab');
    expect(tabs.map(tab => tab.textContent)).toEqual([
      expect.stringMatching(/^Change.*done/),
      expect.stringMatching(/^Build and tests.*partly.*6 mins, 12 secs/),
      expect.stringMatching(/^Artifact.*failed/),
      expect.stringMatching(/^Approvals.*waiting/),
      expect.stringMatching(/^Staging.*does not apply/),
      expect.stringMatching(/^Checkpoint.*not known/),
      expect.stringMatching(/^Rollout.*waiting/),
      expect.stringMatching(/^Runtime.*waiting/),
      expect.stringMatching(/^Business effect.*not known/),
    ]);
    expect(await chosen()).toMatch(/^Artifact/);
  });

  it('is walked with the arrow keys, around its ends', async () => {
    render();
    expect(await chosen()).toMatch(/^Build/);
    await userEvent.tab();
    // The button that takes the trace along comes first
    await userEvent.tab();
    const panel = screen.getByRole('tabpanel');
    for (const [key, name] of [
      ['{ArrowRight}', 'Artifact'],
      ['{ArrowDown}', 'Approvals'],
      ['{End}', 'Business effect'],
      ['{ArrowRight}', 'Change'],
      ['{ArrowLeft}', 'Business effect'],
      ['{ArrowUp}', 'Runtime'],
      ['{Home}', 'Change'],
    ]) {
      await userEvent.keyboard(key);
      expect(document.activeElement?.textContent).toMatch(
        new RegExp(`^${name}`),
      );
      expect(
        within(panel).getByRole('heading', { level: 3 }),
      ).toHaveTextContent(name);
    }
    expect(
      within(panel).getByRole('link', { name: /Open at the source/ }),
    ).toHaveAttribute('href', 'https://changes.example/7');
    expect(within(panel).getByText(/release-bot/)).toBeVisible();
  });

  it('says what would fill a station that is not known', async () => {
    render();
    await userEvent.click(
      await screen.findByRole('tab', { name: /^Checkpoint/ }),
    );
    const panel = within(screen.getByRole('tabpanel'));
    expect(panel.getByText('What would fill it')).toBeVisible();
    expect(panel.getByText('Post what fills checkpoint.')).toBeVisible();
  });

  it('says the same as a table', async () => {
    render();
    await userEvent.click(await screen.findByText('The same as a table'));
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows).toHaveLength(trace.length);
    trace.forEach((one, index) => {
      expect(rows[index]).toHaveTextContent(one.summary);
      expect(rows[index]).toHaveTextContent(one.details[0]);
      expect(rows[index].textContent).toContain(one.missing.join(' '));
    });
  });

  it('says that it is being read', async () => {
    renderInTestApp(<TracePanel trace={undefined} fileName="acme-trace" />);
    expect(await screen.findByText('The trace is being read…')).toBeVisible();
    expect(screen.queryByRole('tab')).toBeNull();
  });

  it('keeps nobody out', async () => {
    render();
    await screen.findAllByRole('tab');
    const { violations } = await axe.run(document.body, {
      rules: {
        'color-contrast': { enabled: false },
        region: { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  });
});
