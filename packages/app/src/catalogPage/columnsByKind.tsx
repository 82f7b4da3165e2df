import type { Entity } from '@backstage/catalog-model';
import type { TableColumn } from '@backstage/core-components';
import {
  CatalogTable,
  type CatalogTableColumnsFunc,
  type CatalogTableRow,
} from '@backstage/plugin-catalog';
import {
  EntityRefLink,
  EntityRefLinks,
  getEntityRelations,
} from '@backstage/plugin-catalog-react';
import {
  isOdooEnvironmentEntity,
  isOdooTenantEntity,
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
  type OdooEnvironmentEntity,
  type OdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import styles from './columnsByKind.module.css';

type Column = TableColumn<CatalogTableRow>;

/**
 * Styles of a column, made anew for each since the table writes into them. The stock padding leaves too little room for
 * the actions beside the filters, and the stock links break within words, which the table takes as leave to squeeze.
 */
const narrowly = (): Pick<Column, 'width' | 'headerStyle' | 'cellStyle'> => ({
  width: 'auto',
  headerStyle: { padding: '6px 8px 6px 16px' },
  cellStyle: { padding: '8px 8px 8px 16px', wordBreak: 'normal' },
});

function textColumn(
  title: string,
  field: string,
  text: (row: CatalogTableRow) => string | undefined,
): Column {
  return {
    title,
    field,
    ...narrowly(),
    customSort: (a, b) => (text(a) ?? '').localeCompare(text(b) ?? ''),
    render: text,
  };
}

function tenantText(
  title: string,
  field: string,
  text: (tenant: OdooTenantEntity) => string,
): Column {
  return textColumn(title, `entity.${field}`, ({ entity }) =>
    isOdooTenantEntity(entity) ? text(entity) : undefined,
  );
}

function environmentText(
  title: string,
  field: string,
  text: (environment: OdooEnvironmentEntity) => string,
): Column {
  return textColumn(title, `entity.${field}`, ({ entity }) =>
    isOdooEnvironmentEntity(entity) ? text(entity) : undefined,
  );
}

/**
 * The name with the description below it, whole: a tooltip is out of reach by touch and by keyboard. Where there is room for
 * no other columns, what they would say stands below, too.
 */
function nameColumn(
  defaultKind: string,
  facts?: (entity: Entity) => string[],
): Column {
  return {
    ...CatalogTable.columns.createNameColumn({ defaultKind }),
    ...narrowly(),
    render: ({ entity }) => (
      <div className={styles.name}>
        <EntityRefLink entityRef={entity} defaultKind={defaultKind} />
        <div className={styles.description}>{entity.metadata.description}</div>
        {facts !== undefined && (
          <div className={styles.facts}>{facts(entity).join(' · ')}</div>
        )}
      </div>
    ),
  };
}

function ownerColumn(): Column {
  return { ...CatalogTable.columns.createOwnerColumn(), ...narrowly() };
}

function tenantColumn(): Column {
  return {
    title: 'Tenant',
    field: 'entity.spec.tenant',
    ...narrowly(),
    render: ({ entity }) => (
      <EntityRefLinks
        entityRefs={getEntityRelations(entity, 'partOf', {
          kind: KIND_ODOO_TENANT,
        })}
      />
    ),
  };
}

function tagsColumn(): Column {
  return { ...CatalogTable.columns.createTagsColumn(), ...narrowly() };
}

const criticalityOf = ({ spec }: OdooTenantEntity) =>
  spec.criticality.replace('-', ' ');
const seriesOf = ({ spec }: OdooEnvironmentEntity) =>
  `${spec.odoo.series} ${spec.odoo.edition}`;

function kindShown(
  context: Parameters<CatalogTableColumnsFunc>[0],
): string | undefined {
  const kind = context.entities[0]?.kind ?? context.filters.kind?.value;
  return kind?.toLocaleLowerCase('en-US');
}

/** Columns that say what people look for in tenants and environments; those of other kinds are the stock ones. */
export const columnsByKind: CatalogTableColumnsFunc = context => {
  switch (kindShown(context)) {
    case KIND_ODOO_TENANT.toLocaleLowerCase('en-US'):
      return [
        nameColumn(KIND_ODOO_TENANT),
        ownerColumn(),
        tenantText('Criticality', 'spec.criticality', criticalityOf),
        tenantText('Time zone', 'spec.timeZone', ({ spec }) => spec.timeZone),
        tagsColumn(),
      ];
    case KIND_ODOO_ENVIRONMENT.toLocaleLowerCase('en-US'):
      return [
        nameColumn(KIND_ODOO_ENVIRONMENT),
        tenantColumn(),
        environmentText('Stage', 'spec.stage', ({ spec }) => spec.stage),
        environmentText('Hosting', 'spec.hosting', ({ spec }) => spec.hosting),
        environmentText('Odoo', 'spec.odoo.series', seriesOf),
        ownerColumn(),
      ];
    default:
      return CatalogTable.defaultColumnsFunc(context);
  }
};

/** One column for a narrow window, which says what the others would; other kinds keep the stock columns. */
export const narrowColumnsByKind: CatalogTableColumnsFunc = context => {
  switch (kindShown(context)) {
    case KIND_ODOO_TENANT.toLocaleLowerCase('en-US'):
      return [
        nameColumn(KIND_ODOO_TENANT, entity =>
          isOdooTenantEntity(entity)
            ? [criticalityOf(entity), entity.spec.timeZone]
            : [],
        ),
      ];
    case KIND_ODOO_ENVIRONMENT.toLocaleLowerCase('en-US'):
      return [
        nameColumn(KIND_ODOO_ENVIRONMENT, entity =>
          isOdooEnvironmentEntity(entity)
            ? [
                entity.spec.stage,
                entity.spec.hosting,
                `Odoo ${seriesOf(entity)}`,
              ]
            : [],
        ),
      ];
    default:
      return CatalogTable.defaultColumnsFunc(context);
  }
};
