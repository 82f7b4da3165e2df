import {
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** The kind of ours that a document of the search index speaks of. */
export function kindOfDocument(
  document: object | undefined,
): typeof KIND_ODOO_TENANT | typeof KIND_ODOO_ENVIRONMENT | undefined {
  const kind =
    document !== undefined && 'kind' in document ? document.kind : undefined;
  return [KIND_ODOO_TENANT, KIND_ODOO_ENVIRONMENT].find(
    (ours): ours is typeof KIND_ODOO_TENANT | typeof KIND_ODOO_ENVIRONMENT =>
      ours === kind,
  );
}

/** Whether a result of the search is a tenant or an environment. */
export function isOdooSearchResult(result: {
  type: string;
  document: object;
}): boolean {
  return (
    result.type === 'software-catalog' &&
    kindOfDocument(result.document) !== undefined
  );
}
