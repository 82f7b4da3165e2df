import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { ReleaseEventSummary } from '@odoo-fleet/backstage-plugin-odoo-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EventsPanel } from './EventsPanel';

const events = (count: number): ReleaseEventSummary[] =>
  Array.from({ length: count }, (_, n) => ({
    source: 'https://ci.acme.example',
    id: `event-${n}`,
    type: 'dev.cdevents.testsuiterun.finished.0.3.0',
    kind: 'tests-finished',
    occurredAt: new Date(Date.UTC(2026, 10, 20) - n * 60_000).toISOString(),
    receivedAt: new Date(Date.UTC(2026, 10, 20) - n * 60_000).toISOString(),
    contradictions: 0,
  }));

const shown = () =>
  within(screen.getByRole('grid')).getAllByText(/^event-\d+$/).length;

it('shows the newest facts, and all of them when somebody asks', async () => {
  renderInTestApp(<EventsPanel events={events(11)} fileName="facts" />);
  const unfold = await screen.findByRole('button', {
    name: 'Show all 11 facts',
  });
  expect(shown()).toBe(8);
  expect(screen.getByText('event-0')).toBeVisible();
  await userEvent.click(unfold);
  expect(shown()).toBe(11);
  expect(unfold).toHaveAttribute('aria-expanded', 'true');
  expect(
    document.getElementById(unfold.getAttribute('aria-controls') ?? ''),
  ).toContainElement(screen.getByText('event-10'));
});

it('folds nothing that is short', async () => {
  renderInTestApp(<EventsPanel events={events(8)} fileName="facts" />);
  expect(await screen.findByText('event-7')).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Show all/ })).toBeNull();
});
