/**
 * The kinds as a layer of the catalog's declarative model, an alpha interface of Backstage.
 *
 * @packageDocumentation
 */
export { odooCatalogModelLayer } from './catalog/catalogModelLayer';
