import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { type OdooApi, odooApiRef } from '../api';
import { calendarOf } from '../releases/__fixtures__/around';
import { fleetApi } from '../releases/__fixtures__/fleet';
import { WhenPanel } from './WhenPanel';

const environmentRef = 'odooenvironment:default/acme-production';

function render(overrides: Partial<OdooApi> = {}) {
  renderInTestApp(
    <TestApiProvider apis={[[odooApiRef, fleetApi(undefined, overrides)]]}>
      <WhenPanel
        environmentRef={environmentRef}
        releaseId="r-risky"
        tick={0}
        fileName="acme-calendar"
      />
    </TestApiProvider>,
  );
}

describe('WhenPanel', () => {
  it('shows a week of 168 hours, with what holds in each in words', async () => {
    render();
    const week = await screen.findByRole('table', { name: '' });
    const cells = within(week).getAllByRole('cell');
    expect(cells).toHaveLength(168);
    const frozen = cells.filter(cell =>
      cell.textContent?.includes('freeze: Black Friday'),
    );
    expect(frozen.length).toBeGreaterThan(0);
    expect(frozen.every(cell => cell.dataset.kind === 'freeze')).toBe(true);
  });

  it('names the next three safe windows, each with why', async () => {
    render();
    const title = await screen.findByText('Next safe windows for this release');
    const list = within(title.parentElement!).getByRole('list');
    expect(within(list).getAllByRole('listitem')).toHaveLength(3);
    expect(list).toHaveTextContent('No freeze begins');
  });

  it('asks for another week', async () => {
    const getCalendar = jest.fn<
      ReturnType<OdooApi['getCalendar']>,
      Parameters<OdooApi['getCalendar']>
    >(async query => calendarOf({ week: query?.week }));
    render({ getCalendar });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Week after' }),
    );
    await screen.findByText('Next safe windows for this release');
    const [first, second] = getCalendar.mock.calls;
    expect(first[0]).toEqual({
      entityRef: environmentRef,
      releaseId: 'r-risky',
    });
    expect(second[0]?.week).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('calls nothing safe where the calendar is not known', async () => {
    render({ getCalendar: async () => calendarOf({}, 'unknown') });
    expect(
      await screen.findByText(/The calendar is not known: the tenant names/),
    ).toBeVisible();
    expect(screen.getByText(/the server answered 503/)).toBeVisible();
    expect(screen.queryByText('safe window')).toBeNull();
  });

  it('says that it could not be read', async () => {
    render({
      getCalendar: async () => {
        throw Object.assign(new Error('database is locked'), {
          statusCode: 500,
        });
      },
    });
    expect(await screen.findByText('This could not be read')).toBeVisible();
  });

  it('keeps nobody out', async () => {
    render();
    await screen.findByText('Next safe windows for this release');
    const { violations } = await axe.run(document.body, {
      rules: {
        'color-contrast': { enabled: false },
        region: { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  });

  it('says so when the answer has no calendar of the environment, and reads again', async () => {
    const getCalendar = jest
      .fn<ReturnType<OdooApi['getCalendar']>, []>()
      .mockResolvedValueOnce({ entityRef: environmentRef, environments: [] })
      .mockImplementation(async () => calendarOf({}));
    render({ getCalendar });
    expect(
      await screen.findByText(
        'Nothing is known about when this release may go out',
      ),
    ).toBeVisible();
    expect(screen.queryByText(/safe window/)).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('Next safe windows for this release'),
    ).toBeVisible();
  });
});
