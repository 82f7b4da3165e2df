import '@backstage/cli/asset-types';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import odooPlugin, { odooApiRef } from '../src';
import { entities } from '../src/releases/__fixtures__/fleet';
import { switchableApi } from './switchableApi';

/**
 * The plugin over fixtures, without a backend. Choose a state by `?state=` on an entity's page, for instance
 * `/catalog/default/odooenvironment/acme-production/release-risk?state=denied`; `dev/switchableApi.ts` lists them.
 */
createDevApp({
  features: [
    catalogPlugin,
    odooPlugin,
    createFrontendModule({
      pluginId: 'odoo',
      extensions: [
        ApiBlueprint.make({
          params: define =>
            define({
              api: odooApiRef,
              deps: {},
              factory: () => switchableApi(),
            }),
        }),
      ],
    }),
    createFrontendModule({
      pluginId: 'catalog',
      extensions: [
        ApiBlueprint.make({
          params: define =>
            define({
              api: catalogApiRef,
              deps: {},
              factory: () => catalogApiMock({ entities }),
            }),
        }),
      ],
    }),
  ],
});
