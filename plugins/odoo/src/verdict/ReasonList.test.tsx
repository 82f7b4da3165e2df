import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { RiskReason } from '@odoo-fleet/backstage-plugin-odoo-common';
import { screen } from '@testing-library/react';
import { ReasonList } from './ReasonList';

const reason = (id: string, role?: RiskReason['role']): RiskReason => ({
  id,
  status: 'warning',
  message: `Reason ${id}`,
  evidence: [],
  ...(role && { role }),
});

const reasons = [
  reason('of all'),
  reason('of cron', 'cron'),
  reason('of web', 'web'),
];

const shown = async () =>
  (await screen.findAllByRole('listitem')).map(item => item.textContent);

describe('ReasonList', () => {
  it('puts the reasons of the service’s own role first, and marks the inherited ones', async () => {
    renderInTestApp(<ReasonList reasons={reasons} ownRole="web" />);
    expect(await shown()).toEqual([
      'Reason of webabout this service (web)',
      'Reason of allof the whole environment',
      'Reason of cronof the environment, about cron',
    ]);
  });

  it('keeps the order on the environment’s own page, and says which service one is about', async () => {
    renderInTestApp(<ReasonList reasons={reasons} />);
    expect(await shown()).toEqual([
      'Reason of all',
      'Reason of cronabout the service cron',
      'Reason of webabout the service web',
    ]);
  });
});
