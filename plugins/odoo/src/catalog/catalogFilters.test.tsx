import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/test-utils';
import {
  catalogApiRef,
  EntityKindFilter,
  EntityListProvider,
  useEntityList,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect } from 'react';
import { environment, staging, tenant } from '../releases/__fixtures__/fleet';
import {
  OdooCriticalityPicker,
  OdooHostingPicker,
  OdooSeriesPicker,
  OdooStagePicker,
} from '../legacy';
import {
  CriticalityPicker,
  HostingPicker,
  SeriesPicker,
  StagePicker,
} from './catalogFilters';

const shared: Entity = {
  ...staging,
  metadata: { ...staging.metadata, name: 'bora-staging' },
  spec: { ...staging.spec, hosting: 'multi-tenant' },
};

/** The catalog's list as far as a filter sees it: one kind, and what is left of it. */
function List(props: { kind: string }) {
  const { entities, updateFilters } = useEntityList();
  useEffect(() => {
    updateFilters({ kind: new EntityKindFilter(props.kind, props.kind) });
  }, [props.kind, updateFilters]);
  return (
    <ul>
      {entities.map(({ metadata }) => (
        <li key={metadata.name}>{metadata.name}</li>
      ))}
    </ul>
  );
}

const pickers = (
  <>
    <StagePicker />
    <HostingPicker />
    <SeriesPicker />
    <CriticalityPicker />
  </>
);

async function renderList(kind: string, filters = pickers) {
  const catalog = catalogApiMock({
    entities: [tenant, environment, staging, shared],
  });
  const asked = jest.spyOn(catalog, 'queryEntities');
  await renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalog]]}>
      <EntityListProvider pagination>
        {filters}
        <List kind={kind} />
      </EntityListProvider>
    </TestApiProvider>,
  );
  return asked;
}

const names = () =>
  screen.queryAllByRole('listitem').map(item => item.textContent);

async function choose(label: string, value: RegExp) {
  await userEvent.click(await screen.findByRole('textbox', { name: label }));
  const options = within(await screen.findByRole('listbox'));
  await userEvent.click(options.getByText(value));
  await userEvent.keyboard('{Escape}');
}

it.each([
  ['Stage', /^staging/, 'spec.stage', ['acme-staging', 'bora-staging']],
  ['Hosting', /^multi-tenant/, 'spec.hosting', ['bora-staging']],
  ['Odoo series', /^18\.0/, 'spec.odoo.series', ['acme-production']],
])(
  'filters environments by %s, in the backend, so that pages stay full',
  async (label, value, field, expected) => {
    const asked = await renderList('odooenvironment');
    await waitFor(() => expect(names()).toHaveLength(3));
    await choose(label, value);
    await waitFor(() => expect(names()).toEqual(expected));
    expect(asked).toHaveBeenLastCalledWith(
      expect.objectContaining({
        filter: expect.objectContaining({ [field]: [expect.anything()] }),
      }),
    );
  },
);

it('shows each filter for the kinds that have the field, and no other', async () => {
  await renderList('odootenant');
  expect(
    await screen.findByRole('textbox', { name: 'Criticality' }),
  ).toBeVisible();
  expect(screen.queryByText('Stage')).toBeNull();
  expect(screen.queryByText('Hosting')).toBeNull();
  expect(screen.queryByText('Odoo series')).toBeNull();
});

it('gives the same filters to a portal on the legacy frontend system', async () => {
  const asked = await renderList(
    'odooenvironment',
    <>
      <OdooStagePicker />
      <OdooHostingPicker />
      <OdooSeriesPicker />
      <OdooCriticalityPicker />
    </>,
  );
  for (const name of ['Stage', 'Hosting', 'Odoo series']) {
    expect(await screen.findByRole('textbox', { name })).toBeVisible();
  }
  expect(screen.queryByText('Criticality')).toBeNull();
  await choose('Stage', /^staging/);
  await waitFor(() =>
    expect(names()).toEqual(['acme-staging', 'bora-staging']),
  );
  expect(asked).toHaveBeenLastCalledWith(
    expect.objectContaining({
      filter: expect.objectContaining({ 'spec.stage': ['staging'] }),
    }),
  );
});
