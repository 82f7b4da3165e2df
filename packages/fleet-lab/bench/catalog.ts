/* The catalog with a fleet of tenants beside the same number of plain Components, and the projection's refresh. */
import { cpus, loadavg, totalmem } from 'node:os';
import { countStitched, untilStitched } from './catalogDatabase';
import { ENVIRONMENTS_A_TENANT, entitiesOf } from './catalogFleet';
import { runProjection } from './catalogProjection';
import {
  measureSideBySide,
  pauseProcessing,
  roundsUntilSettled,
  type FilledCatalog,
  type ProcessingRound,
} from './catalogRounds';
import {
  BenchServer,
  createDatabase,
  dropDatabases,
  postgresUrl,
} from './servers';

const full = process.argv.includes('--full');
const TENANTS = Number(process.env.BENCH_TENANTS ?? (full ? 5000 : 1000));
const PROJECTED_TENANTS = Number(process.env.BENCH_PROJECTED_TENANTS ?? 5000);
const PROCESSING_SECONDS = Number(process.env.BENCH_PROCESSING_SECONDS ?? 120);
const TARGETS = { perEntity: 1.5, projectionSeconds: 30 };
const FIRST_PORT = Number(process.env.BENCH_PORT ?? 17873);
const PORTS = { components: String(FIRST_PORT), fleet: String(FIRST_PORT + 1) };

const say = (line: string) => process.stdout.write(`${line}\n`);
const milliseconds = (figure: number) => `${figure.toFixed(2)} ms`;

/** The suite's figure as a multiple of that of plain Components. */
function against(
  what: string,
  suite: number,
  plain: number,
  write: (figure: number) => string,
): { what: string; ratio: number; figure: string } {
  const ratio = suite / plain;
  return {
    what,
    ratio,
    figure: `${ratio.toFixed(2)} x (${write(suite)} to ${write(plain)})`,
  };
}

/** What the catalog did with what one run declared. */
interface CatalogRun {
  catalog: FilledCatalog;
  /** Seconds from the server's start until the last entity was stitched, of which the start itself is some. */
  stitchedSeconds: number;
  /** Milliseconds of the server's processor time for one entity, until all were stitched. */
  stitchedMs: number;
  /** The rounds of processing after that, the last of which wrote nothing. */
  rounds: ProcessingRound[];
  /** Bytes that the server holds after them. */
  memory: number;
}

async function fillCatalog(
  server: BenchServer,
  admin: string,
  prefix: string,
): Promise<CatalogRun> {
  const entities = entitiesOf(TENANTS);
  const catalog = {
    server,
    admin,
    prefix,
    entities,
    processingSeconds: PROCESSING_SECONDS,
  };
  const began = Date.now();
  await untilStitched(admin, prefix, entities);
  const stitchedSeconds = (Date.now() - began) / 1000;
  const stitchedMs = (await server.processorTime()) / entities;
  const rounds = await roundsUntilSettled(catalog);
  const stitched = await countStitched(admin, prefix);
  if (stitched !== entities) {
    throw new Error(`${stitched} entities where ${entities} were expected`);
  }
  const memory = await server.residentMemory();
  return { catalog, stitchedSeconds, stitchedMs, rounds, memory };
}

async function startServer(
  admin: string,
  prefix: string,
  declares: 'fleet' | 'components',
): Promise<BenchServer> {
  return new BenchServer('catalogServer.ts', {
    BENCH_POSTGRES_URL: await createDatabase(admin, `${prefix}root`),
    BENCH_DATABASE_PREFIX: prefix,
    BENCH_DECLARES: declares,
    BENCH_TENANTS: String(TENANTS),
    BENCH_PORT: PORTS[declares],
    BENCH_PROCESSING_SECONDS: String(PROCESSING_SECONDS),
    BENCH_TOKEN: 'none-is-asked-for',
  });
}

