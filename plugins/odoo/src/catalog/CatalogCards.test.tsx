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
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import type { ComponentType } from 'react';
import { type OdooApi, odooApiRef } from '../api';
import {
  database,
  entities,
  environment,
  fleetApi,
  risky,
  service,
  tenant,
} from '../releases/__fixtures__/fleet';
import { BindingsCard } from './BindingsCard';
import { EnvironmentAboutCard } from './EnvironmentAboutCard';
import { EnvironmentPartsCard } from './EnvironmentPartsCard';
import { FindingsCard } from './FindingsCard';
import { PlatformComponentsCard } from './PlatformComponentsCard';
import { ServiceAboutCard } from './ServiceAboutCard';
import { TenantAboutCard } from './TenantAboutCard';
import { TenantEnvironmentsCard } from './TenantEnvironmentsCard';

interface Page {
  entity?: Entity;
  api?: Partial<OdooApi>;
  catalog?: Entity[];
  config?: object;
}

function renderCard(Card: ComponentType, page: Page = {}) {
  const { entity = environment, api = {}, catalog = entities } = page;
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [odooApiRef, fleetApi(risky, api)],
        [catalogApiRef, catalogApiMock({ entities: catalog })],
      ]}
    >
      <EntityProvider entity={entity}>
        <Card />
      </EntityProvider>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      config: page.config as {},
    },
  );
}

const noItems = async () => ({ items: [] });
const never = () => new Promise<never>(() => {});
const failing = (statusCode: number, message: string) => async () => {
  throw Object.assign(new Error(message), { statusCode });
};

const rowsOf = async (name: string) =>
  within(await screen.findByRole('grid', { name }))
    .getAllByRole('row')
    .slice(1)
    .map(row => row.textContent);

describe('the bindings of an environment', () => {
  it('puts the trouble first, and says who confirms and what would', async () => {
    renderCard(BindingsCard);
    expect(await rowsOf('Bindings')).toEqual([
      expect.stringMatching(/^Bucket.*contested.*prefix of its own/),
      expect.stringMatching(
        /^Backup source.*unconfirmed.*never looked at.*Add stanza/,
      ),
      expect.stringMatching(/^Namespace.*confirmedby the namespace itself/),
      expect.stringMatching(/^Pipeline.*confirmedby the config of the portal/),
    ]);
    const state = (name: string) =>
      screen.getAllByText(name)[0].getAttribute('data-status');
    expect(['contested', 'unconfirmed', 'confirmed'].map(state)).toEqual([
      'critical',
      'unknown',
      'ok',
    ]);
  });

  it('has its own words for none, denied and failed, and goes on after a retry', async () => {
    let answer: OdooApi['listBindings'] = failing(403, 'no');
    renderCard(BindingsCard, { api: { listBindings: q => answer(q) } });
    expect(await screen.findByText('You may not see this')).toBeVisible();
    expect(screen.getByText(/odoo\.environment\.read/)).toBeVisible();
    expect(screen.getByText('acme-team')).toBeVisible();
    answer = failing(500, 'database is locked');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/database is locked/)).toBeVisible();
    answer = noItems;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText(/has not read the bindings of this environment/),
    ).toBeVisible();
    expect(screen.queryByText(/database is locked/)).toBeNull();
  });
});

describe('the findings', () => {
  it('are worst first, each with what to do', async () => {
    renderCard(FindingsCard);
    expect(await rowsOf('Findings')).toEqual([
      expect.stringMatching(/^bora-production holds.*What to do.*CRITICAL/),
      expect.stringMatching(/^Nobody confirms.*UNKNOWN/),
      expect.stringMatching(/^Service cron.*WARNING/),
    ]);
  });

  it('are none only when the backend says so', async () => {
    const { unmount } = renderCard(FindingsCard, {
      api: { listFindings: noItems },
    });
    expect(await screen.findByText('none')).toHaveAttribute(
      'data-status',
      'ok',
    );
    unmount();
    renderCard(FindingsCard, {
      api: { listFindings: failing(500, 'timeout') },
    });
    expect(await screen.findByText('This could not be read')).toBeVisible();
    expect(screen.queryByText('none')).toBeNull();
  });
});

