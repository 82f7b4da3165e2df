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
import {
  backupVerdictSchema,
  environmentTimelineSchema,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { type OdooApi, odooApiRef } from '../api';
import { FakeSignals } from '../live/__fixtures__/FakeSignals';
import {
  database,
  entities,
  environment,
  fleetApi,
  service,
  tenant,
} from '../releases/__fixtures__/fleet';
import {
  attempts,
  backupApi,
  broken,
  denied,
  granted,
  healthy,
  nothingKnown,
  statusOf,
  timeline,
} from './__fixtures__/backups';
import { BackupStatusTab } from './BackupStatusTab';

let signals: FakeSignals;

function renderTab(
  overrides: Partial<OdooApi> = {},
  entity: Entity = environment,
): void {
  signals = new FakeSignals();
  renderInTestApp(
    <TestApiProvider
      apis={[
        [odooApiRef, fleetApi(undefined, overrides)],
        [catalogApiRef, catalogApiMock({ entities })],
        [signalApiRef, signals],
      ]}
    >
      <EntityProvider entity={entity}>
        <BackupStatusTab />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
}

const region = async (name: RegExp | string) =>
  within(await screen.findByRole('region', { name }));

it('has fixtures that the schemas accept', () => {
  for (const verdict of [broken, healthy, nothingKnown]) {
    expect(backupVerdictSchema.safeParse(verdict).error).toBeUndefined();
  }
  expect(environmentTimelineSchema.safeParse(timeline).error).toBeUndefined();
});

describe('the answer', () => {
  it('is the word, then what the worst process would lose by now, then three reasons', async () => {
    renderTab();
    const panel = await region('Can we get Acme production back?');
    expect(panel.getByText('CRITICAL')).toBeVisible();
    expect(
      panel.getByText(
        /^store orders: work since.* would be lost, 3[1-9] mins.* now; objective 5 mins$/,
      ),
    ).toBeVisible();
    const [list] = panel.getAllByRole('list');
    expect(within(list).getAllByRole('listitem')).toHaveLength(3);
    await userEvent.click(
      panel.getByRole('button', { name: 'Show 1 more reasons' }),
    );
    expect(within(list).getAllByRole('listitem')).toHaveLength(4);
  });

  it('never turns what is not known into a number or a green word', async () => {
    renderTab(backupApi(nothingKnown));
    const panel = await region('Can we get Acme production back?');
    expect(panel.getByText('UNKNOWN')).toBeVisible();
    expect(
      panel.getByText(
        'finance: how much work would be lost is not known; objective 4 hrs',
      ),
    ).toBeVisible();
    expect(screen.queryByText('OK')).toBeNull();
    for (const meter of screen.getAllByRole('meter')) {
      expect(meter).toHaveAccessibleName(/: not known, objective /);
    }
  });

  it('says that the tenant declares no objectives', async () => {
    renderTab(backupApi({ ...broken, processes: [] }));
    expect(
      await screen.findByText(
        /^The tenant declares no recovery objectives, so/,
      ),
    ).toBeVisible();
  });
});

it('does not hold the objectives of production against staging, and says so', async () => {
  renderTab({
    getBackupStatus: async () => {
      const status = granted({ ...healthy, processes: [] });
      return statusOf({ ...status, stage: 'staging' });
    },
  });
  expect(
    (await screen.findAllByText(/objectives of the tenant are those of/))[0],
  ).toBeVisible();
  expect(screen.queryByText(/declares no recovery objectives/)).toBeNull();
});

describe('the areas', () => {
  it('stand in their order, each with its word and its proofs', async () => {
    renderTab();
    await region('PostgreSQL CRITICAL');
    expect(
      screen
        .getAllByRole('region')
        .map(one => one.getAttribute('id') ?? '')
        .filter(id => id.startsWith('backup-')),
    ).toEqual([
      'backup-postgresql',
      'backup-attachments',
      'backup-configuration',
      'backup-secrets',
    ]);
    const proofs = within(
      within(
        screen.getByRole('region', { name: 'PostgreSQL CRITICAL' }),
      ).getByRole('list', { name: 'What is proven' }),
    );
    expect(
      proofs.getAllByRole('listitem').map(item => item.firstChild?.textContent),
    ).toEqual(['exists', 'unbroken', 'proven by a restore']);
  });

  it('begin with its own on the page of a filestore', async () => {
    renderTab(
      {},
      {
        ...database,
        metadata: {
          ...database.metadata,
          name: 'acme-production-filestore',
        },
        spec: { ...database.spec, type: 'filestore' },
      },
    );
    await region('PostgreSQL CRITICAL');
    expect(
      screen.getAllByRole('region').find(({ id }) => id.startsWith('backup-')),
    ).toHaveAttribute('id', 'backup-attachments');
    expect(screen.getByText(/Judged with its environment/)).toBeVisible();
  });

  it('keep their verdicts when the time lines can’t be had', async () => {
    renderTab({
      getBackupTimeline: async () => {
        throw new Error('too slow');
      },
    });
    const panel = await region('PostgreSQL CRITICAL');
    expect((await screen.findAllByText(/too slow/))[0]).toBeVisible();
    expect(panel.queryByRole('tablist')).toBeNull();
    expect(panel.getByText('Nothing was archived since.')).toBeVisible();
  });
});

describe('the objectives', () => {
  it('are bars, with what would be lost against what may be', async () => {
    renderTab();
    expect(
      await screen.findByRole('meter', {
        // Minutes go by on a busy machine
        name: /^store orders: would lose 3[1-9] mins.*, may lose 5 mins$/,
      }),
    ).toHaveAttribute(
      'aria-valuemax',
      expect.stringMatching(/^(18[6-9]|19\d|2[0-3]\d)\d/),
    );
    expect(
      screen.getByRole('meter', {
        name: 'store orders: was restored in 22 mins, may take 1 hr',
      }),
    ).toHaveAttribute('aria-valuenow', '1320');
  });
});

describe('the ways back', () => {
  it('tell rollback from disaster recovery, and link http(s) only', async () => {
    renderTab();
    const panel = await region('If you must');
    expect(panel.getByRole('link', { name: /acme-team/ })).toHaveAttribute(
      'href',
      expect.stringContaining('/group/acme-team'),
    );
    const row = (name: string) =>
      within(panel.getByText(name).closest('tr') as HTMLElement);
    expect(
      row('Rollback runbook').getByRole('link', { name: /Open the runbook/ }),
    ).toHaveAttribute('href', 'https://runbooks.example.org/rollback');
    expect(row('Disaster recovery runbook').queryByRole('link')).toBeNull();
    expect(row('Disaster recovery runbook').getByText('never')).toBeVisible();
    expect(row('Failover').getByText('UNKNOWN')).toBeVisible();
  });

  it('give each release its checkpoint and its restore target to copy', async () => {
    // Brings a clipboard along
    const user = userEvent.setup();
    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    renderTab();
    const panel = await region('Releases and their checkpoints');
    expect(await panel.findByText('2026-11-21 13:40:00+00')).toBeVisible();
    expect(panel.getByText(/^13 hrs, [12]\d mins.*, since/)).toBeVisible();
    expect(panel.getByText('nothing, it needs no restore')).toBeVisible();
    await user.click(
      panel.getByRole('button', { name: 'Copy the restore target of 2.13.1' }),
    );
    expect(writeText).toHaveBeenCalledWith('2026-11-21 13:40:00+00');
  });

  it('show the exact command that takes a checkpoint, to copy', async () => {
    renderTab();
    const panel = await region('Take a checkpoint now');
    expect(await panel.findByText(timeline.commands[0].command)).toBeVisible();
    expect(
      panel.getByText(/on the host of the repository, as the user postgres/),
    ).toBeVisible();
    expect(
      panel.getByRole('button', { name: 'Copy the command' }),
    ).toBeVisible();
  });
});

describe('what was tried', () => {
  it('filters the attempts by failures, and turns pages', async () => {
    const listBackupAttempts = jest.fn<
      ReturnType<OdooApi['listBackupAttempts']>,
      Parameters<OdooApi['listBackupAttempts']>
    >(async query => {
      if (query?.outcome === 'failures') {
        return { items: [] };
      }
      return query?.cursor === undefined
        ? { items: [attempts[0]], nextCursor: 'c1' }
        : { items: [attempts[1]] };
    });
    renderTab({ listBackupAttempts });
    const panel = await region('Attempts to read the sources');
    expect(await panel.findByText('read')).toBeVisible();
    await userEvent.click(panel.getByRole('button', { name: 'Older' }));
    expect(await panel.findByText('unreachable')).toBeVisible();
    expect(listBackupAttempts.mock.lastCall?.[0]?.cursor).toBe('c1');
    await userEvent.click(panel.getByRole('radio', { name: 'failures' }));
    expect(
      await panel.findByText('No attempt failed in the time that is kept.'),
    ).toBeVisible();
    expect(listBackupAttempts.mock.lastCall?.[0]).toMatchObject({
      outcome: 'failures',
      cursor: undefined,
    });
  });

  it('lists the drills with what was looked at', async () => {
    renderTab();
    const panel = await region('Restore drills');
    expect(await panel.findByText('succeeded')).toBeVisible();
    expect(panel.getByText('passed')).toBeVisible();
    expect(panel.getByText('PostgreSQL did not start.')).toBeVisible();
  });
});

describe('who may see less', () => {
  it('sees that there are backups, whom to ask, and nothing of how they stand', async () => {
    const getBackupTimeline = jest.fn();
    renderTab({
      getBackupStatus: async () => statusOf(denied),
      getBackupTimeline,
    });
    expect(
      await screen.findByText('Acme production has backups'),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: /acme-team/ })).toBeVisible();
    expect(screen.queryByText(/CRITICAL|WARNING|OK|UNKNOWN/)).toBeNull();
    expect(getBackupTimeline).not.toHaveBeenCalled();
  });

  it('sees the same in the row of a tenant’s environment', async () => {
    renderTab({}, tenant);
    const table = await screen.findByRole('grid', {
      name: 'Backups of Acme Retail',
    });
    const [, production, staging] = within(table).getAllByRole('row');
    expect(within(production).getAllByText('CRITICAL')[0]).toBeVisible();
    expect(
      within(production).getByText(/store orders: work since/),
    ).toBeVisible();
    expect(
      within(staging).getByText(/has backups; details are for its owners/),
    ).toBeVisible();
    expect(
      within(staging).queryByText(/CRITICAL|WARNING|OK|UNKNOWN/),
    ).toBeNull();
  });
});

