import type { BusinessDomain } from '../calendar';
import type { ModuleChange } from './postedFacts';

/**
 * Where a retailer feels a change of an Odoo module, by the beginning of the module's technical name; the first line that fits
 * counts. The names are those of Odoo's own addons and of the community's that build on them (`pos_…`, `stock_…`):
 *
 * - `queue_job…`, `connector…`, and whatever ends with `_connector`: connectors
 * - `point_of_sale`, `pos_…`: point of sale
 * - `website_sale…`, `payment…`, `delivery…`: e-commerce
 * - `product`, `product_…`, `loyalty…`, `coupon…`, and whatever has `pricelist` in its name: pricing
 * - `stock…`, `purchase_stock…`, `mrp…`: stock
 * - `sale…`: sale
 * - `account…`, `l10n_…`: accounting
 * - `base…`, `web`, `web_…`, `website`, `mail`, `bus`, `auth_…`, `server_…`: platform
 */
const rules: readonly (readonly [RegExp, BusinessDomain])[] = [
  [/^(queue_job|connector)(_|$)|_connector$/, 'connectors'],
  [/^(point_of_sale|pos)(_|$)/, 'point-of-sale'],
  [/^(website_sale|payment|delivery)(_|$)/, 'ecommerce'],
  [/^(product|loyalty|coupon)(_|$)|(^|_)pricelists?(_|$)/, 'pricing'],
  [/^(stock|purchase_stock|mrp)(_|$)/, 'stock'],
  [/^sales?(_|$)/, 'sale'],
  [/^(account|l10n)(_|$)/, 'accounting'],
  [/^(base|web|website|mail|bus|auth|server)(_|$)/, 'platform'],
];

/**
 * Business domain of an Odoo module by its technical name; absent when the name says nothing, which is «not known» and never
 * «none».
 *
 * @public
 */
export function domainOfModule(name: string): BusinessDomain | undefined {
  return rules.find(([pattern]) => pattern.test(name))?.[1];
}

/**
 * Business domain of a module that a release changes: what its pipeline says, else what the name says.
 *
 * @public
 */
export function domainOfChange(
  module: Pick<ModuleChange, 'name' | 'domain'>,
): BusinessDomain | undefined {
  return module.domain ?? domainOfModule(module.name);
}
