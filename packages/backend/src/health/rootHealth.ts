import {
  coreServices,
  createServiceFactory,
  type RootHealthService,
} from '@backstage/backend-plugin-api';
import { odooReadinessServiceRef } from '@odoo-fleet/backstage-plugin-odoo-backend';

type Lifecycle = 'starting' | 'up' | 'stopping';

const LIFECYCLE_REASONS: Record<Exclude<Lifecycle, 'up'>, string> = {
  starting: 'Backend has not started yet',
  stopping: 'Backend is shutting down',
};

/**
 * Health of the whole portal, at `/.backstage/health/v1/readiness` and `/liveness`. The stock service knows only whether the
 * backend has started; this one is ready only while the plugin `odoo` can serve as well. Liveness asks nobody: a portal whose
 * database is away must not be started anew for it.
 */
export const rootHealth = createServiceFactory({
  service: coreServices.rootHealth,
  deps: {
    lifecycle: coreServices.rootLifecycle,
    odoo: odooReadinessServiceRef,
  },
  factory({ lifecycle, odoo }): RootHealthService {
    let state: Lifecycle = 'starting';
    lifecycle.addStartupHook(() => {
      state = 'up';
    });
    lifecycle.addBeforeShutdownHook(() => {
      state = 'stopping';
    });

    const notReady = (message: string) => ({
      status: 503,
      payload: { status: 'error', message },
    });

    return {
      async getLiveness() {
        return { status: 200, payload: { status: 'ok' } };
      },
      async getReadiness() {
        if (state !== 'up') {
          return notReady(LIFECYCLE_REASONS[state]);
        }
        const reasons = await odoo.reasons();
        return reasons.length === 0
          ? { status: 200, payload: { status: 'ok' } }
          : notReady(`odoo: ${reasons.join(' ')}`);
      },
    };
  },
});
