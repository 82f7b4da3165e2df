import fc from 'fast-check';
import type {
  BackupAttempt,
  BackupFacts,
  BackupSourceFacts,
  DatedBackupObservation,
  ExerciseFact,
  RestoreDrillFact,
} from '../facts';
import type { Backup, BackupObservation, BackupProblem } from '../observations';
import { noon } from './backupFacts';

const MINUTE = 60_000;

/** Instants before noon, most of them near; none lies ahead, so that time never makes one believable. */
const before = (days = 40) =>
  fc
    .oneof(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 24 * 60 }),
      fc.integer({ min: 0, max: days * 24 * 60 }),
    )
    .map(minutes => noon - minutes * MINUTE);
const iso = (ms: number) => new Date(ms).toISOString();
const instant = before().map(iso);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined });
/** Absent fields stay absent. */
function record<T extends object>(model: {
  [K in keyof T]: fc.Arbitrary<T[K]>;
}): fc.Arbitrary<T> {
  return fc
    .record(model)
    .map(
      value =>
        Object.fromEntries(
          Object.entries(value).filter(([, one]) => one !== undefined),
        ) as T,
    );
}

const labels = fc.constantFrom('F1', 'F2', 'D1', 'I1');

const arbitraryBackup = (types: readonly Backup['type'][]) =>
  record<Backup>({
    label: labels,
    type: fc.constantFrom(...types),
    state: fc.constantFrom(
      'clean',
      'clean',
      'clean',
      'damaged',
      'failed',
      'running',
    ),
    stoppedAt: maybe(instant),
    prior: maybe(labels),
    repository: maybe(fc.constantFrom('1', '2')),
    databases: maybe(fc.constantFrom(['acme'], ['acme', 'other'], ['other'])),
    keptUntil: maybe(
      fc.integer({ min: -1000, max: 5000 }).map(m => iso(noon + m * MINUTE)),
    ),
  });

const notImplemented = {
  status: 'unknown' as const,
  reason: 'NotImplemented',
};
/** Mostly known, and sometimes what a store does not implement. */
function answer<T>(
  known: fc.Arbitrary<T>,
): fc.Arbitrary<T | typeof notImplemented> {
  return fc.oneof({ weight: 3, arbitrary: known }, fc.constant(notImplemented));
}
const known = fc.constant('known' as const);

const problems: fc.Arbitrary<BackupProblem[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<BackupProblem[]>([]) },
  fc
    .constantFrom('warning' as const, 'critical' as const, 'unknown' as const)
    .map(status => [{ id: 'told', status, message: 'a tool says so' }]),
);

/** A tool makes either what WAL is played upon, or dumps and snapshots. */
const arbitraryList = fc
  .constantFrom<{ tool: string; types: Backup['type'][] }>(
    {
      tool: 'pgbackrest',
      types: ['full', 'full', 'differential', 'incremental'],
    },
    { tool: 'velero', types: ['snapshot', 'dump'] },
  )
  .chain(({ tool, types }) =>
    record<Extract<BackupObservation, { kind: 'backups' }>>({
      kind: fc.constant('backups' as const),
      tool: fc.constant(tool),
      backups: fc.array(arbitraryBackup(types), { maxLength: 5 }),
      problems,
      encrypted: maybe(fc.constantFrom('yes' as const, 'no' as const)),
      retentionDays: maybe(fc.integer({ min: 0, max: 100 })),
    }),
  );