describe('services and resources', () => {
  it('have their health, what is missing and what nobody declared included', async () => {
    renderCard(EnvironmentPartsCard);
    await screen.findByText('WARNING');
    expect(await rowsOf('Services')).toEqual([
      expect.stringMatching(/^Acme production web.*WARNING.*2 of 3.*2 min ago/),
      expect.stringMatching(/^not in the catalog yet.*cronCRITICAL/),
      expect.stringMatching(/^acme-production-shell.*no service.*OK1 of 1/),
    ]);
    expect(await rowsOf('Resources')).toHaveLength(1);
  });

  it('are unknown, each with its reason, when clusters or backend say nothing', async () => {
    const { unmount } = renderCard(EnvironmentPartsCard, {
      api: { listWorkloads: noItems },
    });
    expect(await screen.findByText('UNKNOWN')).toBeVisible();
    expect(
      screen.getByText(/has not looked at this workload yet/),
    ).toBeVisible();
    unmount();
    renderCard(EnvironmentPartsCard, {
      api: { listWorkloads: failing(403, 'no') },
    });
    expect(await screen.findByText('You may not see this')).toBeVisible();
    expect(screen.getByText('UNKNOWN')).toBeVisible();
    expect(screen.getByText('Acme production database')).toBeVisible();
    expect(screen.queryByText('OK')).toBeNull();
  });

  it('wait for the cluster without hiding the catalog', async () => {
    renderCard(EnvironmentPartsCard, { api: { listWorkloads: never } });
    expect(await screen.findByText('Acme production web')).toBeVisible();
    expect(screen.queryByText('UNKNOWN')).toBeNull();
  });

  it('say why there are none', async () => {
    renderCard(EnvironmentPartsCard, {
      entity: { ...environment, relations: [] },
      api: { listWorkloads: noItems },
    });
    expect(await screen.findByText(/None is in the catalog yet/)).toBeVisible();
  });
});

it('shows what is shared, in maintenance or missing', async () => {
  renderCard(PlatformComponentsCard);
  expect(await rowsOf('Shared with others')).toEqual([
    expect.stringMatching(
      /^Shared PostgreSQL server.*in maintenanceMinor version.*2 environments$/,
    ),
    expect.stringMatching(
      /^resource:default\/shared-redis.*not in the catalog/,
    ),
  ]);
});

describe('the support of a series', () => {
  it('is a warning past its end, by shape and word', async () => {
    renderCard(TenantAboutCard, { entity: tenant });
    const ended = await screen.findByText(/^support ended on/);
    expect(ended).toHaveAttribute('data-status', 'warning');
    expect(ended.querySelector('svg')).not.toBeNull();
    expect(screen.getByText(/^supported until/)).toHaveAttribute(
      'data-status',
      'ok',
    );
  });

  it('is unknown when the config does not list it, or could not be read', async () => {
    const { unmount } = renderCard(EnvironmentAboutCard, {
      api: { listSeriesSupport: noItems },
    });
    expect(
      await screen.findByText(/says no end of support for 18\.0/),
    ).toBeVisible();
    unmount();
    renderCard(EnvironmentAboutCard, {
      api: { listSeriesSupport: failing(500, 'no') },
    });
    expect(
      await screen.findByText('end of support could not be read'),
    ).toHaveAttribute('data-status', 'unknown');
  });
});

it('links the coordinates of an environment', async () => {
  renderCard(EnvironmentAboutCard, {
    config: { odoo: { links: { argocd: 'https://argocd.example/{name}' } } },
  });
  const hrefs = Object.fromEntries(
    (await screen.findAllByRole('link')).map(link => [
      link.textContent?.replace('(opens in a new tab)', ''),
      link.getAttribute('href'),
    ]),
  );
  expect(hrefs).toMatchObject({
    'acme-production': 'https://argocd.example/acme-production',
    'tenants/acme/production': 'https://git.odoo-fleet.example/platform/fleet',
    'erp.acme.example': 'https://erp.acme.example',
    Rollback: 'https://runbooks.example/rollback',
  });
  expect(
    screen.getByRole('link', {
      name: 'Objects of acme-production in Kubernetes',
    }),
  ).toHaveAttribute(
    'href',
    '/catalog/default/odooenvironment/acme-production/kubernetes',
  );
});

