import { randomBytes } from 'node:crypto';
import { cpus, loadavg, totalmem } from 'node:os';
import { measureEvaluateRisk } from './evaluateRisk';
import {
  load,
  loadConnections,
  type LoadOptions,
  type LoadResult,
} from './load';
import {
  BenchServer,
  createDatabase,
  dropDatabases,
  gatherStatistics,
  waitFor,
} from './servers';
import { startSuite } from './suite';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const PORT = Number(process.env.BENCH_FIRST_PORT ?? 17_871);
const BATCH_SIZE = 100;
const TARGETS = { single: 0.5, batched: 5, evaluations: 5000, foldedMs: 5000 };
const WARM_UP_SECONDS = 2;

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Each figure's own median over the rounds. */
function medianOf(results: readonly LoadResult[]): LoadResult {
  const of = (key: keyof LoadResult) => median(results.map(r => r[key]));
  return {
    perSecond: of('perSecond'),
    processorMs: of('processorMs'),
    loadBusy: of('loadBusy'),
    p99: of('p99'),
    owed: of('owed'),
  };
}

const say = (line: string) => process.stdout.write(`${line}\n`);

const costs = ({ perSecond, processorMs, p99, loadBusy }: LoadResult) =>
  `${perSecond.toFixed(0)}/s, ${processorMs.toFixed(
    3,
  )} ms of the server's processor each, p99 ${p99} ms, the load itself ${loadBusy.toFixed(
    2,
  )} of a core`;

interface Figures {
  bare: LoadResult;
  /** The bare handler within the portal. */
  within: LoadResult;
  single: LoadResult;
  batched: LoadResult;
  evaluations: number;
}

/** Prints what was measured; tells whether every target was met. */
function report(figures: Figures): boolean {
  const { bare, within, single, batched, evaluations } = figures;
  const times = (part: number, whole: number, places: number) =>
    `${(part / whole).toFixed(places)} x`;
  const verdicts = [
    [
      'ingest, single, against the bare handler as a route of the portal',
      `${times(
        single.perSecond,
        within.perSecond,
        2,
      )} (${single.perSecond.toFixed(0)}/s against ${within.perSecond.toFixed(
        0,
      )}/s)`,
      single.perSecond / within.perSecond >= TARGETS.single,
    ],
    [
      `ingest, batches of ${BATCH_SIZE}, against single`,
      `${times(
        batched.perSecond,
        single.perSecond,
        1,
      )} (${batched.perSecond.toFixed(0)} events/s)`,
      batched.perSecond / single.perSecond >= TARGETS.batched,
    ],
    [
      'every acknowledged event folded into its release',
      `after ${Math.max(single.owed, batched.owed).toFixed(0)} ms`,
      Math.max(single.owed, batched.owed) <= TARGETS.foldedMs,
    ],
    [
      'evaluateRisk with full reasons',
      `${evaluations.toFixed(0)}/s (${times(
        evaluations,
        bare.perSecond,
        1,
      )} the bare handler's requests)`,
      evaluations >= TARGETS.evaluations,
    ],
  ] as const;
  for (const [what, figure, met] of verdicts) {
    say(`${met ? 'met   ' : 'MISSED'}  ${what}: ${figure}`);
  }
  say(`bare handler: ${costs(bare)}`);
  say(`bare handler as a route of the portal: ${costs(within)}`);
  say(`ingest, single: ${costs(single)}`);
  say(`ingest, batches of ${BATCH_SIZE}: ${costs(batched)}`);
  say(
    `for the reader, no target: the bare handler within the portal is ${times(
      within.perSecond,
      bare.perSecond,
      2,
    )} the bare one alone, and ingest, single, is ${times(
      single.perSecond,
      bare.perSecond,
      2,
    )} that one; in processor time of the server, ingest, single, is ${times(
      single.processorMs,
      within.processorMs,
      2,
    )} the bare handler within the portal, and a batched event costs the server ${times(
      single.processorMs,
      batched.processorMs,
      1,
    )} less than a single one`,
  );
  return verdicts.every(([, , met]) => met);
}

/** Ingest, single and batched, and evaluateRisk, each against a bare Express + pg insert handler measured in the same run. */
export async function benchIngest(admin: string): Promise<boolean> {
  const prefix = `odoo_bench_${process.pid}_`;
  const token = randomBytes(16).toString('hex');
  const [baselinePort, suitePort] = [PORT, PORT + 1].map(String);
  const servers: BenchServer[] = [];
  const start = (file: string, env: Record<string, string>) => {
    const server = new BenchServer(file, env);
    servers.push(server);
    return server;
  };
  try {
    const baselineServer = start('baselineServer.ts', {
      BENCH_POSTGRES_URL: await createDatabase(admin, `${prefix}baseline`),
      BENCH_PORT: baselinePort,
    });
    const baseline = `http://127.0.0.1:${baselinePort}/events`;
    await waitFor(
      'the baseline',
      async () => (await fetch(baseline)).status === 404,
    );
    const portal = await startSuite({
      admin,
      prefix,
      port: suitePort,
      token,
      onStart: server => servers.push(server),
    });
    const common = { token, seconds: SECONDS };
    const suite = {
      ...common,
      server: portal.server,
      url: portal.url,
      untilDone: portal.untilFolded,
    };
    const bare: LoadResult[] = [];
    const within: LoadResult[] = [];
    const single: LoadResult[] = [];
    const batched: LoadResult[] = [];
    say(
      `releases: ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(
        0,
      )} GiB, Node ${
        process.version
      }, ${loadConnections} connections, median of ${ROUNDS} rounds of ${SECONDS} s, load average before ${loadavg()[0].toFixed(
        1,
      )}`,
    );
    const kinds: [LoadResult[], LoadOptions][] = [
      [bare, { ...common, server: baselineServer, url: baseline, batch: 1 }],
      [within, { ...suite, url: portal.bareUrl, batch: 1 }],
      [single, { ...suite, batch: 1 }],
      [batched, { ...suite, batch: BATCH_SIZE }],
    ];
    // Neither side is measured while its code is still being compiled, nor with a database that has never looked at its tables
    for (const [, options] of kinds) {
      await load({ ...options, seconds: WARM_UP_SECONDS });
    }
    await gatherStatistics(admin, prefix);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [results, options] of kinds) {
        results.push(await load(options));
      }
    }
    return report({
      bare: medianOf(bare),
      within: medianOf(within),
      single: medianOf(single),
      batched: medianOf(batched),
      evaluations: measureEvaluateRisk(),
    });
  } finally {
    await Promise.all(servers.map(server => server.stop()));
    await dropDatabases(admin, prefix);
  }
}
