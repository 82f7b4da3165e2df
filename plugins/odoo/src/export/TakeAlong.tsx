import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiDownload2Line } from '@remixicon/react';
import { odooTranslationRef } from '../translation';
import { type ExportColumn, toCsv } from './csv';
import { saveFile } from './saveFile';

interface TakeAlongProps<T> {
  /** What is taken along, for the accessible name. */
  title: string;
  /** Name of the file, without its ending. */
  fileName: string;
  columns: readonly ExportColumn<T>[];
  rows: readonly T[];
}

/** Menu that saves what a table shows as CSV, or the facts behind it as JSON. */
export function TakeAlong<T>(props: TakeAlongProps<T>) {
  const { t } = useTranslationRef(odooTranslationRef);
  const { title, fileName, columns, rows } = props;
  return (
    <span data-odoo-noprint="">
      <MenuTrigger>
        <ButtonIcon
          variant="tertiary"
          size="small"
          icon={<RiDownload2Line />}
          aria-label={t('takeAlong.label', { title })}
          isDisabled={rows.length === 0}
        />
        <Menu>
          <MenuItem
            onAction={() =>
              saveFile(`${fileName}.csv`, 'text/csv', toCsv(columns, rows))
            }
          >
            {t('takeAlong.csv')}
          </MenuItem>
          <MenuItem
            onAction={() =>
              saveFile(
                `${fileName}.json`,
                'application/json',
                `${JSON.stringify(rows, undefined, 2)}\n`,
              )
            }
          >
            {t('takeAlong.json')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </span>
  );
}
