import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Question } from './answerQuestions';

/** The PostgreSQL that `./portal bench` started or was given. */
export function postgresUrl(): string {
  const variable = Object.keys(process.env).find(name =>
    /^BACKSTAGE_TEST_DATABASE_POSTGRES\d+_CONNECTION_STRING$/.test(name),
  );
  const url = variable && process.env[variable];
  if (!url) {
    throw new Error('no PostgreSQL: run ./portal bench, which starts one');
  }
  return url;
}

/** Makes an empty database and gives its address. */
export async function createDatabase(
  admin: string,
  name: string,
): Promise<string> {
  const client = new Client({ connectionString: admin });
  await client.connect();
  await client.query(`drop database if exists "${name}" with (force)`);
  await client.query(`create database "${name}"`);
  await client.end();
  return inDatabase(admin, name);
}

/** The address of a database of the same server. */
export function inDatabase(admin: string, name: string): string {
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return url.toString();
}

async function databasesOf(client: Client, prefix: string): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [prefix],
  );
  return rows.map(({ datname }) => datname);
}

/** Has the databases of one run look at their tables, as each does by itself once it is a minute old. */
export async function gatherStatistics(
  admin: string,
  prefix: string,
): Promise<void> {
  const client = new Client({ connectionString: admin });
  await client.connect();
  const names = await databasesOf(client, prefix);
  await client.end();
  for (const name of names) {
    const own = new Client({ connectionString: inDatabase(admin, name) });
    await own.connect();
    await own.query('analyze');
    await own.end();
  }
}

/** Drops the databases of one run; Backstage makes one for each plugin under the same prefix. */
export async function dropDatabases(
  admin: string,
  prefix: string,
): Promise<void> {
  const client = new Client({ connectionString: admin });
  await client.connect();
  for (const datname of await databasesOf(client, prefix)) {
    await client.query(`drop database if exists "${datname}" with (force)`);
  }
  await client.end();
}

/** A server in a process of its own, so that its processor time can be told from the load's. */
export class BenchServer {
  readonly #child: ChildProcess;

  constructor(file: string, env: Record<string, string>) {
    this.#child = spawn(
      process.execPath,
      [
        ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []),
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        resolve(__dirname, file),
      ],
      {
        env: {
          ...process.env,
          NODE_ENV: 'production',
          LOG_LEVEL: 'warn',
          ...env,
        },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
  }

  /** Milliseconds of processor time that the server has used, all its threads together. */
  processorTime(): Promise<number> {
    return this.#ask('processor time?');
  }

  /** Bytes of memory that the server holds. */
  residentMemory(): Promise<number> {
    return this.#ask('resident memory?');
  }

  #ask(question: Question): Promise<number> {
    return new Promise((done, fail) => {
      // The transform of the sources says things of its own on this channel
      const listen = (answer: unknown) => {
        if (typeof answer === 'number') {
          this.#child.off('message', listen);
          done(answer);
        }
      };
      this.#child.on('message', listen);
      this.#child.send(question, error => error && fail(error));
    });
  }

  stop(): Promise<void> {
    return new Promise(done => {
      this.#child.once('exit', () => done());
      this.#child.kill('SIGTERM');
      setTimeout(() => this.#child.kill('SIGKILL'), 5000).unref();
    });
  }
}

/** Asks until the server is ready; gives up after a minute. */
export async function waitFor(
  what: string,
  ready: () => Promise<boolean>,
): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (await ready().catch(() => false)) {
      return;
    }
    await sleep(100);
  }
  throw new Error(`${what} was not ready after 60 s`);
}