describe('the environments of a tenant', () => {
  const column = async (name: string) =>
    within(await screen.findByRole('region', { name }));

  it('stand side by side with the same facts', async () => {
    renderCard(TenantEnvironmentsCard, { entity: tenant });
    const production = await column('Acme production');
    expect(await production.findByText('HOLD')).toBeVisible();
    for (const fact of [
      'production, dedicated',
      '18.0 enterprise',
      '1 contested',
      '1 unconfirmed',
      '2 confirmed',
      '3 findings',
    ]) {
      expect(production.getByText(fact)).toBeVisible();
    }
    // Of the release that is out, and of the backups
    expect(production.getAllByText('CRITICAL')).toHaveLength(2);
    expect(production.getByText(/1 of 3/)).toBeVisible();
    const staging = await column('Acme staging');
    expect(staging.getByText('1 confirmed')).toBeVisible();
    expect(staging.getByText('none')).toBeVisible();
  });

  it('keep what is known when one answer fails', async () => {
    renderCard(TenantEnvironmentsCard, {
      entity: tenant,
      api: { listWorkloads: failing(500, 'timeout') },
    });
    expect(await screen.findByText(/timeout/)).toBeVisible();
    const production = await column('Acme production');
    expect(production.getByText('could not be read')).toHaveAttribute(
      'data-status',
      'unknown',
    );
    expect(await production.findByText('HOLD')).toBeVisible();
  });

  it('say who may see none', async () => {
    renderCard(TenantEnvironmentsCard, {
      entity: { ...tenant, relations: [] },
    });
    expect(
      await screen.findByText(/or you may see none of them/),
    ).toBeVisible();
  });
});

describe('a service', () => {
  it('says whose it is and how its own workload does', async () => {
    renderCard(ServiceAboutCard, { entity: service });
    expect(await screen.findByText('Acme production')).toBeVisible();
    expect(screen.getByText('Acme Retail')).toBeVisible();
    expect(await screen.findByText('WARNING')).toBeVisible();
    expect(screen.getByText('2 of 3 replicas are ready.')).toBeVisible();
  });

  it('says when its environment is not there', async () => {
    renderCard(ServiceAboutCard, {
      entity: service,
      catalog: [service],
      api: { listWorkloads: failing(404, 'unknown entity') },
    });
    expect(
      await screen.findByText(
        /does not have odooenvironment:default\/acme-production/,
      ),
    ).toBeVisible();
    expect(await screen.findByText('UNKNOWN')).toBeVisible();
  });

  it('is nothing for what belongs to no environment', async () => {
    const { annotations: _, ...metadata } = database.metadata;
    renderCard(ServiceAboutCard, { entity: { ...database, metadata } });
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(screen.queryByText('Part of an Odoo environment')).toBeNull();
  });
});

it('links to mail and phone', async () => {
  renderCard(TenantAboutCard, { entity: tenant });
  expect(
    await screen.findByRole('link', { name: 'ada@acme.example' }),
  ).toHaveAttribute('href', 'mailto:ada@acme.example');
  expect(
    screen.getByRole('link', { name: '+33 1 99 00 10 20' }),
  ).toHaveAttribute('href', 'tel:+33199001020');
});

it.each([
  ['tenant', tenant, [TenantEnvironmentsCard, TenantAboutCard, FindingsCard]],
  [
    'environment',
    environment,
    [
      EnvironmentAboutCard,
      EnvironmentPartsCard,
      BindingsCard,
      PlatformComponentsCard,
      FindingsCard,
    ],
  ],
  ['service', service, [ServiceAboutCard]],
])('is accessible on the page of a %s', async (_kind, entity, cards) => {
  const { container } = renderCard(
    () => (
      <>
        {cards.map(Card => (
          <Card key={Card.name} />
        ))}
      </>
    ),
    { entity },
  );
  await screen.findAllByText(/supported until|CRITICAL/);
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  });
  expect(
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id }) => id),
  ).toEqual([]);
});
