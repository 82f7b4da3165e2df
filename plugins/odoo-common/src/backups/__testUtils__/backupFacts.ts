import type {
  ExerciseFact,
  BackupFacts,
  BackupSourceFacts,
  RestoreDrillFact,
} from '../facts';
import type {
  Backup,
  BackupObservation,
  BackupObservationOf,
} from '../observations';
import type { RecoveryArea } from '../recoveryArea';

/** Sunday noon: when these stories are judged. */
export const noon = Date.parse('2026-11-22T12:00:00.000Z');

export const minutesAgo = (minutes: number) => noon - minutes * 60_000;
export const at = (minutes: number) =>
  new Date(minutesAgo(minutes)).toISOString();
export const DAYS = 24 * 60;

/** A source of an area that was read a minute ago, unless said. */
export function source(
  area: RecoveryArea,
  name: string,
  observations: readonly BackupObservation[],
  rest: Partial<BackupSourceFacts> & { readMinutesAgo?: number } = {},
): BackupSourceFacts {
  const { readMinutesAgo = 1, ...facts } = rest;
  const read = minutesAgo(readMinutesAgo);
  return {
    source: name,
    id: 'acme',
    area,
    binding: 'confirmed',
    declared: {
      adapter: name,
      everySeconds: 300,
      offSite: true,
      encrypted: true,
      retentionDays: 30,
    },
    lastAttempt: { at: read, status: 'observed' },
    observations: observations.map(observation => ({
      observedAt: read,
      receivedAt: read,
      observation,
    })),
    ...facts,
  };
}

export const backup = (
  label: string,
  endedMinutesAgo: number,
  rest: Partial<Backup> = {},
): Backup => ({
  label,
  type: 'full',
  state: 'clean',
  startedAt: at(endedMinutesAgo + 20),
  stoppedAt: at(endedMinutesAgo),
  ...rest,
});

export const backups = (
  list: Backup[],
  rest: Partial<BackupObservationOf<'backups'>> = {},
): BackupObservation => ({
  kind: 'backups',
  tool: 'pgbackrest',
  backups: list,
  problems: [],
  ...rest,
});

export const archiver = (
  lastArchivedMinutesAgo: number | undefined,
  rest: Partial<BackupObservationOf<'archiver'>> = {},
): BackupObservation => ({
  kind: 'archiver',
  failing: false,
  ...(lastArchivedMinutesAgo !== undefined && {
    lastArchivedAt: at(lastArchivedMinutesAgo),
  }),
  ...rest,
});

export const continuity = (
  rest: Partial<BackupObservationOf<'wal-continuity'>> = {},
): BackupObservation => ({
  kind: 'wal-continuity',
  status: 'unbroken',
  ...rest,
});

export const bucket = (
  rest: Partial<BackupObservationOf<'object-store'>> = {},
): BackupObservation => ({
  kind: 'object-store',
  versioning: { status: 'known', state: 'enabled' },
  replication: { status: 'known', state: 'complete', sampled: 100 },
  objectLock: { status: 'known', days: 30, mode: 'governance' },
  lifecycle: { status: 'known', oldVersionsKeptDays: 30 },
  newestObject: { status: 'known', at: at(1), sampled: 100 },
  encrypted: 'yes',
  problems: [],
  ...rest,
});

export const git = (
  rest: Partial<BackupObservationOf<'configuration'>> = {},
): BackupObservation => ({
  kind: 'configuration',
  path: { status: 'known', exists: true, lastChangedAt: at(3 * DAYS) },
  reconciliation: { status: 'known', by: 'argocd', state: 'synced', at: at(4) },
  ...rest,
});

export const secrets = (
  ...states: ('synced' | 'failed' | 'unknown')[]
): BackupObservation => ({
  kind: 'managed-secrets',
  secrets: states.map((state, index) => ({ name: `secret-${index}`, state })),
});

export const certificates = (
  ...endInDays: (number | undefined)[]
): BackupObservation => ({
  kind: 'certificates',
  certificates: endInDays.map((days, index) => ({
    name: `shop-${index}`,
    ...(days !== undefined && { notAfter: at(-days * DAYS) }),
  })),
});

export const drill = (
  minutes: number,
  rest: Partial<RestoreDrillFact> = {},
): RestoreDrillFact => ({
  id: `drill-${minutes}`,
  source: 'https://drills.example.org',
  area: 'postgresql',
  at: minutesAgo(minutes),
  outcome: 'success',
  durationSeconds: 22 * 60,
  restoredTo: at(minutes + 30),
  database: 'acme',
  rowsCompared: 41_203,
  ...rest,
});

export const exercise = (
  what: ExerciseFact['what'],
  days: number,
  outcome: ExerciseFact['outcome'] = 'success',
): ExerciseFact => ({
  id: `${what}-${days}`,
  source: 'https://drills.example.org',
  what,
  at: minutesAgo(days * DAYS),
  outcome,
});

/** A full of ten hours ago, WAL archived two minutes ago and looked through. */
export const wellBacked = [
  backups([
    backup('20261115-020001F', 7 * DAYS + 10 * 60),
    backup('20261122-020001F', 10 * 60),
  ]),
  archiver(2),
  continuity({ latestArchivedAt: at(2) }),
];

export const well: Record<RecoveryArea, BackupSourceFacts> = {
  postgresql: source('postgresql', 'pgbackrest', wellBacked),
  attachments: source('attachments', 's3', [bucket()]),
  configuration: source('configuration', 'git', [git()]),
  secrets: source('secrets', 'external-secrets', [
    secrets('synced', 'synced'),
    certificates(60),
  ]),
};

/** What is different in a story; `sources` takes the place of all of an area. */
export interface Situation extends Omit<Partial<BackupFacts>, 'sources'> {
  sources?: Partial<Record<RecoveryArea, readonly BackupSourceFacts[]>>;
}

/** An environment of which everything is in order, but for what is said. */
export function backupFacts({ sources, ...rest }: Situation = {}): BackupFacts {
  return {
    environmentRef: 'odooenvironment:acme/acme-production',
    stage: 'production',
    database: 'acme',
    sharesServer: false,
    criticality: 'mission-critical',
    objectives: [
      { process: 'finance', rpo: 'PT4H', rto: 'PT8H' },
      { process: 'store-orders', rpo: 'PT5M', rto: 'PT1H' },
    ],
    compliance: [],
    drills: [drill(3 * DAYS)],
    exercises: [
      exercise('rollback-runbook', 12),
      exercise('disaster-recovery-runbook', 100),
    ],
    runbooks: {
      rollback: 'https://docs.example.org/rollback',
      disasterRecovery: 'https://docs.example.org/disaster',
    },
    ...rest,
    sources: (
      ['postgresql', 'attachments', 'configuration', 'secrets'] as const
    ).flatMap(area => sources?.[area] ?? [well[area]]),
  };
}

/** PostgreSQL by other words of one source. */
export const postgres = (
  observations: readonly BackupObservation[],
  rest: Parameters<typeof source>[3] = {},
): Situation => ({
  sources: {
    postgresql: [source('postgresql', 'pgbackrest', observations, rest)],
  },
});
