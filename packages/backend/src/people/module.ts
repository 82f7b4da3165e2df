import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { peopleAuthenticator } from './peopleAuthenticator';
import { refusalOfPeople } from './refusal';

/**
 * Sign-in provider `people`: choose one of the demonstration people. Development only; when a condition fails, the
 * provider is not registered at all and the log says why, so it is never half on.
 */
export const authModulePeople = createBackendModule({
  pluginId: 'auth',
  moduleId: 'people',
  register(env) {
    env.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ providers, config, logger }) {
        if (!config.has('auth.providers.people')) {
          return;
        }
        const refusal = refusalOfPeople(config, process.env.NODE_ENV);
        if (refusal) {
          logger.error(
            `Choosing a person to sign in as is refused: ${refusal}.`,
          );
          return;
        }
        providers.registerProvider({
          providerId: 'people',
          factory: createProxyAuthProviderFactory({
            authenticator: peopleAuthenticator,
            async signInResolver({ result }, context) {
              return context.signInWithCatalogUser({
                entityRef: result.entityRef,
              });
            },
          }),
        });
        logger.warn(
          'People can be chosen to sign in as, without proof of identity: this portal is for demonstration on this machine only.',
        );
      },
    });
  },
});
