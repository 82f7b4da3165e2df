import { renderInTestApp } from '@backstage/test-utils';
import { screen, within } from '@testing-library/react';
import { DataTable } from './DataTable';

it('names the column in each cell, for where a row is shown as a list', async () => {
  await renderInTestApp(
    <DataTable
      label="Fruit"
      columns={[
        { id: 'name', label: 'Name', cell: row => row.name },
        { id: 'colour', label: 'Colour', cell: row => row.colour },
      ]}
      rows={[{ name: 'Pear', colour: 'green' }]}
      rowId={row => row.name}
    />,
  );
  const row = within(screen.getByRole('grid', { name: 'Fruit' })).getByRole(
    'row',
    { name: 'Pear' },
  );
  expect(within(row).getByRole('rowheader')).toHaveAttribute(
    'data-label',
    'Name',
  );
  expect(within(row).getByRole('gridcell')).toHaveAttribute(
    'data-label',
    'Colour',
  );
});
