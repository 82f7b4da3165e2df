import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import { Client, type ClientConfig } from 'pg';

/** Any number that nobody else locks in this database; it must stay the same, for old and new replicas to meet. */
const LOCK = '5728301194460231';

/**
 * Lets replicas on one PostgreSQL start one after another. The stock plugins make their databases and tables at their start,
 * and of two that do so at once one fails and takes its process with it. The lock goes with its connection, so a replica that
 * is killed in the middle keeps nobody waiting. Nothing is locked once the portal runs.
 */
export const startupTurn = createServiceFactory({
  service: createServiceRef<object>({
    id: 'portal.startup-turn',
    scope: 'root',
  }),
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.rootLifecycle,
    logger: coreServices.rootLogger,
  },
  async factory({ config, lifecycle, logger }) {
    const connection = readConnection(config);
    if (!connection) {
      return {};
    }
    const client = new Client(connection);
    client.on('error', error =>
      logger.warn('Lost the turn to start; another replica may start now', {
        error: error.message,
      }),
    );
    await client.connect();
    const { rows } = await client.query<{ free: boolean }>(
      `SELECT pg_try_advisory_lock(${LOCK}) AS free`,
    );
    if (!rows[0].free) {
      logger.info('Another replica is starting; waiting for it');
      await client.query(`SELECT pg_advisory_lock(${LOCK})`);
    }
    lifecycle.addStartupHook(() => client.end());
    return {};
  },
});

/** How to reach the server, for PostgreSQL; the same database for every replica. */
function readConnection(config: RootConfigService): ClientConfig | undefined {
  if (config.getOptionalString('backend.database.client') !== 'pg') {
    return undefined;
  }
  const connection = config.get<string | ClientConfig>(
    'backend.database.connection',
  );
  if (typeof connection === 'string') {
    return { connectionString: connection };
  }
  // The default of the stock plugins, which make their own databases from there
  return { database: 'postgres', ...connection };
}
