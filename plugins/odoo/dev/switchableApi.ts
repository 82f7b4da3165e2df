import type { OdooApi } from '../src';
import {
  calm,
  changed,
  fleetApi,
  risky,
  tenantRisk,
  unknown,
} from '../src/releases/__fixtures__/fleet';

function failing(statusCode: number, message: string): Partial<OdooApi> {
  const fail = async () => {
    throw Object.assign(new Error(message), { statusCode });
  };
  return {
    getReleaseRisk: fail,
    getRelease: fail,
    listReleases: fail,
    listBindings: fail,
    listFindings: fail,
    listWorkloads: fail,
    listSeriesSupport: fail,
  };
}

const noItems = async () => ({ items: [] });

const never = () => new Promise<never>(() => {});

/** The states that a page can be looked at in. */
const states: Record<string, () => OdooApi> = {
  hold: () => fleetApi(risky),
  changed: () => fleetApi(changed),
  proceed: () => fleetApi(calm),
  unknown: () => fleetApi(unknown),
  empty: () =>
    fleetApi(null, {
      listBindings: noItems,
      listFindings: noItems,
      listWorkloads: noItems,
      listSeriesSupport: noItems,
    }),
  loading: () =>
    fleetApi(risky, {
      getReleaseRisk: never,
      getRelease: never,
      listReleases: never,
      listBindings: never,
      listFindings: never,
      listWorkloads: never,
      listSeriesSupport: never,
    }),
  denied: () => fleetApi(risky, failing(403, 'Unauthorized')),
  'signed-out': () => fleetApi(risky, failing(401, 'Missing credentials')),
  'not-found': () => fleetApi(risky, failing(404, 'No such entity')),
  busy: () => fleetApi(risky, failing(429, 'Too many requests')),
  error: () => fleetApi(risky, failing(500, 'database is locked')),
  partial: () => ({
    ...fleetApi(risky),
    listReleases: failing(500, 'timeout').listReleases!,
    listWorkloads: failing(500, 'timeout').listWorkloads!,
  }),
  none: () =>
    fleetApi(risky, {
      getReleaseRisk: async () => ({ ...tenantRisk, environments: [] }),
    }),
};

/** Answers each call in the state that the address asks for at that moment. */
export function switchableApi(): OdooApi {
  const now = () => {
    const asked = new URLSearchParams(window.location.search).get('state');
    return (states[asked ?? 'hold'] ?? states.hold)();
  };
  // One call of each name, as the state of the address answers it at that moment
  return new Proxy(fleetApi(), {
    get:
      (_target, name: keyof OdooApi) =>
      (...args: unknown[]) =>
        (now()[name] as (...given: unknown[]) => unknown)(...args),
  });
}
