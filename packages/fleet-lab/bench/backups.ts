/* One sweep over all backup sources of a fleet, what a source that hangs does to the others, memory, and the removal of old attempts. */
import { randomBytes } from 'node:crypto';
import { cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { BACKUP_AREAS, HANGING_SOURCE, sourceOf } from './backupsFleet';
import { queryPlugin } from './catalogDatabase';
import {
  BenchServer,
  createDatabase,
  dropDatabases,
  postgresUrl,
  waitFor,
} from './servers';

const ENVIRONMENTS = Number(process.env.BENCH_ENVIRONMENTS ?? 2000);
const SWEEPS = Number(process.env.BENCH_SWEEPS ?? 6);
const OLD_ATTEMPTS = Number(process.env.BENCH_OLD_ATTEMPTS ?? 100_000);
const PORT = process.env.BENCH_PORT ?? '17875';
const TARGETS = { sweepSeconds: 20, memory: 1.1, slower: 1.5 };
const DAY = 24 * 3_600_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
const MIB = 1024 * 1024;

interface TaskState {
  status: string;
  startedAt?: string;
  lastRunEndedAt?: string;
  lastRunError?: string;
}

/** The tasks of the plugin, as the portal's scheduler offers them. */
class Tasks {
  readonly #url = `http://127.0.0.1:${PORT}/api/odoo/.backstage/scheduler/v1/tasks`;
  readonly #headers: Record<string, string>;

  constructor(token: string) {
    this.#headers = { authorization: `Bearer ${token}` };
  }

  async #states(): Promise<Map<string, TaskState | null>> {
    const answer = await fetch(this.#url, { headers: this.#headers });
    const body = (await answer.json()) as {
      tasks: { taskId: string; taskState: TaskState | null }[];
    };
    return new Map(body.tasks.map(task => [task.taskId, task.taskState]));
  }

  /**
   * Seconds until each of these tasks has run, all started at once: from when the first of them began, since the scheduler looks every
   * five seconds only for what it is to start.
   */
  async run(ids: readonly string[]): Promise<Map<string, number>> {
    await this.idle(ids);
    const before = await this.#states();
    let began = Infinity;
    for (const id of ids) {
      await this.start(id);
    }
    const ended = new Map<string, number>();
    while (ended.size < ids.length) {
      await sleep(50);
      const states = await this.#states();
      for (const id of ids) {
        const state = states.get(id);
        if (state?.status === 'running' && state.startedAt !== undefined) {
          began = Math.min(began, Date.parse(state.startedAt));
        }
        if (
          !ended.has(id) &&
          state?.status !== 'running' &&
          state?.lastRunEndedAt !== before.get(id)?.lastRunEndedAt
        ) {
          if (state?.lastRunError) {
            throw new Error(`${id} failed: ${state.lastRunError}`);
          }
          ended.set(id, Date.parse(state?.lastRunEndedAt ?? ''));
        }
      }
    }
    const first = Math.min(began, ...ended.values());
    return new Map([...ended].map(([id, at]) => [id, (at - first) / 1000]));
  }

  async start(id: string): Promise<void> {
    const started = await fetch(`${this.#url}/${id}/trigger`, {
      method: 'POST',
      headers: this.#headers,
    });
    if (!started.ok) {
      throw new Error(`${id} could not be started: ${started.status}`);
    }
  }

  /** Waits until none of these runs. */
  async idle(ids: readonly string[]): Promise<void> {
    await waitFor(ids.join(', '), async () => {
      const states = await this.#states();
      return ids.every(id => {
        const state = states.get(id);
        return state && state.status !== 'running';
      });
    });
  }
}

const worst = (seconds: ReadonlyMap<string, number>) =>
  Math.max(...seconds.values());

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function main(): Promise<boolean> {
  const admin = postgresUrl();
  const prefix = `bench_backups_${process.pid}_`;
  const token = randomBytes(16).toString('hex');
  const ask = (query: string) => queryPlugin(admin, `${prefix}odoo`, query);
  const server = new BenchServer('backupsServer.ts', {
    BENCH_POSTGRES_URL: await createDatabase(admin, `${prefix}root`),
    BENCH_DATABASE_PREFIX: prefix,
    BENCH_ENVIRONMENTS: String(ENVIRONMENTS),
    BENCH_PORT: PORT,
    BENCH_TOKEN: token,
  });
  try {
    const things = ENVIRONMENTS * BACKUP_AREAS.length;
    await waitFor(
      'the projection',
      async () =>
        (await ask(
          `select count(*) as answer from bindings where kind = 'stanza' and state = 'confirmed'`,
        )) ===
        things + ENVIRONMENTS,
    );
    const tasks = new Tasks(token);
    const sources = BACKUP_AREAS.map(area => `odoo-backups-${sourceOf(area)}`);
    const hanging = `odoo-backups-${HANGING_SOURCE}`;
    await tasks.idle([...sources, hanging, 'odoo-backup-verdicts']);

    const sweeps: number[] = [];
    const verdicts: number[] = [];
    const memory: number[] = [];
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
      sweeps.push(worst(await tasks.run(sources)));
      verdicts.push(worst(await tasks.run(['odoo-backup-verdicts'])));
      memory.push(await server.residentMemory());
    }
    const attempts = await ask(
      `select count(*) as answer from backup_attempts where status = 'observed'`,
    );
    if (attempts !== SWEEPS * things) {
      throw new Error(`${attempts} of ${SWEEPS * things} attempts were kept`);
    }
    const judged = await ask(
      `select count(*) as answer from verdicts where capability = 'backups'`,
    );
    if (judged !== ENVIRONMENTS) {
      throw new Error(`${judged} of ${ENVIRONMENTS} environments were judged`);
    }

    await tasks.start(hanging);
    const beside = worst(await tasks.run(sources));
    const cutOff = `select count(*) as answer from backup_attempts where status = 'unreachable' and source = '${HANGING_SOURCE}'`;
    const stillHangs = (await ask(cutOff)) === 0;
    await waitFor('the source that hangs', async () =>
      Promise.resolve((await ask(cutOff)) === ENVIRONMENTS),
    );

    await ask(
      `with old as (insert into backup_attempts (source, target, "by", attempted_at, took_ms, status)
       select 'bench-old', 'old', 'collected', ${
         Date.now() - 60 * DAY
       } - n, 1, 'observed' from generate_series(1, ${OLD_ATTEMPTS}) n returning 1)
       select count(*) as answer from old`,
    );
    const pruning = worst(await tasks.run(['odoo-backup-retention']));
    const left = await ask(
      `select count(*) as answer from backup_attempts where source = 'bench-old'`,
    );

    // The first sweeps fill what the process keeps anyway
    const settled = memory[Math.min(2, memory.length - 1)];
    const sweep = median(sweeps);
    const verdict = median(verdicts);
    const lines: [string, boolean][] = [
      [
        `one sweep of ${ENVIRONMENTS} environments x ${
          BACKUP_AREAS.length
        } areas: ${(sweep + verdict).toFixed(
          1,
        )} s (read and kept ${sweep.toFixed(1)} s, judged ${verdict.toFixed(
          1,
        )} s; median of ${SWEEPS}), target ${TARGETS.sweepSeconds} s`,
        sweep + verdict <= TARGETS.sweepSeconds,
      ],
      [
        `the others while one source hangs: ${(beside / sweep).toFixed(
          2,
        )} x (${beside.toFixed(1)} s to ${sweep.toFixed(1)} s), target ${
          TARGETS.slower
        } x; ${
          stillHangs
            ? 'it still hung when they were done'
            : 'it was done before them'
        }`,
        stillHangs && beside <= TARGETS.slower * Math.max(1, sweep),
      ],
      [
        `memory after sweep ${memory.length} against after sweep 3: ${(
          memory.at(-1)! / settled
        ).toFixed(2)} x (${(memory.at(-1)! / MIB).toFixed(0)} MiB to ${(
          settled / MIB
        ).toFixed(0)} MiB), target ${TARGETS.memory} x`,
        memory.at(-1)! <= TARGETS.memory * settled,
      ],
      [
        `${OLD_ATTEMPTS} old attempts removed in batches: ${pruning.toFixed(
          1,
        )} s, ${left} left`,
        left === 0,
      ],
    ];
    say(
      `${cpus().length} cores, ${(totalmem() / 1024 ** 3).toFixed(
        0,
      )} GiB, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`,
    );
    lines.forEach(([line, isMet]) =>
      say(`${isMet ? 'met   ' : 'missed'} ${line}`),
    );
    return lines.every(([, isMet]) => isMet);
  } finally {
    await server.stop();
    await dropDatabases(admin, prefix);
  }
}

main().then(
  isMet => process.exit(isMet ? 0 : 1),
  error => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
