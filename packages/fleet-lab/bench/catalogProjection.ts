import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryPlugin, untilStitched } from './catalogDatabase';
import { ENVIRONMENTS_A_TENANT } from './catalogFleet';
import { BenchServer, createDatabase } from './servers';

/** Seconds of a refresh of the projection: the first, which writes all, and one that finds nothing new. */
export async function runProjection(
  admin: string,
  name: string,
  tenants: number,
  port: string,
): Promise<{ entities: number; first: number; again: number }> {
  const prefix = `${name}_projection_`;
  const token = randomBytes(16).toString('hex');
  const entities = tenants * (1 + ENVIRONMENTS_A_TENANT);
  const server = new BenchServer('catalogServer.ts', {
    BENCH_POSTGRES_URL: await createDatabase(admin, `${prefix}root`),
    BENCH_DATABASE_PREFIX: prefix,
    BENCH_DECLARES: 'projection',
    BENCH_TENANTS: String(tenants),
    BENCH_PORT: port,
    BENCH_PROCESSING_SECONDS: '86400',
    BENCH_TOKEN: token,
  });
  const tasks = `http://127.0.0.1:${port}/api/odoo/.backstage/scheduler/v1/tasks`;
  const headers = { authorization: `Bearer ${token}` };
  const id = 'odoo-catalog-projection';
  const refresh = async () => {
    const lastEnded = async () => {
      const answer = await fetch(tasks, { headers });
      const body = (await answer.json()) as {
        tasks: {
          taskId: string;
          taskState: {
            status: string;
            lastRunEndedAt?: string;
            lastRunError?: string;
          } | null;
        }[];
      };
      const state = body.tasks.find(task => task.taskId === id)?.taskState;
      if (state?.lastRunError) {
        throw new Error(`the projection failed: ${state.lastRunError}`);
      }
      return state?.status === 'running' ? 'running' : state?.lastRunEndedAt;
    };
    while ((await lastEnded()) === 'running') {
      await sleep(50);
    }
    const before = await lastEnded();
    const began = Date.now();
    const started = await fetch(`${tasks}/${id}/trigger`, {
      method: 'POST',
      headers,
    });
    if (!started.ok) {
      throw new Error(`the projection could not be started: ${started.status}`);
    }
    for (;;) {
      const ended = await lastEnded();
      if (ended !== 'running' && ended !== before) {
        return (Date.now() - began) / 1000;
      }
      await sleep(50);
    }
  };
  try {
    await untilStitched(admin, prefix, entities);
    const first = await refresh();
    const again = await refresh();
    const projected = await queryPlugin(
      admin,
      `${prefix}odoo`,
      'select (select count(*) from tenants) + (select count(*) from environments) as answer',
    );
    if (projected !== entities) {
      throw new Error(`${projected} of ${entities} entities were projected`);
    }
    return { entities, first, again };
  } finally {
    await server.stop();
  }
}
