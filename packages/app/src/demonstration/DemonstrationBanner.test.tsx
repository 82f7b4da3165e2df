import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { configApiRef } from '@backstage/frontend-plugin-api';
import { screen } from '@testing-library/react';
import { DemonstrationBanner } from './DemonstrationBanner';

async function renderWith(app: Record<string, boolean>) {
  renderInTestApp(
    <TestApiProvider
      apis={[[configApiRef, mockApis.config({ data: { app } })]]}
    >
      <DemonstrationBanner />
      <p>the page</p>
    </TestApiProvider>,
  );
  await screen.findByText('the page');
}

it('says that it is a demonstration', async () => {
  await renderWith({ demonstration: true });
  expect(
    screen.getByRole('complementary', { name: 'Demonstration' }),
  ).toHaveTextContent(/retailers do not exist/);
});

it.each([{ demonstration: false }, {}])(
  'says nothing when the config is %j',
  async app => {
    await renderWith(app as Record<string, boolean>);
    expect(screen.queryByRole('complementary')).toBeNull();
  },
);
