import {
  coreExtensionData,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';

/** The catalog's first page with columns of our kinds; the stock page takes columns only from who builds it anew. */
export const catalogPageModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    catalogPlugin.getExtension('page:catalog').override({
      factory: (originalFactory, { inputs, config }) =>
        originalFactory({
          params: {
            loader: async () => {
              const { CatalogListPage } = await import('./CatalogListPage');
              return (
                <CatalogListPage
                  filters={
                    <>
                      {inputs.filters.map(filter =>
                        filter.get(coreExtensionData.reactElement),
                      )}
                    </>
                  }
                  pagination={config.pagination}
                  exportSettings={
                    config.exportSettings?.enabled
                      ? config.exportSettings
                      : undefined
                  }
                />
              );
            },
          },
        }),
    }),
  ],
});
