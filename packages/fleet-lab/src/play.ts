/* Plays the demonstration through the portal's public interfaces, as the pipelines of its retailers would. */
import { setTimeout as sleep } from 'node:timers/promises';
import { dropAnchor, readAnchor } from './anchor';
import { BackupReporter } from './backups/BackupReporter';
import { backupReports } from './backups/reports';
import { readFleet } from './kubernetes/readFleet';
import { STRAY_SOURCE } from './platformStory';
import { STORY_LIFETIME_MS, tellStory } from './story';

const baseUrl = process.env.ODOO_FLEET_URL ?? 'http://localhost:7007';
const token = process.env.ODOO_FLEET_DEMO_PIPELINE_TOKEN;
const fleetFolder = `${process.env.ODOO_FLEET_ROOT ?? '.'}/examples/fleet`;
const patienceMs = 120_000;

/** An answer of the portal that is none of success. */
class RefusedError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  contentType = 'application/json',
) {
  const response = await fetch(`${baseUrl}/api/odoo${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': contentType }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new RefusedError(
      response.status,
      `${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`,
    );
  }
  return JSON.parse(text) as {
    items?: {
      source?: string;
      result?: string;
      attribution?: string;
      environmentRef?: string;
      kind?: string;
      state?: string;
    }[];
  };
}

/** All environments are judged at once, so one of them tells for all. */
async function isConfirmed(environmentRef: string): Promise<boolean> {
  const { items = [] } = await call(
    'GET',
    `/bindings?entityRef=${encodeURIComponent(environmentRef)}`,
  ).catch(() => ({ items: [] }));
  return items.some(
    ({ kind, state }) => kind === 'pipeline' && state === 'confirmed',
  );
}

/** Events find their environment through the catalog, so the catalog has to have read the fleet first. */
async function waitForFleet(): Promise<void> {
  const { environments } = await readFleet(fleetFolder);
  // The demonstration uses one namespace
  const expected = environments.map(
    ({ metadata }) => `odooenvironment:default/${metadata.name}`,
  );
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { items = [] } = await call('GET', '/environments?limit=500').catch(
      () => ({ items: [] }),
    );
    const known = new Set(items.map(item => item.environmentRef));
    const missing = expected.filter(ref => !known.has(ref));
    if (missing.length === 0 && (await isConfirmed(expected[0]))) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(
        missing.length > 0
          ? `after ${patienceMs / 1000} s the catalog does not know ${
              missing.length
            } of ${expected.length} environments, ${missing[0]} for one`
          : `after ${patienceMs / 1000} s no pipeline of ${
              expected[0]
            } is confirmed; see odoo.claims in app-config.demo.yaml`,
      );
    }
    await sleep(500);
  }
}

/** The instant that the story is told from: kept, so that a restart replays the same events, until the story is stale. */
async function currentAnchor(): Promise<Date> {
  const kept = await readAnchor();
  return kept !== undefined && Date.now() - kept.getTime() < STORY_LIFETIME_MS
    ? kept
    : dropAnchor();
}

async function tell(anchor: Date) {
  const { events, questions } = tellStory(anchor);
  const { items: outcomes = [] } = await call(
    'POST',
    '/events',
    events,
    'application/cloudevents-batch+json',
  );
  return { outcomes, questions, anchor };
}

async function play(): Promise<void> {
  if (!token) {
    throw new Error(
      'ODOO_FLEET_DEMO_PIPELINE_TOKEN is not set; ./portal start sets it',
    );
  }
  await waitForFleet();
  const { outcomes, questions, anchor } = await tell(
    await currentAnchor(),
  ).catch(async error => {
    if (!(error instanceof RefusedError) || error.status !== 409) {
      throw error;
    }
    // The state was kept from a version that told another story by the same names: this one gets names of its own
    return tell(await dropAnchor());
  });
  const lost = outcomes.filter(
    outcome =>
      outcome.attribution !== 'attributed' && outcome.source !== STRAY_SOURCE,
  );
  if (lost.length > 0) {
    throw new Error(
      `${lost.length} events found no environment: ${JSON.stringify(lost[0])}`,
    );
  }
  const fresh = outcomes.some(outcome => outcome.result === 'stored');
  if (fresh) {
    for (const question of questions) {
      await call('POST', '/gate', question);
    }
  }
  const reports = backupReports(new Date(), anchor);
  await new BackupReporter({ baseUrl, token }).report(reports);
  process.stdout.write(
    `demonstration: ${outcomes.length} events, ${
      fresh ? 'told' : 'already known'
    }, ${reports.length} reports of backups\n`,
  );
}

play().catch(error => {
  process.stderr.write(
    `demonstration: ${error instanceof Error ? error.message : error}\n`,
  );
  process.exitCode = 1;
});
