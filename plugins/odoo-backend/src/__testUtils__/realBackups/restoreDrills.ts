import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type {
  RestoreDrill,
  RestoreDrillFact,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { releaseEventAdapters } from '../../adapters/releases/registry';
import type { BackedUpServer } from './BackedUpServer';
import type { ListeningPortal } from './ListeningPortal';

const script = resolve(
  __dirname,
  '../../../../../scripts/restore-drill/restore-drill.sh',
);

/** What the events API makes of a posted drill. */
function translated(body: string): RestoreDrill {
  const event = JSON.parse(body);
  const adapter = releaseEventAdapters.find(({ accepts }) =>
    accepts(event.type),
  );
  const translation = adapter?.translate(event);
  if (
    translation?.status !== 'translated' ||
    translation.event.kind !== 'restore-drilled' ||
    translation.event.environmentId !== 'acme-production' ||
    translation.event.facts?.restoreDrill === undefined
  ) {
    throw new Error(JSON.stringify(translation));
  }
  return translation.event.facts.restoreDrill;
}

/** Runs the script that is shipped, as a job would, and gives what the portal was told. */
export async function runDrill(
  server: BackedUpServer,
  portal: ListeningPortal,
  token: string,
  ...args: string[]
) {
  const scratch = server.folder('scratch');
  const ran = await server.run(
    'sh',
    [
      server.file('restore-drill.sh', readFileSync(script, 'utf8')),
      ...args,
      ...['--scratch', scratch, '--database', 'acme_prod'],
      ...['--portal', portal.url, '--source', 'https://backups.example.com'],
      ...['--environment', 'acme-production'],
    ],
    { ODOO_DRILL_TOKEN: token },
  );
  const posted = portal.take();
  const astray = posted.filter(
    ({ path, authorization }) =>
      path !== '/api/odoo/events' || authorization !== `Bearer ${token}`,
  );
  if (astray.length > 0 || readdirSync(scratch).length > 0) {
    throw new Error('Something was posted elsewhere, or left behind');
  }
  return { ...ran, facts: posted.map(({ body }) => translated(body)) };
}

/** The drill as the verdict sees it. */
export function drillFactOf(drill: RestoreDrill): RestoreDrillFact {
  const { area = 'postgresql', startedAt: _began, ...rest } = drill;
  return {
    ...rest,
    area,
    id: 'drill',
    source: 'https://backups.example.com',
    at: Date.now(),
  };
}
