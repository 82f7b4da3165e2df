import { Client } from 'pg';
import { BenchServer, createDatabase, inDatabase, waitFor } from './servers';
import { BENCH_ENVIRONMENTS, benchEnvironmentName } from './workload';

/** The suite's backend, up and with its fleet read and confirmed. */
export interface Suite {
  server: BenchServer;
  /** Address of the suite's API. */
  url: string;
  /** Address of the bare handler within the same portal. */
  bareUrl: string;
  request(
    path: string,
    body?: unknown,
    contentType?: string,
  ): Promise<Response>;
  /** Waits until every stored event is folded into its release. */
  untilFolded(): Promise<void>;
}

/** Entity reference of one of the benchmark's environments. */
export const environmentRefOf = (index: number) =>
  `odooenvironment:default/${benchEnvironmentName(index)}`;

/** Starts the suite on databases of its own, all of whose names begin with `prefix`. */
export async function startSuite(options: {
  admin: string;
  prefix: string;
  port: string;
  token: string;
  onStart(server: BenchServer): void;
}): Promise<Suite> {
  const { admin, prefix, port, token } = options;
  const server = new BenchServer('suiteServer.ts', {
    BENCH_POSTGRES_URL: await createDatabase(admin, `${prefix}suite`),
    BENCH_DATABASE_PREFIX: `${prefix}plugin_`,
    BENCH_BARE_URL: await createDatabase(admin, `${prefix}bare`),
    BENCH_PORT: port,
    BENCH_TOKEN: token,
  });
  options.onStart(server);
  const portal = `http://127.0.0.1:${port}/api`;
  const request: Suite['request'] = (
    path,
    body,
    contentType = 'application/json',
  ) =>
    fetch(`${portal}/odoo/${path}`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': contentType }),
      },
      ...(body !== undefined && {
        method: 'POST',
        body: JSON.stringify(body),
      }),
    });
  const list = async <T>(path: string): Promise<T[]> => {
    const response = await request(path);
    return response.ok ? ((await response.json()) as { items: T[] }).items : [];
  };
  await waitFor(
    'the list of environments',
    async () =>
      (await list('environments?limit=500')).length === BENCH_ENVIRONMENTS,
  );
  // Until then an event is stored and attributed to nobody
  const last = encodeURIComponent(environmentRefOf(BENCH_ENVIRONMENTS - 1));
  await waitFor('the confirmation of the bindings', async () =>
    (
      await list<{ state: string }>(`bindings?limit=100&entityRef=${last}`)
    ).some(({ state }) => state === 'confirmed'),
  );
  return {
    server,
    url: `${portal}/odoo/events`,
    bareUrl: `${portal}/bench/events`,
    request,
    async untilFolded() {
      const client = new Client({
        connectionString: inDatabase(admin, `${prefix}plugin_odoo`),
      });
      await client.connect();
      try {
        await waitFor('the fold', async () => {
          const { rows } = await client.query(
            'select 1 from unfolded_events limit 1',
          );
          return rows.length === 0;
        });
      } finally {
        await client.end();
      }
    },
  };
}
