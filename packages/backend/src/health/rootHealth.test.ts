import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ServiceFactoryTester } from '@backstage/backend-test-utils';
import { odooReadinessServiceRef } from '@odoo-fleet/backstage-plugin-odoo-backend';
import { rootHealth } from './rootHealth';

describe('rootHealth', () => {
  it('is ready while the backend is up and the plugin can serve, and alive all along', async () => {
    let reasons = ['The database does not answer.'];
    let start = () => {};
    let stop = () => {};
    const health = await ServiceFactoryTester.from(rootHealth, {
      dependencies: [
        createServiceFactory({
          service: coreServices.rootLifecycle,
          deps: {},
          factory: () => ({
            addStartupHook(hook) {
              start = hook;
            },
            addBeforeShutdownHook(hook) {
              stop = hook;
            },
            addShutdownHook() {},
          }),
        }),
        createServiceFactory({
          service: odooReadinessServiceRef,
          deps: {},
          factory: () => ({ register() {}, reasons: async () => reasons }),
        }),
      ],
    }).getSubject();
    const notReady = (message: string) => ({
      status: 503,
      payload: { status: 'error', message },
    });
    const ok = { status: 200, payload: { status: 'ok' } };

    await expect(health.getReadiness()).resolves.toEqual(
      notReady('Backend has not started yet'),
    );
    start();
    await expect(health.getReadiness()).resolves.toEqual(
      notReady('odoo: The database does not answer.'),
    );
    await expect(health.getLiveness()).resolves.toEqual(ok);
    reasons = [];
    await expect(health.getReadiness()).resolves.toEqual(ok);
    stop();
    await expect(health.getReadiness()).resolves.toEqual(
      notReady('Backend is shutting down'),
    );
    await expect(health.getLiveness()).resolves.toEqual(ok);
  });
});