describe('designed states', () => {
  it('shows a skeleton while loading', async () => {
    renderTab({ getBackupStatus: () => new Promise(() => {}) });
    expect(await screen.findByText('Loading…')).toBeInTheDocument();
  });

  it('says what to write when no source is declared', async () => {
    renderTab(backupApi(nothingKnown));
    const panel = await region(
      'No backup source of Acme production is declared',
    );
    expect(panel.getByText(/backupSources:/)).toBeVisible();
  });

  it('keeps an error apart from a verdict, and tries again', async () => {
    const getBackupStatus = jest
      .fn<ReturnType<OdooApi['getBackupStatus']>, []>()
      .mockRejectedValueOnce(new Error('database is locked'))
      .mockResolvedValue(statusOf(granted(healthy)));
    renderTab({ getBackupStatus });
    expect(await screen.findByText(/database is locked/)).toBeVisible();
    expect(screen.queryByText('OK')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect((await screen.findAllByText('OK'))[0]).toBeVisible();
  });

  it('says that an environment is not known yet', async () => {
    renderTab({ getBackupStatus: async () => statusOf() }, service);
    expect(
      await screen.findByText('Odoo Fleet does not know this yet'),
    ).toBeVisible();
  });
});

describe('an open tab', () => {
  it('refetches on a signal, and announces a new word', async () => {
    let verdict = healthy;
    renderTab({
      getBackupStatus: async () => statusOf(granted(verdict)),
    });
    await region('PostgreSQL OK');
    expect(screen.getByTestId('verdict-announcement')).toHaveTextContent('');
    verdict = broken;
    act(() => signals.send());
    await region('PostgreSQL CRITICAL');
    await waitFor(() =>
      expect(screen.getByTestId('verdict-announcement')).toHaveTextContent(
        'Backup status of Acme production is now CRITICAL',
      ),
    );
  });

  it('says so when refreshing fails, and goes on showing what it knew', async () => {
    let isBroken = false;
    renderTab({
      getBackupStatus: async () => {
        if (isBroken) {
          throw new Error('gone for lunch');
        }
        return statusOf(granted(broken));
      },
    });
    await region('PostgreSQL CRITICAL');
    isBroken = true;
    act(() => signals.send());
    expect(await screen.findByText('Could not refresh')).toBeVisible();
    await region('PostgreSQL CRITICAL');
  });

  it('hides what may no longer be seen', async () => {
    let status = statusOf(granted(broken));
    renderTab({ getBackupStatus: async () => status });
    await region('PostgreSQL CRITICAL');
    status = statusOf(denied);
    act(() => signals.send());
    expect(
      await screen.findByText('Acme production has backups'),
    ).toBeVisible();
    expect(screen.queryByText(/CRITICAL/)).toBeNull();
  });
});

it('is accessible', async () => {
  renderTab();
  await region('PostgreSQL CRITICAL');
  await screen.findByRole('tablist');
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
