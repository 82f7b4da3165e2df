import {
  createServer,
  connect,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { Client } from 'pg';

const variableOf = (id: string) =>
  `BACKSTAGE_TEST_DATABASE_${id.replace('_', '')}_CONNECTION_STRING`;

/** The PostgreSQL that the environment names, as Backstage's `TestDatabases` calls it; nothing when it names none. */
export const postgresId = [18, 17, 16, 15]
  .map(major => `POSTGRES_${major}`)
  .find(id => process.env[variableOf(id)]);

/**
 * The PostgreSQL of the tests, reached through a wire that can be cut. What a test makes there has a prefix of its own and is
 * dropped in the end.
 */
export class PostgresServer {
  readonly url: URL;
  /** What the names of the portal's databases begin with. */
  readonly prefix = `soak_${process.pid}_${Date.now().toString(36)}_`;
  readonly #wire: Server;
  readonly #sockets = new Set<Socket>();
  #cut = false;

  static async open(): Promise<PostgresServer> {
    const url = postgresId && process.env[variableOf(postgresId)];
    if (!url) {
      throw new Error(
        `No PostgreSQL: run ./portal soak, or set ${variableOf('POSTGRES_15')}`,
      );
    }
    const server = new PostgresServer(new URL(url));
    await new Promise<void>(resolve =>
      server.#wire.listen(0, '127.0.0.1', resolve),
    );
    return server;
  }

  private constructor(url: URL) {
    this.url = url;
    this.#wire = createServer(near => {
      if (this.#cut) {
        near.destroy();
        return;
      }
      const far = connect(Number(url.port || 5432), url.hostname);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ]) {
        this.#sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
  }

  /** `backend.database` of a portal that goes through the wire; the server knows the process by its name. */
  config(applicationName: string) {
    return {
      prefix: this.prefix,
      connection: { ssl: false, application_name: applicationName },
    };
  }

  /** The environment that app-config.production.yaml reads. */
  get environment(): Record<string, string> {
    return {
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: String((this.#wire.address() as AddressInfo).port),
      POSTGRES_USER: decodeURIComponent(this.url.username) || 'postgres',
      POSTGRES_PASSWORD: decodeURIComponent(this.url.password) || 'none',
    };
  }

  cut(): void {
    this.#cut = true;
    this.#sockets.forEach(socket => socket.destroy());
  }

  mend(): void {
    this.#cut = false;
  }

  /** Names of the databases that the portal made. */
  async databases(): Promise<string[]> {
    return this.query<{ datname: string }>(
      undefined,
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1',
      [this.prefix],
    ).then(rows => rows.map(row => row.datname));
  }

  /** A connection beside the wire, to the database of a plugin or to the server's own. */
  async connect(plugin?: string): Promise<Client> {
    const url = new URL(this.url);
    if (plugin !== undefined) {
      url.pathname = `/${
        plugin.startsWith(this.prefix) ? plugin : this.prefix + plugin
      }`;
    }
    const client = new Client({ connectionString: url.href });
    // Dropping the databases in the end takes connections with it
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  async query<TRow extends object>(
    plugin: string | undefined,
    sql: string,
    values: unknown[] = [],
  ): Promise<TRow[]> {
    const client = await this.connect(plugin);
    try {
      return (await client.query<TRow>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise(resolve => this.#wire.close(resolve));
    for (const name of await this.databases()) {
      await this.query(undefined, `DROP DATABASE "${name}" WITH (FORCE)`);
    }
  }
}
