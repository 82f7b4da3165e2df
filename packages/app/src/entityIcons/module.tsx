import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { DefaultEntityPresentationApi } from '@backstage/plugin-catalog';
import {
  catalogApiRef,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import DnsIcon from '@material-ui/icons/Dns';
import StorefrontIcon from '@material-ui/icons/Storefront';

/** Icons of the suite's kinds. A plugin cannot add them by itself, so every app that uses the suite does this. */
export const entityIconsModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      name: 'entity-presentation',
      params: defineParams =>
        defineParams({
          api: entityPresentationApiRef,
          deps: { catalogApi: catalogApiRef },
          factory: ({ catalogApi }) =>
            DefaultEntityPresentationApi.create({
              catalogApi,
              kindIcons: {
                OdooTenant: StorefrontIcon,
                OdooEnvironment: DnsIcon,
              },
            }),
        }),
    }),
  ],
});
