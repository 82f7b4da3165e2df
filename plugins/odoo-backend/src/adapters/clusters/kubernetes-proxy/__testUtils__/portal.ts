/* A small portal with the real Kubernetes plugin, run as a process of its own: the plugin imports ES modules at run time, which
 * jest can't without a flag for the whole run. PORTAL_CONFIG is its config as JSON. */
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import Router from 'express-promise-router';

const backend = createBackend();

backend.add(
  createServiceFactory({
    service: coreServices.rootConfig,
    deps: {},
    factory: () => new ConfigReader(JSON.parse(process.env.PORTAL_CONFIG!)),
  }),
);
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(
  createBackendPlugin({
    pluginId: 'odoo',
    register(env) {
      env.registerInit({
        deps: {
          auth: coreServices.auth,
          httpRouter: coreServices.httpRouter,
        },
        async init({ auth, httpRouter }) {
          const router = Router();
          // What a plugin of this portal would get from its auth service
          router.get('/token', async (_, response) => {
            response.json(
              await auth.getPluginRequestToken({
                onBehalfOf: await auth.getOwnServiceCredentials(),
                targetPluginId: 'kubernetes',
              }),
            );
          });
          httpRouter.use(router);
          httpRouter.addAuthPolicy({
            path: '/token',
            allow: 'unauthenticated',
          });
        },
      });
    },
  }),
);

backend.start().then(() => process.stdout.write('ready\n'));