/** Both sides one after the other until each has settled; then a round of both at the same time. */
async function compareCatalogs(
  admin: string,
  name: string,
): Promise<Record<'plain' | 'suite', CatalogRun & Costs>> {
  const servers: BenchServer[] = [];
  const fill = async (declares: 'fleet' | 'components') => {
    const prefix = `${name}_${declares}_`;
    const server = await startServer(admin, prefix, declares);
    servers.push(server);
    const run = await fillCatalog(server, admin, prefix);
    say(
      `${declares}: stitched after ${run.stitchedSeconds.toFixed(
        0,
      )} s; ${describeRounds(run.rounds)}`,
    );
    return run;
  };
  try {
    const plain = await fill('components');
    const goOn = await pauseProcessing(plain.catalog);
    const suite = await fill('fleet');
    await goOn();
    const [plainMs, suiteMs] = await measureSideBySide(
      plain.catalog,
      suite.catalog,
    );
    return {
      plain: { ...plain, ...costsOf(plain, plainMs) },
      suite: { ...suite, ...costsOf(suite, suiteMs) },
    };
  } finally {
    await Promise.all(servers.map(server => server.stop()));
  }
}

/** Milliseconds of processor time for one entity. */
interface Costs {
  /** One round of processing in which nothing is written. */
  roundMs: number;
  /** Until nothing is written any more, without what such rounds would have taken in the meantime. */
  settledMs: number;
}

function costsOf({ stitchedMs, rounds }: CatalogRun, roundMs: number): Costs {
  return {
    roundMs,
    settledMs: rounds
      .slice(0, -1)
      .reduce((sum, { shareMs }) => sum + shareMs - roundMs, stitchedMs),
  };
}

function describeRounds(rounds: readonly ProcessingRound[]): string {
  return rounds
    .map(
      ({ shareMs, rewritten }) =>
        `a round of processing, ${shareMs.toFixed(
          2,
        )} ms an entity, ${rewritten} written again`,
    )
    .join('; ');
}

async function bench(): Promise<void> {
  const admin = postgresUrl();
  const name = `odoo_bench_${process.pid}`;
  say(
    `catalog: ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(
      0,
    )} GiB, Node ${process.version}, load average before ${loadavg()[0].toFixed(
      1,
    )}; ${TENANTS} tenants, ${
      TENANTS * ENVIRONMENTS_A_TENANT
    } environments, ${entitiesOf(
      TENANTS,
    )} entities; catalog.processingInterval ${PROCESSING_SECONDS} s`,
  );
  try {
    const { plain, suite } = await compareCatalogs(admin, name);
    const projection = await runProjection(
      admin,
      name,
      PROJECTED_TENANTS,
      PORTS.fleet,
    );
    const verdicts = [
      against(
        'time until all are stitched, per entity',
        suite.stitchedSeconds,
        plain.stitchedSeconds,
        seconds => `${seconds.toFixed(0)} s`,
      ),
      against(
        'processor time until all are stitched, per entity',
        suite.stitchedMs,
        plain.stitchedMs,
        milliseconds,
      ),
      against(
        'processor time until nothing is written any more, per entity',
        suite.settledMs,
        plain.settledMs,
        milliseconds,
      ),
      against(
        'processor time of one round of processing after that, per entity',
        suite.roundMs,
        plain.roundMs,
        milliseconds,
      ),
      against(
        'memory of the server',
        suite.memory,
        plain.memory,
        bytes => `${(bytes / 2 ** 20).toFixed(0)} MiB`,
      ),
    ];
    let met = true;
    for (const { what, ratio, figure } of verdicts) {
      const ok = ratio <= TARGETS.perEntity;
      met &&= ok;
      say(`${ok ? 'met   ' : 'MISSED'}  ${what}: ${figure}`);
    }
    const inTime =
      Math.max(projection.first, projection.again) <= TARGETS.projectionSeconds;
    say(
      `${inTime ? 'met   ' : 'MISSED'}  projection of ${
        projection.entities
      } tenants and environments: ${projection.first.toFixed(
        1,
      )} s, again without changes ${projection.again.toFixed(1)} s`,
    );
    process.exitCode = met && inTime ? 0 : 1;
  } finally {
    await dropDatabases(admin, name);
  }
}

bench().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
