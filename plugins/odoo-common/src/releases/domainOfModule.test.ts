import { domainOfChange, domainOfModule } from './domainOfModule';

describe('domainOfModule', () => {
  it.each([
    ['point_of_sale', 'point-of-sale'],
    ['pos_restaurant', 'point-of-sale'],
    ['pos_loyalty', 'point-of-sale'],
    ['stock', 'stock'],
    ['stock_barcode', 'stock'],
    ['purchase_stock', 'stock'],
    ['sale', 'sale'],
    ['sale_management', 'sale'],
    ['sales_team', 'sale'],
    ['product', 'pricing'],
    ['product_pricelist_supplierinfo', 'pricing'],
    ['sale_product_pricelist', 'pricing'],
    ['loyalty', 'pricing'],
    ['website_sale', 'ecommerce'],
    ['website_sale_loyalty', 'ecommerce'],
    ['payment_adyen', 'ecommerce'],
    ['account', 'accounting'],
    ['account_edi', 'accounting'],
    ['l10n_fr', 'accounting'],
    ['connector_shopify', 'connectors'],
    ['marketplace_connector', 'connectors'],
    ['queue_job', 'connectors'],
    ['queue_job_cron', 'connectors'],
    ['base', 'platform'],
    ['web', 'platform'],
    ['web_responsive', 'platform'],
  ])('knows %s as %s', (name, domain) => {
    expect(domainOfModule(name)).toBe(domain);
  });

  it.each(['acme_theme', 'possum', 'stockings', 'webshop', 'salesforce', ''])(
    'knows nothing of %j, since a beginning is no name',
    name => {
      expect(domainOfModule(name)).toBeUndefined();
    },
  );

  it('believes the pipeline before the name', () => {
    expect(domainOfChange({ name: 'stock', domain: 'pricing' })).toBe(
      'pricing',
    );
    expect(domainOfChange({ name: 'stock' })).toBe('stock');
  });
});
