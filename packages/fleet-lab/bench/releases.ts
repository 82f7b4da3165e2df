/* Ingest, single and batched, and evaluateRisk, each against a bare Express + pg insert handler measured in the same run. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { Client } from 'pg';
import { measureEvaluateRisk } from './evaluateRisk';
import { benchEvent } from './workload';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const CONNECTIONS = 32;
const BATCH_CONNECTIONS = 4;
const BATCH_SIZE = 100;
const TARGETS = { single: 0.5, batched: 5, evaluations: 5000 };

function postgresUrl(): string {
  const variable = Object.keys(process.env).find(name =>
    /^BACKSTAGE_TEST_DATABASE_POSTGRES\d+_CONNECTION_STRING$/.test(name),
  );
  const url = variable && process.env[variable];
  if (!url) {
    throw new Error('no PostgreSQL: run ./portal bench, which starts one');
  }
  return url;
}

async function createDatabase(admin: string, name: string): Promise<string> {
  const client = new Client({ connectionString: admin });
  await client.connect();
  await client.query(`drop database if exists "${name}" with (force)`);
  await client.query(`create database "${name}"`);
  await client.end();
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return url.toString();
}

async function dropDatabases(admin: string, prefix: string): Promise<void> {
  const client = new Client({ connectionString: admin });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where datname like $1',
    [`${prefix}%`],
  );
  for (const { datname } of rows) {
    await client.query(`drop database if exists "${datname}" with (force)`);
  }
  await client.end();
}

function startServer(file: string, env: Record<string, string>): ChildProcess {
  return spawn(
    process.execPath,
    [
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
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}

async function waitFor(
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

let next = 0;

interface Load {
  url: string;
  token: string;
  batch: number;
}

/** Events acknowledged a second. Any answer but 200 fails the run: a fast refusal is no throughput. */
async function load({
  url,
  token,
  batch,
}: Load): Promise<{ perSecond: number; p99: number }> {
  const body = () =>
    JSON.stringify(
      batch === 1
        ? benchEvent(next++)
        : Array.from({ length: batch }, () => benchEvent(next++)),
    );
  const result = await autocannon({
    url,
    connections: batch === 1 ? CONNECTIONS : BATCH_CONNECTIONS,
    duration: SECONDS,
    requests: [
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type':
            batch === 1
              ? 'application/cloudevents+json'
              : 'application/cloudevents-batch+json',
        },
        setupRequest: request => ({ ...request, body: body() }),
      },
    ],
  });
  const answered200 = result.statusCodeStats?.['200']?.count ?? 0;
  const other =
    result['2xx'] + result['4xx'] + result['5xx'] + result['3xx'] - answered200;
  if (other > 0 || result.errors > 0 || answered200 === 0) {
    throw new Error(
      `${url}: ${answered200} answers 200, ${other} others, ${
        result.errors
      } errors: ${JSON.stringify(result.statusCodeStats)}`,
    );
  }
  return {
    perSecond: (answered200 * batch) / result.duration,
    p99: result.latency.p99,
  };
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function bench(): Promise<void> {
  const admin = postgresUrl();
  const prefix = `odoo_bench_${process.pid}_`;
  const token = randomBytes(16).toString('hex');
  const [baselinePort, suitePort] = [17_871, 17_872].map(String);
  const children: ChildProcess[] = [];
  try {
    const baselineUrl = await createDatabase(admin, `${prefix}baseline`);
    const suiteUrl = await createDatabase(admin, `${prefix}suite`);
    children.push(
      startServer('baselineServer.ts', {
        BENCH_POSTGRES_URL: baselineUrl,
        BENCH_PORT: baselinePort,
      }),
      startServer('suiteServer.ts', {
        BENCH_POSTGRES_URL: suiteUrl,
        BENCH_PORT: suitePort,
        BENCH_TOKEN: token,
      }),
    );
    const suite = `http://127.0.0.1:${suitePort}/api/odoo`;
    const baseline = `http://127.0.0.1:${baselinePort}/events`;
    await waitFor(
      'the baseline',
      async () => (await fetch(baseline)).status === 404,
    );
    await waitFor('the suite', async () => {
      const response = await fetch(`${suite}/environments?limit=500`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return (
        response.ok &&
        ((await response.json()) as { items: unknown[] }).items.length === 200
      );
    });
    const rows: {
      baseline: number;
      single: number;
      batched: number;
      p99: number;
    }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bare = await load({ url: baseline, token, batch: 1 });
      const single = await load({ url: `${suite}/events`, token, batch: 1 });
      const batched = await load({
        url: `${suite}/events`,
        token,
        batch: BATCH_SIZE,
      });
      rows.push({
        baseline: bare.perSecond,
        single: single.perSecond,
        batched: batched.perSecond,
        p99: single.p99,
      });
    }
    const bare = median(rows.map(r => r.baseline));
    const single = median(rows.map(r => r.single));
    const batched = median(rows.map(r => r.batched));
    const evaluations = measureEvaluateRisk();
    const verdicts = [
      [
        'ingest, single, against the bare handler',
        `${(single / bare).toFixed(2)} x (${single.toFixed(
          0,
        )}/s against ${bare.toFixed(0)}/s)`,
        single / bare >= TARGETS.single,
      ],
      [
        `ingest, batches of ${BATCH_SIZE}, against single`,
        `${(batched / single).toFixed(1)} x (${batched.toFixed(0)} events/s)`,
        batched / single >= TARGETS.batched,
      ],
      [
        'evaluateRisk with full reasons',
        `${evaluations.toFixed(0)}/s (${(evaluations / bare).toFixed(
          1,
        )} x the bare handler's requests)`,
        evaluations >= TARGETS.evaluations,
      ],
    ] as const;
    process.stdout.write(
      `releases: ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(
        0,
      )} GiB, Node ${process.version}, ${CONNECTIONS} connections, ` +
        `median of ${ROUNDS} rounds of ${SECONDS} s, single p99 ${median(
          rows.map(r => r.p99),
        )} ms\n`,
    );
    for (const [what, figure, met] of verdicts) {
      process.stdout.write(
        `${met ? 'met   ' : 'MISSED'}  ${what}: ${figure}\n`,
      );
    }
    process.exitCode = verdicts.every(([, , met]) => met) ? 0 : 1;
  } finally {
    await Promise.all(
      children.map(
        child =>
          new Promise<void>(done => {
            child.once('exit', () => done());
            child.kill('SIGTERM');
            setTimeout(() => child.kill('SIGKILL'), 5000).unref();
          }),
      ),
    );
    await dropDatabases(admin, prefix);
  }
}

bench().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
