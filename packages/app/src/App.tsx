import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogPageModule } from './catalogPage';
import { demonstrationModule } from './demonstration';
import { entityIconsModule } from './entityIcons';
import { entityOverviewModule } from './entityOverview';
import { navigationModule } from './navigation';
import { signInModule } from './signIn';

export default createApp({
  features: [
    catalogPlugin,
    catalogPageModule,
    demonstrationModule,
    entityIconsModule,
    entityOverviewModule,
    navigationModule,
    signInModule,
  ],
});
