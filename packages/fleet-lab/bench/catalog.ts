/* The catalog with a fleet of tenants beside the same number of plain Components, and the projection's refresh. */
import { cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { countStitched, queryPlugin, untilStitched } from './catalogDatabase';
import { ENVIRONMENTS_A_TENANT, entitiesOf } from './catalogFleet';
import { runProjection } from './catalogProjection';
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
const PORT = '17873';

const say = (line: string) => process.stdout.write(`${line}\n`);
const times = (part: number, whole: number) => `${(part / whole).toFixed(2)} x`;

/** What the catalog did with what one run declared. */
interface CatalogRun {
  entities: number;
  /** Seconds from the server's start until the last entity was stitched, of which the start itself is some. */
  stitchedSeconds: number;
  /** Milliseconds of the server's processor time for one entity, until all were stitched. */
  firstMs: number;
  /** The same for one entity in one round of processing, once all are stitched. */
  steadyMs: number;
  /** Bytes that the server holds at the end. */
  memory: number;
}

/** Processor time over the time in which each entity is due about once, by the catalog's own record of when it is due next. */
async function measureRound(
  server: BenchServer,
  admin: string,
  prefix: string,
  entities: number,
): Promise<number> {
  const due = () =>
    queryPlugin(
      admin,
      `${prefix}catalog`,
      'select extract(epoch from sum(next_update_at - now())) as answer from refresh_state',
    );
  // Each processing puts the entity's next one off by 1.25 times the interval on average; all others come nearer by the time that went
  const dueBefore = await due();
  const usedBefore = await server.processorTime();
  const began = Date.now();
  await sleep(PROCESSING_SECONDS * 1_250);
  const used = (await server.processorTime()) - usedBefore;
  const elapsed = (Date.now() - began) / 1000;
  const putOff = (await due()) - dueBefore + elapsed * entities;
  const processed = putOff / (PROCESSING_SECONDS * 1.25);
  if (processed < entities / 2) {
    throw new Error(
      `only ${processed.toFixed(
        0,
      )} of ${entities} entities were processed again in ${elapsed.toFixed(
        0,
      )} s`,
    );
  }
  return used / processed;
}

async function runCatalog(
  admin: string,
  name: string,
  declares: 'fleet' | 'components',
): Promise<CatalogRun> {
  const prefix = `${name}_${declares}_`;
  const entities = entitiesOf(TENANTS);
  const server = new BenchServer('catalogServer.ts', {
    BENCH_POSTGRES_URL: await createDatabase(admin, `${prefix}root`),
    BENCH_DATABASE_PREFIX: prefix,
    BENCH_DECLARES: declares,
    BENCH_TENANTS: String(TENANTS),
    BENCH_PORT: PORT,
    BENCH_PROCESSING_SECONDS: String(PROCESSING_SECONDS),
    BENCH_TOKEN: 'none-is-asked-for',
  });
  try {
    const began = Date.now();
    await untilStitched(admin, prefix, entities);
    const stitchedSeconds = (Date.now() - began) / 1000;
    const firstMs = (await server.processorTime()) / entities;
    const steadyMs = await measureRound(server, admin, prefix, entities);
    const stitched = await countStitched(admin, prefix);
    if (stitched !== entities) {
      throw new Error(`${stitched} entities where ${entities} were expected`);
    }
    const memory = await server.residentMemory();
    say(
      `${declares}: stitched after ${stitchedSeconds.toFixed(
        0,
      )} s, ${firstMs.toFixed(
        2,
      )} ms an entity; a round of processing ${steadyMs.toFixed(
        2,
      )} ms an entity; ${(memory / 2 ** 20).toFixed(0)} MiB`,
    );
    return { entities, stitchedSeconds, firstMs, steadyMs, memory };
  } finally {
    await server.stop();
  }
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
    const plain = await runCatalog(admin, name, 'components');
    const suite = await runCatalog(admin, name, 'fleet');
    const projection = await runProjection(
      admin,
      name,
      PROJECTED_TENANTS,
      PORT,
    );
    const verdicts = [
      [
        'until all are stitched, per entity, against plain Components',
        suite.stitchedSeconds / plain.stitchedSeconds,
        `${times(
          suite.stitchedSeconds,
          plain.stitchedSeconds,
        )} (${suite.stitchedSeconds.toFixed(
          0,
        )} s against ${plain.stitchedSeconds.toFixed(0)} s)`,
      ],
      [
        'processor time until all are stitched, per entity',
        suite.firstMs / plain.firstMs,
        `${times(suite.firstMs, plain.firstMs)} (${suite.firstMs.toFixed(
          2,
        )} ms against ${plain.firstMs.toFixed(2)} ms)`,
      ],
      [
        'processor time of one round of processing, per entity',
        suite.steadyMs / plain.steadyMs,
        `${times(suite.steadyMs, plain.steadyMs)} (${suite.steadyMs.toFixed(
          2,
        )} ms against ${plain.steadyMs.toFixed(2)} ms)`,
      ],
      [
        'memory of the server',
        suite.memory / plain.memory,
        `${times(suite.memory, plain.memory)} (${(
          suite.memory /
          2 ** 20
        ).toFixed(0)} MiB against ${(plain.memory / 2 ** 20).toFixed(0)} MiB)`,
      ],
    ] as const;
    let met = true;
    for (const [what, ratio, figure] of verdicts) {
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
