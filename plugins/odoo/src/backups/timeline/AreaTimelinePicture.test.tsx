import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { BusinessTimeZone } from '../../time';
import { postgresTimeline } from '../__fixtures__/backups';
import { AreaTimelinePicture } from './AreaTimelinePicture';
import { itemsOf } from './items';
import { TimelineTable } from './TimelineTable';

const tabs = () => screen.getAllByRole('tab');
const selected = () => screen.getByRole('tab', { selected: true });

async function renderPicture() {
  renderInTestApp(
    <BusinessTimeZone value="Europe/Paris">
      <AreaTimelinePicture timeline={postgresTimeline} />
      <TimelineTable label="table" items={itemsOf(postgresTimeline)} />
    </BusinessTimeZone>,
  );
  return screen.findByRole('tablist', {
    name: 'Marks of the time line, PostgreSQL',
  });
}

it('opens with what is broken and newest', async () => {
  await renderPicture();
  expect(selected()).toHaveAccessibleName(/^nothing recoverable, /);
  expect(screen.getByRole('tabpanel')).toHaveTextContent(
    'Nothing was archived since.',
  );
});

it('is walked by arrow keys in order of time, and shows evidence of what has the focus', async () => {
  await renderPicture();
  await userEvent.tab();
  expect(selected()).toHaveFocus();
  await userEvent.keyboard('{Home}');
  const walked: string[] = [];
  for (let step = 0; step < tabs().length; step++) {
    walked.push(selected().getAttribute('aria-label')?.split(',')[0] ?? '');
    expect(selected()).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}');
  }
  expect(walked).toEqual([
    'not known',
    'every instant recoverable',
    'full backup',
    'differential backup',
    'release',
    'incremental backup',
    'full backup',
    'restore drill',
    'full backup',
    'checkpoint',
    'release',
    'nothing recoverable',
  ]);
  await userEvent.keyboard('{Home}{ArrowRight}{ArrowRight}{ArrowRight}');
  const details = screen.getByRole('tabpanel');
  expect(details).toHaveTextContent('20261117D ended.');
  expect(within(details).getByText(/· pgbackrest ·|pgbackrest/)).toBeVisible();
  // Only the one with the focus is in the order of the tab key
  expect(tabs().filter(tab => tab.tabIndex === 0)).toHaveLength(1);
});

it('tells damage by a word, and by a shape that is not a colour', async () => {
  await renderPicture();
  const damaged = screen.getByRole('tab', {
    name: /^full backup, damaged or failed, .*20261119F$/,
  });
  const clean = screen.getByRole('tab', {
    name: /^full backup, clean, .*20261120F$/,
  });
  expect(damaged.querySelectorAll('path')).toHaveLength(2);
  expect(clean.querySelectorAll('path')).toHaveLength(1);
});

it('shows what the pointer is on, and goes back to what was chosen', async () => {
  await renderPicture();
  const details = screen.getByRole('tabpanel');
  const drill = screen.getByRole('tab', { name: /^restore drill, succeeded/ });
  await userEvent.hover(drill);
  expect(details).toHaveTextContent('Restored in 22 min.');
  await userEvent.unhover(drill);
  expect(details).toHaveTextContent('Nothing was archived since.');
});

it('says the same in a table, in business time with UTC on hover', async () => {
  await renderPicture();
  const table = screen.getByRole('grid', { name: 'table' });
  // The head of the table is a row, too
  expect(within(table).getAllByRole('row')).toHaveLength(tabs().length + 1);
  expect(within(table).getAllByText(/Europe\/Paris/)[0]).toHaveAttribute(
    'title',
    expect.stringMatching(/UTC$/),
  );
  expect(within(table).getByText('It has page errors.')).toBeVisible();
});
