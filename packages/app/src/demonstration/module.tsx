import { SidebarPage } from '@backstage/core-components';
import {
  coreExtensionData,
  createExtension,
  createExtensionInput,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { DemonstrationBanner } from './DemonstrationBanner';

/**
 * The app's own layout, with the banner of a demonstration above the page: inside what the sidebar leaves free, and in the
 * flow, so that it covers nothing.
 */
export const demonstrationModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    createExtension({
      name: 'layout',
      attachTo: { id: 'app/root', input: 'children' },
      inputs: {
        nav: createExtensionInput([coreExtensionData.reactElement], {
          singleton: true,
        }),
        content: createExtensionInput([coreExtensionData.reactElement], {
          singleton: true,
        }),
      },
      output: [coreExtensionData.reactElement],
      factory: ({ inputs }) => [
        coreExtensionData.reactElement(
          <SidebarPage>
            {inputs.nav.get(coreExtensionData.reactElement)}
            <DemonstrationBanner />
            {inputs.content.get(coreExtensionData.reactElement)}
          </SidebarPage>,
        ),
      ],
    }),
  ],
});
