import type {
  AreaTimeline,
  AreaVerdict,
  BackupAttemptItem,
  BackupVerdict,
  EntityBackupStatus,
  EnvironmentBackupStatus,
  EnvironmentTimeline,
  Evidence,
  Reason,
  RecoveryArea,
  RestoreDrillItem,
  TimelineMark,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { OdooApi } from '../../api';

/** Counted from the load, so that ages stay believable in the dev app. */
const NOW = Date.now();
const MINUTE = 60_000;

/** The instant so many minutes before the fixtures were loaded. */
export const minutesAgo = (minutes: number) =>
  new Date(NOW - minutes * MINUTE).toISOString();
const daysAgo = (days: number) => minutesAgo(days * 1440);

const acme = 'odooenvironment:default/acme-production';

export const evidence = (
  label: string,
  minutes: number,
  url?: string,
): Evidence => ({
  label,
  source: 'pgbackrest',
  observedAt: minutesAgo(minutes),
  ...(url && { url }),
});

const reason = (
  id: string,
  status: Reason['status'],
  message: string,
  remedy: string,
): Reason => ({
  id,
  status,
  message,
  remedy,
  evidence: [evidence(id, 2)],
});

const areaOk = (
  area: RecoveryArea,
  more: Partial<AreaVerdict> = {},
): AreaVerdict => ({
  area,
  status: 'ok',
  reasons: [],
  proofs: [
    {
      id: 'exists',
      status: 'ok',
      message: 'A clean backup is there.',
      evidence: [evidence('backup', 30)],
    },
  ],
  offSite: 'yes',
  encrypted: 'yes',
  retention: { days: 35, wantedDays: 30, wantedBy: 'GDPR' },
  evidence: [evidence('read', 4)],
  ...more,
});

const archiver = reason(
  'archiver-failing',
  'critical',
  'Archiving WAL has failed since the last segment was archived.',
  'Look at archive_command on the database server.',
);
const damagedFull = reason(
  'backup-damaged',
  'warning',
  'The newest full backup has page errors; it counts for nothing.',
  'Mend the pages, then take a full backup.',
);
const certificate = reason(
  'certificate-ends',
  'warning',
  'A certificate ends in nine days.',
  'Renew it.',
);
const runbook = reason(
  'runbook-never-rehearsed',
  'warning',
  'The disaster recovery runbook was never rehearsed.',
  'Rehearse it, and post the rehearsal.',
);

/** Archiver failing for 31 minutes, one damaged full, one certificate about to end. */
export const broken: BackupVerdict = {
  status: 'critical',
  reasons: [archiver, damagedFull, certificate, runbook],
  ruleSetVersion: 'backups-1-test',
  validUntil: minutesAgo(-5),
  areas: [
    areaOk('postgresql', {
      status: 'critical',
      reasons: [archiver, damagedFull],
      proofs: [
        {
          id: 'exists',
          status: 'ok',
          message: 'A clean full backup is there.',
          evidence: [evidence('20261120-020000F', 120)],
        },
        {
          id: 'unbroken',
          status: 'critical',
          message: 'Nothing was archived since.',
          evidence: [evidence('pg_stat_archiver', 2)],
        },
        {
          id: 'proven',
          status: 'ok',
          message: 'A restore started and was looked at.',
          evidence: [
            evidence('drill', 2880, 'https://ci.example.org/drills/7'),
          ],
        },
      ],
      recoverable: { from: daysAgo(6), to: minutesAgo(31) },
      lastCleanFull: {
        label: '20261120-020000F',
        at: daysAgo(2),
        tool: 'pgbackrest',
      },
      chain: { status: 'unbroken', at: minutesAgo(31) },
      drill: {
        id: 'd1',
        at: daysAgo(3),
        outcome: 'success',
        durationSeconds: 22 * 60,
        rowsCompared: 41203,
      },
      drivenBy: 'store-orders',
    }),
    areaOk('attachments', {
      aheadOfDatabaseSeconds: 120,
      proofs: [
        {
          id: 'consistent',
          status: 'ok',
          message: 'The files are newer than the database.',
          evidence: [],
        },
      ],
    }),
    areaOk('configuration'),
    areaOk('secrets', { status: 'warning', reasons: [certificate] }),
  ],
  processes: [
    {
      process: 'finance',
      rpoSeconds: 4 * 3600,
      rtoSeconds: 86_400,
      losingSince: minutesAgo(31),
      rpo: 'ok',
      measuredRtoSeconds: 22 * 60,
      rto: 'ok',
    },
    {
      process: 'store-orders',
      rpoSeconds: 300,
      rtoSeconds: 3600,
      losingSince: minutesAgo(31),
      rpo: 'critical',
      measuredRtoSeconds: 22 * 60,
      rto: 'ok',
    },
  ],
  runbooks: [
    {
      runbook: 'rollback',
      status: 'ok',
      message: 'It was rehearsed.',
      url: 'https://runbooks.example.org/rollback',
      lastRehearsedAt: daysAgo(12),
      evidence: [evidence('rehearsal', 12 * 24 * 60)],
    },
    {
      runbook: 'disaster-recovery',
      status: 'warning',
      message: 'It was never rehearsed.',
      // eslint-disable-next-line no-script-url -- a hostile address, to see that it never becomes a link
      url: 'javascript:alert(1)',
      evidence: [],
    },
  ],
  failover: {
    status: 'unknown',
    message: 'Nobody says whether there is a standby.',
    evidence: [],
  },
};

/** Nothing speaks against it. */
export const healthy: BackupVerdict = {
  ...broken,
  status: 'ok',
  reasons: [],
  areas: [
    areaOk('postgresql', {
      recoverable: { from: daysAgo(6), to: minutesAgo(2) },
      chain: { status: 'unbroken', at: minutesAgo(2) },
    }),
    areaOk('attachments'),
    areaOk('configuration'),
    areaOk('secrets'),
  ],
  processes: broken.processes.map(one => ({
    ...one,
    losingSince: minutesAgo(2),
    rpo: 'ok',
  })),
  runbooks: [broken.runbooks[0], { ...broken.runbooks[1], status: 'ok' }],
};

const areaUnknown = (area: RecoveryArea): AreaVerdict => ({
  area,
  status: 'unknown',
  reasons: [
    reason(
      `${area}-not-declared`,
      'unknown',
      `No source of ${area} is declared.`,
      'Declare one.',
    ),
  ],
  proofs: [
    {
      id: 'exists',
      status: 'unknown',
      message: 'Nobody says.',
      evidence: [],
    },
  ],
  offSite: 'not-known',
  encrypted: 'not-known',
  retention: {},
  evidence: [],
});

/** Nothing was ever read. */
export const nothingKnown: BackupVerdict = {
  ...broken,
  status: 'unknown',
  areas: [
    areaUnknown('postgresql'),
    areaUnknown('attachments'),
    areaUnknown('configuration'),
    areaUnknown('secrets'),
  ],
  reasons: areaUnknown('postgresql').reasons,
  runbooks: [
    {
      runbook: 'rollback',
      status: 'unknown',
      message: 'None is named.',
      evidence: [],
    },
    {
      runbook: 'disaster-recovery',
      status: 'unknown',
      message: 'None is named.',
      evidence: [],
    },
  ],
  processes: broken.processes.map(
    ({ losingSince: _, measuredRtoSeconds: __, ...one }) => ({
      ...one,
      rpo: 'unknown',
      rto: 'unknown',
    }),
  ),
};

const mark = (
  kind: TimelineMark['kind'],
  days: number,
  label: string,
  more: Partial<TimelineMark> = {},
): TimelineMark => ({
  id: label,
  kind,
  at: daysAgo(days),
  status: 'ok',
  label,
  message: `${label} ended.`,
  evidence: [evidence(label, days * 1440)],
  ...more,
});

/** A week of PostgreSQL: a damaged full in the middle, three releases, a drill, and WAL that stops 31 minutes ago. */
export const postgresTimeline: AreaTimeline = {
  area: 'postgresql',
  from: daysAgo(7),
  to: minutesAgo(0),
  stretches: [
    {
      kind: 'not-known',
      from: daysAgo(7),
      to: daysAgo(6),
      message: 'Nothing is kept from then.',
    },
    {
      kind: 'recoverable',
      from: daysAgo(6),
      to: minutesAgo(31),
      message: 'Every instant can be restored.',
    },
    {
      kind: 'gap',
      from: minutesAgo(31),
      to: minutesAgo(0),
      message: 'Nothing was archived since.',
    },
  ],
  marks: [
    mark('full', 6, '20261116F'),
    mark('differential', 5, '20261117D'),
    mark('release', 4.8, '2.12.0', { status: 'unknown' }),
    mark('incremental', 4, '20261118I'),
    mark('full', 3.5, '20261119F', {
      status: 'critical',
      message: 'It has page errors.',
    }),
    mark('drill', 3, 'drill-7', { message: 'Restored in 22 min.' }),
    mark('full', 2, '20261120F'),
    mark('release', 0.5, '2.13.1', { status: 'unknown' }),
    mark('checkpoint', 0.55, 'before 2.13.1', { status: 'unknown' }),
  ],
};

const emptyTimeline = (area: RecoveryArea): AreaTimeline => ({
  area,
  from: daysAgo(7),
  to: minutesAgo(0),
  stretches: [],
  marks: [],
});

export const timeline: EnvironmentTimeline = {
  environmentRef: acme,
  title: 'Acme production',
  timeZone: 'Europe/Paris',
  areas: [
    postgresTimeline,
    emptyTimeline('attachments'),
    emptyTimeline('configuration'),
    emptyTimeline('secrets'),
  ],
  checkpoints: [
    {
      releaseId: 'r-calm',
      version: '2.13.1',
      at: daysAgo(0.5),
      binding: 'recorded',
      checkpointAt: daysAgo(0.55),
      label: '20261121F',
      message: 'The backup carries the release.',
      changesData: true,
      losingSince: daysAgo(0.55),
      restoreTarget: '2026-11-21 13:40:00+00',
      evidence: [evidence('20261121F', 700)],
    },
    {
      releaseId: 'r-old',
      binding: 'none',
      message: 'No clean recovery point lies before it.',
      changesData: false,
      evidence: [],
    },
  ],
  commands: [
    {
      source: 'pgbackrest',
      tool: 'pgBackRest',
      command:
        'pgbackrest --stanza=acme --type=incr --annotation=release=2.14.0 backup',
      where: 'on the host of the repository, as the user postgres',
    },
  ],
};

const attempt = (
  id: string,
  status: BackupAttemptItem['status'],
  message?: string,
): BackupAttemptItem => ({
  id,
  environmentRef: acme,
  area: 'postgresql',
  source: 'pgbackrest',
  target: 'acme',
  by: 'reported',
  attemptedAt: minutesAgo(Number(id) * 5),
  tookMs: 120,
  status,
  ...(message && { message }),
});

export const attempts: BackupAttemptItem[] = [
  attempt('1', 'observed', '9 backups, 1 of them damaged'),
  attempt('2', 'unreachable', 'The host did not answer.'),
];

export const drills: RestoreDrillItem[] = [
  {
    id: 'd1',
    environmentRef: acme,
    area: 'postgresql',
    source: 'https://ci.example.org/drills',
    at: daysAgo(3),
    outcome: 'success',
    durationSeconds: 1320,
    rowsCompared: 41203,
    checks: [{ name: 'orders', passed: true, detail: '41203 rows' }],
    url: 'https://ci.example.org/drills/7',
  },
  {
    id: 'd0',
    environmentRef: acme,
    area: 'attachments',
    source: 'https://ci.example.org/drills',
    at: daysAgo(40),
    outcome: 'failure',
    durationSeconds: 60,
    message: 'PostgreSQL did not start.',
  },
];

export const granted = (
  verdict: BackupVerdict,
  environmentRef = acme,
): EnvironmentBackupStatus => ({
  access: 'granted',
  environmentRef,
  title: 'Acme production',
  stage: 'production',
  ownerRef: 'group:default/acme-team',
  verdict,
});

export const denied: EnvironmentBackupStatus = {
  access: 'denied',
  environmentRef: acme,
  title: 'Acme production',
  stage: 'production',
  ownerRef: 'group:default/acme-team',
};

export const statusOf = (
  ...environments: EnvironmentBackupStatus[]
): EntityBackupStatus => {
  const [first] = environments;
  return {
    entityRef: acme,
    status: first?.access === 'granted' ? first.verdict.status : 'unknown',
    environments,
  };
};

/** The operations about backups, answered from fixtures. */
export function backupApi(verdict: BackupVerdict = broken) {
  return {
    getBackupStatus: async entityRef =>
      entityRef.startsWith('odootenant:')
        ? {
            ...statusOf(granted(verdict), {
              ...denied,
              environmentRef: 'odooenvironment:default/acme-staging',
              title: 'Acme staging',
              stage: 'staging',
            }),
            entityRef,
          }
        : { ...statusOf(granted(verdict)), entityRef },
    getBackupTimeline: async () => timeline,
    listBackupAttempts: async query => ({
      items:
        query?.outcome === 'failures'
          ? attempts.filter(({ status }) => status !== 'observed')
          : attempts,
    }),
    listRestoreDrills: async () => ({ items: drills }),
  } satisfies Partial<OdooApi>;
}
