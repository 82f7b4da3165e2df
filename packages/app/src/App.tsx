import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { entityIconsModule } from './entityIcons';
import { navigationModule } from './navigation';
import { signInModule } from './signIn';

export default createApp({
  features: [catalogPlugin, entityIconsModule, navigationModule, signInModule],
});
