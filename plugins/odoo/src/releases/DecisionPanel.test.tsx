import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { risky } from './__fixtures__/fleet';
import { DecisionPanel } from './DecisionPanel';

const render = (dryRun: boolean) =>
  renderInTestApp(
    <DecisionPanel
      judged={{
        ...risky,
        decisionOfRecord: {
          id: 'd1',
          askedAt: '2026-11-20T10:00:00.000Z',
          askedBy: 'acme-ci',
          decision: risky.verdict.decision,
          verdict: risky.verdict,
          ...(dryRun && { dryRun: true }),
        },
      }}
    />,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );

describe('DecisionPanel', () => {
  it('shows what was judged on a dry run, and that the pipeline was let through', async () => {
    render(true);
    expect(await screen.findByText(/dry run: was let through/)).toBeVisible();
    expect(screen.getByText('Hold', { exact: false })).toBeVisible();
  });

  it('says nothing of a dry run otherwise', async () => {
    render(false);
    expect(await screen.findByText(/acme-ci/)).toBeVisible();
    expect(screen.queryByText(/dry run/)).toBeNull();
  });
});
