import { rmSync } from 'node:fs';
import type {
  BackupFacts,
  BackupSourceFacts,
  RestoreDrillFact,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { BackupSourceOutcome } from '@odoo-fleet/backstage-plugin-odoo-node';
import { backupAdapters } from '../../adapters/backups/registry';
import type { BackedUpServer, Repository } from './BackedUpServer';

/** What the tools printed of one state, and when. */
export interface PrintedState {
  reports: { format: string; output: string; exitCode: number; at: number }[];
}

const formats = new Map(
  backupAdapters
    .flatMap(({ formats: some = [] }) => some)
    .map(format => [format.format, format]),
);

/** What the portal makes of what the tools printed. */
export function outcomesOf({ reports }: PrintedState): BackupSourceOutcome[] {
  return reports.map(({ format, output, exitCode, at }) => {
    const outcome = formats
      .get(format)
      ?.translate({ output, exitCode, id: 'main', takenAt: at })
      .get('main');
    if (outcome === undefined) {
      throw new Error(`Nothing is said of main by ${format}`);
    }
    return outcome;
  });
}

/** The facts of a production environment of which the portal knows this. */
export function factsOf(
  state: PrintedState,
  drills: readonly RestoreDrillFact[] = [],
): BackupFacts {
  const outcomes = outcomesOf(state);
  const last = outcomes.find(
    ({ status }) => status !== 'observed' && status !== 'empty',
  );
  const source: BackupSourceFacts = {
    source: 'backups',
    id: 'main',
    area: 'postgresql',
    binding: 'confirmed',
    declared: {
      adapter: 'pgbackrest',
      everySeconds: 600,
      offSite: true,
      encrypted: true,
      retentionDays: 30,
    },
    lastAttempt: {
      at: Math.max(...outcomes.map(({ observedAt }) => observedAt)),
      status: last?.status ?? 'observed',
      ...(last && 'message' in last && { message: last.message }),
    },
    observations: outcomes.flatMap(outcome =>
      outcome.status === 'observed'
        ? outcome.value.map(observation => ({
            observedAt: outcome.observedAt,
            receivedAt: outcome.observedAt,
            observation,
          }))
        : [],
    ),
  };
  return {
    environmentRef: 'odooenvironment:default/acme-production',
    stage: 'production',
    database: 'acme_prod',
    sharesServer: false,
    objectives: [{ process: 'store-orders', rpo: 'PT15M', rto: 'PT1H' }],
    compliance: [],
    sources: [source],
    drills,
    exercises: [],
    runbooks: {},
  };
}

/** Asks the tools that stand beside pgBackRest. */
export async function printed(
  server: BackedUpServer,
  config = server.repository.config,
): Promise<PrintedState> {
  const reports: PrintedState['reports'] = [];
  const ask = async (format: string, program: string, args: string[]) => {
    const at = Date.now();
    const { output, exitCode } = await server.run(program, args);
    reports.push({ format, output, exitCode, at });
  };
  await ask('pgbackrest-info', 'pgbackrest', [
    `--config=${config}`,
    '--stanza=main',
    'info',
    '--output=json',
  ]);
  await ask('check-pgbackrest', 'check_pgbackrest', [
    '--service=archives',
    '--stanza=main',
    `--config=${config}`,
    '--wal-segsize=1MB',
    '--output=json',
  ]);
  const listed = await server.run('pgbackrest', [
    `--config=${config}`,
    'repo-ls',
    '--recurse',
    '--output=json',
    'archive/main',
  ]);
  reports[1].output += listed.output;
  await ask('pg-stat-archiver', 'psql', [
    ...['-XAtq', '-h', server.socket, '-U', 'postgres', '-d', 'acme_prod'],
    ...['-c', 'select row_to_json(a) from pg_stat_archiver a'],
  ]);
  return { reports };
}

/** Asks Barman. */
export async function printedByBarman(
  server: BackedUpServer,
): Promise<PrintedState> {
  const reports: PrintedState['reports'] = [];
  for (const command of ['check', 'list-backup']) {
    const at = Date.now();
    const ran = await server.barman('-f', 'json', command, 'main');
    reports.push({ format: `barman-${command}`, ...ran, at });
  }
  return { reports };
}

/** Takes a segment out of a repository. */
export function lose(
  server: BackedUpServer,
  repository: Repository,
  segment: string,
): void {
  const lost = server
    .segments(repository)
    .filter(({ name }) => name === segment);
  if (lost.length !== 1) {
    throw new Error(`There is no segment ${segment}`);
  }
  lost.forEach(({ path }) => rmSync(path));
}

interface InfoBackup {
  label: string;
  archive: { start: string; stop: string };
}

/** The backups of a state, as pgBackRest itself tells of them. */
export function backupsOf({ reports }: PrintedState): InfoBackup[] {
  return JSON.parse(reports[0].output)[0].backup;
}
