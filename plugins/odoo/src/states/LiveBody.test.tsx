import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import type { LiveData } from '../live';
import { LiveBody } from './LiveBody';

const failure = { kind: 'error', message: 'The backend is away.' } as const;

const live = (of: Partial<LiveData<string[]>>): LiveData<string[]> => ({
  data: undefined,
  failure: undefined,
  isFetching: false,
  fetchedAt: undefined,
  retry: () => {},
  ...of,
});

const render = (of: Partial<LiveData<string[]>>) =>
  renderInTestApp(
    <LiveBody
      live={live(of)}
      height="3rem"
      isEmpty={items => items.length === 0}
      empty="There is none."
    >
      {items => (
        <ul>
          {items.map(item => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )}
    </LiveBody>,
  );

it('says neither that there is none nor that it failed while nothing is known', async () => {
  await render({ isFetching: true });
  expect(screen.queryByText('There is none.')).toBeNull();
  expect(screen.queryByRole('status')).toBeNull();
});

it('says that there is none only when the answer says so', async () => {
  await render({ failure });
  expect(screen.queryByText('There is none.')).toBeNull();
  expect(screen.getByText(/The backend is away\./)).toBeVisible();
});

it.each([
  ['nothing', [], 'There is none.'],
  ['something', ['one'], 'one'],
])(
  'keeps %s that was known, and says that it is old',
  async (_, data, text) => {
    await render({ data, failure, fetchedAt: Date.now() - 60_000 });
    expect(screen.getByText(text)).toBeVisible();
    expect(screen.getByText('Could not refresh')).toBeVisible();
  },
);

it('says nothing beside a fresh answer', async () => {
  await render({ data: ['one'], fetchedAt: Date.now() });
  expect(screen.getByText('one')).toBeVisible();
  expect(screen.queryByRole('status')).toBeNull();
});