const ofDatabase: fc.Arbitrary<BackupObservation>[] = [
  arbitraryList,
  record<Extract<BackupObservation, { kind: 'archiver' }>>({
    kind: fc.constant('archiver' as const),
    failing: fc.boolean(),
    lastArchivedAt: maybe(instant),
    lastFailedAt: maybe(instant),
  }),
  record<Extract<BackupObservation, { kind: 'wal-continuity' }>>({
    kind: fc.constant('wal-continuity' as const),
    status: fc.constantFrom('unbroken', 'unbroken', 'broken'),
    latestArchivedAt: maybe(instant),
    unbrokenUntil: maybe(instant),
    unbrokenSinceBackup: maybe(labels),
    lostBackups: maybe(fc.array(labels, { maxLength: 2 })),
  }),
  record<Extract<BackupObservation, { kind: 'recovery-window' }>>({
    kind: fc.constant('recovery-window' as const),
    to: maybe(instant),
    lastSuccessAt: maybe(instant),
    lastFailureAt: maybe(instant),
  }),
  record<Extract<BackupObservation, { kind: 'schedule' }>>({
    kind: fc.constant('schedule' as const),
    suspended: fc.boolean(),
    everySeconds: maybe(fc.integer({ min: 60, max: 200_000 })),
    lastRunAt: maybe(instant),
    lastSuccessAt: maybe(instant),
  }),
  record<Extract<BackupObservation, { kind: 'standbys' }>>({
    kind: fc.constant('standbys' as const),
    standbys: fc.array(
      record({
        name: fc.constant('s'),
        ready: fc.boolean(),
        lagSeconds: maybe(fc.integer({ min: 0, max: 100 })),
      }),
      { maxLength: 2 },
    ),
    primaryZone: maybe(fc.constantFrom('a', 'b')),
  }),
  fc.record({
    kind: fc.constant('restores' as const),
    restores: fc.array(
      record({
        label: labels,
        outcome: fc.constantFrom('success' as const, 'failure' as const),
        startedAt: instant,
        finishedAt: instant,
        restoredTo: maybe(instant),
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({
    kind: fc.constant('checks' as const),
    tool: fc.constant('barman'),
    problems,
  }),
];

const ofFiles: fc.Arbitrary<BackupObservation>[] = [
  ofDatabase[0],
  fc.record({
    kind: fc.constant('object-store' as const),
    versioning: answer(
      fc.record({
        status: known,
        state: fc.constantFrom(
          'enabled' as const,
          'suspended' as const,
          'never' as const,
        ),
      }),
    ),
    replication: answer(
      fc.record({
        status: known,
        state: fc.constantFrom(
          'complete' as const,
          'pending' as const,
          'failed' as const,
          'none' as const,
        ),
      }),
    ),
    objectLock: answer(
      fc.record({ status: known, days: fc.integer({ min: 0, max: 30 }) }),
    ),
    lifecycle: answer(
      fc.record({
        status: known,
        oldVersionsKeptDays: fc.integer({ min: 0, max: 90 }),
      }),
    ),
    newestObject: answer(
      fc.record({ status: known, at: instant, sampled: fc.constant(100) }),
    ),
    problems,
  }),
];

const ofConfiguration: fc.Arbitrary<BackupObservation>[] = [
  fc.record({
    kind: fc.constant('configuration' as const),
    path: answer(fc.record({ status: known, exists: fc.boolean() })),
    reconciliation: answer(
      fc.record({
        status: known,
        by: fc.constant('flux' as const),
        state: fc.constantFrom(
          'synced' as const,
          'out-of-sync' as const,
          'failed' as const,
        ),
      }),
    ),
  }),
];

const ofSecrets: fc.Arbitrary<BackupObservation>[] = [
  fc.record({
    kind: fc.constant('managed-secrets' as const),
    secrets: fc.array(
      fc.record({
        name: labels,
        state: fc.constantFrom(
          'synced' as const,
          'synced' as const,
          'failed' as const,
          'unknown' as const,
        ),
      }),
      { maxLength: 3 },
    ),
  }),
  fc.record({
    kind: fc.constant('certificates' as const),
    certificates: fc.array(
      record({
        name: labels,
        notAfter: maybe(
          fc
            .integer({ min: -5, max: 60 })
            .map(days => iso(noon + days * 24 * 60 * MINUTE)),
        ),
        ready: maybe(fc.boolean()),
      }),
      { maxLength: 3 },
    ),
  }),
];

const kinds = {
  postgresql: ofDatabase,
  attachments: ofFiles,
  configuration: ofConfiguration,
  secrets: ofSecrets,
};

const dated = (
  observation: fc.Arbitrary<BackupObservation>,
): fc.Arbitrary<DatedBackupObservation> =>
  fc
    .record({
      observedAt: before(1),
      lag: fc.integer({ min: -1, max: 5 }),
      observation,
    })
    .map(({ observedAt, lag, observation: said }) => ({
      observedAt,
      receivedAt: Math.min(noon, observedAt + lag * MINUTE),
      observation: said,
    }));

const arbitraryAttempt: fc.Arbitrary<BackupAttempt | undefined> = maybe(
  fc.record({
    at: before(1),
    status: fc.constantFrom(
      'observed',
      'observed',
      'observed',
      'observed',
      'empty',
      'unreachable',
      'unauthorised',
      'malformed',
    ),
  }),
);

function arbitrarySource(
  area: BackupSourceFacts['area'],
  name: string,
): fc.Arbitrary<BackupSourceFacts> {
  return record<BackupSourceFacts>({
    source: fc.constant(name),
    id: fc.constant('acme'),
    area: fc.constant(area),
    binding: fc.constantFrom(
      'confirmed',
      'confirmed',
      'confirmed',
      'confirmed',
      'unconfirmed',
      'contested',
    ),
    declared: fc.option(
      record({
        adapter: fc.constant('pgbackrest'),
        everySeconds: fc.constantFrom(60, 300, 3600, 86_400),
        offSite: maybe(fc.boolean()),
        encrypted: maybe(fc.boolean()),
        retentionDays: maybe(fc.integer({ min: 1, max: 100 })),
      }),
      { nil: undefined, freq: 8 },
    ),
    lastAttempt: arbitraryAttempt,
    observations: fc
      .tuple(
        ...kinds[area].map(kind =>
          fc.option(dated(kind), { nil: undefined, freq: 3 }),
        ),
      )
      .map(all => all.flatMap(one => one ?? [])),
  });
}

const arbitraryDrill: fc.Arbitrary<RestoreDrillFact> = record<RestoreDrillFact>(
  {
    id: fc.uuid(),
    source: fc.constant('https://drills.example.org'),
    area: fc.constantFrom(
      'postgresql',
      'postgresql',
      'postgresql',
      'attachments',
    ),
    at: before(),
    outcome: fc.constantFrom('success', 'success', 'success', 'failure'),
    durationSeconds: fc.integer({ min: 0, max: 10_000 }),
    restoredTo: maybe(instant),
    backup: maybe(labels),
    database: maybe(fc.constantFrom('acme', 'acme', 'other')),
    checks: maybe(
      fc.array(
        fc.record({ name: labels, passed: fc.constantFrom(true, true, false) }),
        { maxLength: 2 },
      ),
    ),
  },
);

const arbitraryExercise: fc.Arbitrary<ExerciseFact> = record<ExerciseFact>({
  id: fc.uuid(),
  source: fc.constant('https://drills.example.org'),
  what: fc.constantFrom(
    'rollback-runbook',
    'disaster-recovery-runbook',
    'failover',
  ),
  at: before(400),
  outcome: fc.constantFrom('success', 'success', 'success', 'failure'),
});

/** Whatever may be known of an environment at noon; nothing of it lies ahead. */
export const arbitraryBackupFacts: fc.Arbitrary<BackupFacts> =
  record<BackupFacts>({
    environmentRef: fc.constant('odooenvironment:acme/acme-production'),
    stage: fc.constantFrom('production', 'production', 'staging'),
    database: fc.constant('acme'),
    sharesServer: fc.boolean(),
    criticality: maybe(
      fc.constantFrom('mission-critical' as const, 'standard' as const),
    ),
    objectives: maybe(
      fc.subarray([
        { process: 'store-orders', rpo: 'PT5M', rto: 'PT1H' },
        { process: 'finance', rpo: 'PT4H', rto: 'PT8H' },
        { process: 'analytics', rpo: 'P2D', rto: 'P1D' },
      ]),
    ),
    compliance: fc.subarray(['PCI-DSS', 'ISO 27001']),
    sources: fc
      .tuple(
        fc.array(
          fc.constantFrom(
            'postgresql' as const,
            'attachments' as const,
            'configuration' as const,
            'secrets' as const,
          ),
          { maxLength: 6 },
        ),
        fc.constantFrom('postgresql' as const, 'attachments' as const),
      )
      .chain(([more, one]) =>
        fc.tuple(
          ...[one, ...more].map((area, index) =>
            arbitrarySource(area, `source-${index}`),
          ),
        ),
      ),
    drills: fc.array(arbitraryDrill, { maxLength: 3 }),
    exercises: fc.array(arbitraryExercise, { maxLength: 3 }),
    runbooks: record({
      rollback: maybe(fc.constant('https://docs.example.org/rollback')),
      disasterRecovery: maybe(fc.constant('https://docs.example.org/disaster')),
    }),
  });

/** Facts of which all is well at noon but for what chance spoils, so that properties are looked at near `ok` as well. */
export function nearlyWell(well: BackupFacts): fc.Arbitrary<BackupFacts> {
  return fc
    .tuple(
      arbitraryBackupFacts,
      fc.subarray([
        'sources',
        'drills',
        'exercises',
        'runbooks',
        'objectives',
        'sharesServer',
        'compliance',
      ] as const),
      fc.subarray([...well.sources]),
    )
    .map(([other, spoilt, kept]) => {
      const facts: BackupFacts = { ...well };
      for (const key of spoilt) {
        if (key === 'sources') {
          const areas = new Set(kept.map(({ area }) => area));
          facts.sources = [
            ...kept,
            ...other.sources.filter(({ area }) => !areas.has(area)),
          ];
        } else {
          Object.assign(facts, { [key]: other[key] });
        }
      }
      return facts;
    });
}
