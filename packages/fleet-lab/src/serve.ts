/* Serves the demonstration's clusters, buckets and repositories, and reports on its backups, until it is ended, as `./portal start` wants it. */
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { readAnchor } from './anchor';
import { BackupReporter } from './backups/BackupReporter';
import { backupReports } from './backups/reports';
import { demonstrationRepositories } from './git/demonstrationRepositories';
import { GitHostStandIn } from './git/GitHostStandIn';
import {
  demonstrationClusters,
  renewRecovery,
} from './kubernetes/demonstrationClusters';
import {
  KubernetesStandIn,
  type ClusterFault,
} from './kubernetes/KubernetesStandIn';
import { readFleet } from './kubernetes/readFleet';
import { demonstrationTrouble } from './kubernetes/trouble';
import { demonstrationBuckets } from './objectStore/demonstrationBuckets';
import { ObjectStoreStandIn } from './objectStore/ObjectStoreStandIn';

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; ./portal start sets it`);
  }
  return value;
}

/** Lets the browser tests make a cluster misbehave: PUT /faults/<cluster> with a fault, or with null to end it. */
function listenForFaults(standIn: KubernetesStandIn, port: number): void {
  createServer(async (request, response) => {
    const [, cluster] = /^\/faults\/([^/]+)$/.exec(request.url ?? '') ?? [];
    try {
      let text = '';
      for await (const chunk of request) {
        text += chunk;
      }
      if (request.method !== 'PUT' || !cluster) {
        throw new Error('PUT /faults/<cluster>');
      }
      standIn.setFault(
        cluster,
        (JSON.parse(text) as ClusterFault | null) ?? undefined,
      );
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  }).listen(port, '127.0.0.1');
}

/** The platform's calendars, as a host of the company would give them; by name. */
async function readCalendars(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.ics'));
  return new Map(
    await Promise.all(
      names.map(
        async name =>
          [
            name.slice(0, -'.ics'.length),
            await readFile(resolve(folder, name), 'utf8'),
          ] as const,
      ),
    ),
  );
}

/** Once the story is told; the player makes the first reports. */
async function reportBackups(): Promise<void> {
  const baseUrl = process.env.ODOO_FLEET_URL;
  const token = process.env.ODOO_FLEET_DEMO_PIPELINE_TOKEN;
  if (baseUrl && token) {
    await new BackupReporter({ baseUrl, token }).keepReporting(async () => {
      const anchor = await readAnchor();
      return anchor ? backupReports(new Date(), anchor) : [];
    });
  }
}

/** What `make` gives for the minute that it is: what is served changes with time, and not from one question to the next. */
function eachMinute<T>(make: (now: Date) => T): () => T {
  let minute = NaN;
  let made: T;
  return () => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) {
      minute = now;
      made = make(new Date(now * 60_000));
    }
    return made;
  };
}

async function serve(): Promise<void> {
  const folder = resolve(required('ODOO_FLEET_ROOT'), 'examples/fleet');
  const fleet = await readFleet(folder);
  const clusters = demonstrationClusters(
    fleet,
    demonstrationTrouble,
    new Date(),
  );
  setInterval(
    () => renewRecovery(clusters, fleet, demonstrationTrouble, new Date()),
    60_000,
  );
  const token = required('ODOO_FLEET_DEMO_CLUSTER_TOKEN');
  const store = new ObjectStoreStandIn({
    under: '/objects',
    key: { id: 'demonstration', secret: token },
    buckets: eachMinute(now =>
      demonstrationBuckets(fleet, demonstrationTrouble, now),
    ),
  });
  const git = new GitHostStandIn({
    under: '/git/api/v3',
    token,
    repositories: eachMinute(now =>
      demonstrationRepositories(fleet, demonstrationTrouble, now),
    ),
  });
  const standIn = await KubernetesStandIn.start(
    {
      clusters,
      token,
      calendars: await readCalendars(resolve(folder, 'platform')),
      beside: new Map([
        ['objects', (question, answer) => store.serve(question, answer)],
        ['git', (question, answer) => git.serve(question, answer)],
      ]),
    },
    Number(required('ODOO_FLEET_DEMO_CLUSTERS_PORT')),
  );
  const faultsPort = process.env.ODOO_FLEET_DEMO_FAULTS_PORT;
  if (faultsPort) {
    listenForFaults(standIn, Number(faultsPort));
  }
  for (const { name } of clusters) {
    process.stdout.write(`${name}: ${standIn.urlOf(name)}\n`);
  }
  process.stdout.write('ready\n');
  await reportBackups();
}

serve().catch(error => {
  process.stderr.write(
    `demonstration clusters: ${
      error instanceof Error ? error.message : error
    }\n`,
  );
  process.exit(1);
});
