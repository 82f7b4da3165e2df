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
              const [{ CatalogIndexPage }, { columnsByKind }] =
                await Promise.all([
                  import('@backstage/plugin-catalog/alpha'),
                  import('./columnsByKind'),
                ]);
              return (
                <CatalogIndexPage
                  columns={columnsByKind}
                  filters={
                    <>
                      {inputs.filters.map(filter =>
                        filter.get(coreExtensionData.reactElement),
                      )}
                    </>
                  }
                  pagination={config.pagination}
                  // Dragging columns puts a button into a button, which screen readers cannot tell apart
                  tableOptions={{ draggable: false }}
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
