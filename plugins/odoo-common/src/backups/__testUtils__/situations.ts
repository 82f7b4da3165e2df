import type { VerdictStatus } from '../../verdict';
import {
  archiver,
  at,
  backup,
  backups,
  bucket,
  certificates,
  continuity,
  DAYS,
  drill,
  exercise,
  git,
  minutesAgo,
  postgres,
  secrets,
  source,
  well,
  wellBacked,
  type Situation,
} from './backupFacts';

const full = backup('F', 600);
const clean = backups([full]);
const whole = continuity({ latestArchivedAt: at(2) });
const working = archiver(2);
const attachments = (...sources: ReturnType<typeof source>[]): Situation => ({
  sources: { attachments: sources },
});
const configuration = (...sources: ReturnType<typeof source>[]): Situation => ({
  sources: { configuration: sources },
});
const secretsOf = (
  ...observations: Parameters<typeof source>[2]
): Situation => ({
  sources: { secrets: [source('secrets', 'external-secrets', observations)] },
});
const filesCopied = (endedMinutesAgo: number) =>
  source('attachments', 'velero', [
    backups([backup('S', endedMinutesAgo, { type: 'snapshot' })], {
      tool: 'velero',
    }),
  ]);
const dumps = (endedMinutesAgo: number) =>
  backups([backup('D', endedMinutesAgo, { type: 'dump' })], {
    tool: 'kubernetes-jobs',
  });
const shared = (...databases: string[]): Situation => ({
  ...postgres([backups([backup('F', 600, { databases })]), working, whole]),
  sharesServer: true,
});
const ago = (observedMinutesAgo: number, observation: typeof clean) => ({
  observedAt: minutesAgo(observedMinutesAgo),
  receivedAt: minutesAgo(observedMinutesAgo),
  observation,
});
const declared = {
  adapter: 'pgbackrest',
  everySeconds: 300,
  offSite: true,
  encrypted: true,
  retentionDays: 30,
};
const staging = {
  stage: 'staging' as const,
  drills: [],
  exercises: [],
  runbooks: {},
};
const relaxed = {
  objectives: [{ process: 'analytics', rpo: 'P2D', rto: 'P1D' }],
};

/** What is the case; the word; the word of each area (o, w, c, u in the order of the areas); the ids of all reasons, worst first. */
export type ExpectedSituation = [
  name: string,
  situation: Situation,
  status: VerdictStatus,
  areas: string,
  reasons: string,
];

// One line a situation: it is read as a table.
// prettier-ignore
export const situations: ExpectedSituation[] = [
  ['everything in order', {}, 'ok', 'oooo', ''],
  // The list of backups
  ['full, incremental, differential', postgres([backups([full, backup('I', 300, { type: 'incremental', prior: 'F' }), backup('D', 100, { type: 'differential', prior: 'F' })]), working, whole]), 'ok', 'oooo', ''],
  ['no backup at all', postgres([backups([]), working, whole]), 'critical', 'cuoo', 'postgresql-rpo postgresql-no-clean-backup attachments-database-not-known'],
  ['every backup is damaged, the tool says ok', postgres([backups([backup('F1', 900, { state: 'damaged' }), backup('F2', 600, { state: 'damaged' })]), working, whole]), 'critical', 'cuoo', 'postgresql-rpo postgresql-no-clean-backup attachments-database-not-known postgresql-last-backup-damaged'],
  ['the last full is damaged, the one before clean', postgres([backups([full, backup('F2', 60, { state: 'damaged', message: 'page checksum failed' })]), working, whole]), 'warning', 'wooo', 'postgresql-last-backup-damaged'],
  ['a clean differential to a damaged full', postgres([backups([backup('F', 600, { state: 'damaged' }), backup('D', 60, { type: 'differential', prior: 'F' })]), working, whole]), 'critical', 'cuoo', 'postgresql-rpo postgresql-no-clean-backup attachments-database-not-known'],
  ['an incremental whose full was expired', postgres([backups([backup('I', 60, { type: 'incremental', prior: 'gone' })]), working, whole]), 'critical', 'cuoo', 'postgresql-rpo postgresql-no-clean-backup attachments-database-not-known'],
  ['an incremental whose full lies in the other repository', postgres([backups([backup('F', 600, { repository: '1' }), backup('I', 60, { type: 'incremental', prior: 'F', repository: '2' })]), working, whole]), 'ok', 'oooo', ''],
  ['the last backup failed', postgres([backups([full, backup('F2', 60, { state: 'failed' })]), working, whole]), 'warning', 'wooo', 'postgresql-last-backup-failed'],
  ['Barman with one old failed backup', postgres([backups([{ label: 'old', type: 'full', state: 'failed' }, full], { tool: 'barman' }), { kind: 'checks', tool: 'barman', problems: [{ id: 'barman-check-failed', status: 'warning', message: 'failed_backups: there are 1 failed backups' }] }, working, whole]), 'warning', 'wooo', 'postgresql-barman-check-failed'],
  ['a backup runs and holds the lock', postgres([backups([full, { label: 'F2', type: 'full', state: 'running', startedAt: at(5) }], { locked: true }), working, whole]), 'ok', 'oooo', ''],
  ['only a running backup', postgres([backups([{ label: 'F2', type: 'full', state: 'running', startedAt: at(5) }]), working, whole]), 'critical', 'cuoo', 'postgresql-rpo postgresql-no-clean-backup attachments-database-not-known'],
  ['the last clean full is nine days old', postgres([backups([backup('F', 9 * DAYS)]), working, whole]), 'warning', 'wooo', 'postgresql-full-overdue'],
  ['a repository that can’t be reached, code 99 and exit 0', postgres([backups([full], { problems: [{ id: 'repository-unreachable', status: 'unknown', message: 'repo2: HostConnectError' }] }), working, whole]), 'unknown', 'uooo', 'postgresql-repository-unreachable'],
  ['kept no longer', postgres([backups([backup('F', 600, { keptUntil: at(1) })]), working, whole]), 'critical', 'cuoo', 'postgresql-rpo postgresql-no-clean-backup attachments-database-not-known'],
  // The chain
  ['nobody read the WAL: names of segments only', postgres([clean, working]), 'unknown', 'uooo', 'postgresql-chain-not-known'],
  ['names only, and no archiver: no RPO', postgres([clean]), 'unknown', 'uooo', 'postgresql-chain-not-known postgresql-archive-time-not-known'],
  ['a segment is missing that nothing comes after', postgres([clean, working, continuity({ status: 'broken', missing: 1, oldestMissing: '000000010000000000000005', unbrokenUntil: at(120) })]), 'critical', 'cooo', 'postgresql-rpo postgresql-chain-broken'],
  ['broken, nobody knows where', postgres([clean, working, continuity({ status: 'broken' })]), 'critical', 'cuoo', 'postgresql-rpo postgresql-chain-broken attachments-database-not-known'],
  ['a gap in the middle, and a backup after it', postgres([backups([backup('F1', 2 * DAYS), full]), working, continuity({ status: 'broken', missing: 1, unbrokenUntil: at(1500), unbrokenSinceBackup: 'F' })]), 'warning', 'wooo', 'postgresql-chain-gap'],
  ['a gap, and the backup after it is damaged', postgres([backups([backup('F1', 2 * DAYS), backup('F', 600, { state: 'damaged' })]), working, continuity({ status: 'broken', missing: 1, unbrokenUntil: at(1500), unbrokenSinceBackup: 'F' })]), 'critical', 'cooo', 'postgresql-rpo postgresql-chain-broken postgresql-last-backup-damaged'],
  ['the segment that the only backup needs is gone', postgres([clean, working, continuity({ status: 'broken', lostBackups: ['F'] })]), 'critical', 'cuoo', 'postgresql-rpo postgresql-no-clean-backup postgresql-chain-broken attachments-database-not-known'],
  ['one says broken, another unbroken', { sources: { postgresql: [source('postgresql', 'check', [continuity({ status: 'broken', unbrokenUntil: at(90) })]), well.postgresql] } }, 'critical', 'cooo', 'postgresql-rpo postgresql-chain-broken'],
  ['a drill to a minute ago stands in for who reads WAL', { ...postgres([clean, archiver(1)]), drills: [drill(1, { restoredTo: at(3), backup: 'F' })] }, 'ok', 'oooo', ''],
  ['a drill to yesterday does not', { ...postgres([clean, archiver(1)]), drills: [drill(DAYS, { restoredTo: at(DAYS + 30) })] }, 'unknown', 'uooo', 'postgresql-chain-not-known'],
  ['a drill to yesterday does for who may lose two days', { ...postgres([backups([backup('F', 2 * DAYS)]), archiver(1)]), ...relaxed, drills: [drill(DAYS, { restoredTo: at(DAYS + 30), backup: 'F' })] }, 'ok', 'oooo', ''],
  ['… and one that does not say with which backup it began shows nothing of WAL', { ...postgres([backups([backup('F', 2 * DAYS)]), archiver(1)]), ...relaxed, drills: [drill(DAYS, { restoredTo: at(DAYS + 30) })] }, 'unknown', 'uooo', 'postgresql-chain-not-known'],
  ['… nor one of a dump', { sources: { postgresql: [source('postgresql', 'pgbackrest', [backups([backup('F', 2 * DAYS)]), archiver(1)]), source('postgresql', 'jobs', [dumps(DAYS + 40)])] }, ...relaxed, drills: [drill(DAYS, { restoredTo: at(DAYS + 30), backup: 'D' })] }, 'unknown', 'uooo', 'postgresql-chain-not-known'],
  ['… and a later one that says nothing of it takes nothing away', { ...postgres([backups([backup('F', 2 * DAYS)]), archiver(1)]), ...relaxed, drills: [drill(DAYS, { restoredTo: at(DAYS + 30), backup: 'F' }), drill(60, { restoredTo: undefined })] }, 'ok', 'oooo', ''],
  // The archiver
  ['the archiver fails for two minutes', postgres([clean, archiver(3, { failing: true, lastFailedAt: at(1) }), whole]), 'warning', 'wooo', 'postgresql-archiver-failing'],
  ['the archiver fails for longer than the objective', postgres([clean, archiver(26, { failing: true, lastFailedAt: at(1) }), continuity()]), 'critical', 'cooo', 'postgresql-rpo postgresql-archiver-failing'],
  ['the archiver never archived', postgres([clean, archiver(undefined, { failing: true }), continuity()]), 'critical', 'cooo', 'postgresql-rpo postgresql-archiver-failing'],
  ['the archiver works, and was late when looked at', postgres([clean, archiver(20), continuity()]), 'critical', 'cooo', 'postgresql-rpo'],
  ['archived four minutes before the look, looked at two minutes ago', postgres([clean, archiver(6), continuity()], { readMinutesAgo: 2 }), 'warning', 'wooo', 'postgresql-rpo'],
  ['a quiet database archives every two hours', { ...postgres([clean, archiver(120), continuity()]), ...relaxed }, 'warning', 'wooo', 'postgresql-archive-late'],
  ['CloudNativePG says that archiving works, not up to where', postgres([clean, archiver(undefined), continuity()]), 'unknown', 'uooo', 'postgresql-archive-time-not-known'],
  ['… and pg_stat_archiver beside it says where', { sources: { postgresql: [source('postgresql', 'cnpg', [clean, archiver(undefined), continuity()]), source('postgresql', 'stat', [archiver(2)])] } }, 'ok', 'oooo', ''],
  ['a recovery window in place of a list', postgres([{ kind: 'recovery-window', from: at(7 * DAYS), to: at(600), lastSuccessAt: at(600) }, working, whole]), 'ok', 'oooo', ''],
  ['the window’s last backup failed', postgres([{ kind: 'recovery-window', lastSuccessAt: at(600), lastFailureAt: at(60) }, working, whole]), 'warning', 'wooo', 'postgresql-last-backup-failed'],
  // Dumps
  ['dumps every hour for who may lose two days', { ...postgres([dumps(50)]), ...relaxed }, 'ok', 'oooo', ''],
  ['dumps every hour for who may lose five minutes', postgres([dumps(50)]), 'critical', 'cooo', 'postgresql-rpo'],
  ['dumps beside pgBackRest, whose every backup is damaged: WAL that can be played upon nothing', { sources: { postgresql: [source('postgresql', 'pgbackrest', [backups([backup('F', 600, { state: 'damaged' })]), working, whole]), source('postgresql', 'jobs', [dumps(50)])] }, ...relaxed }, 'critical', 'cooo', 'postgresql-no-base-backup postgresql-last-backup-damaged postgresql-no-clean-backup-here'],
  ['dumps beside pgBackRest, which lists nothing', { sources: { postgresql: [source('postgresql', 'pgbackrest', [backups([])]), source('postgresql', 'jobs', [dumps(50)])] }, ...relaxed }, 'critical', 'cooo', 'postgresql-no-base-backup postgresql-archive-time-not-known postgresql-no-clean-backup-here'],
  ['dumps beside pgBackRest that works', { sources: { postgresql: [source('postgresql', 'pgbackrest', wellBacked), source('postgresql', 'jobs', [dumps(50)])] } }, 'ok', 'oooo', ''],
  ['a second repository that lists nothing', { sources: { postgresql: [well.postgresql, source('postgresql', 'far', [backups([])])] } }, 'warning', 'wooo', 'postgresql-no-clean-backup-here'],
  ['the schedule of the dumps is suspended', { ...postgres([dumps(50), { kind: 'schedule', suspended: true }]), ...relaxed }, 'warning', 'wooo', 'postgresql-schedule-suspended'],
  ['the schedule of the dumps is late', { ...postgres([dumps(300), { kind: 'schedule', suspended: false, everySeconds: 3600, lastSuccessAt: at(300) }]), ...relaxed }, 'warning', 'wooo', 'postgresql-schedule-late'],
  ['Velero ran its schedule, and nothing ended well', { ...postgres([dumps(300), { kind: 'schedule', suspended: false, everySeconds: 86400, lastRunAt: at(60) }]), ...relaxed }, 'warning', 'wooo', 'postgresql-schedule-late'],
  // Restore drills
  ['no drill', { drills: [] }, 'unknown', 'uooo', 'postgresql-never-restored'],
  ['a drill 31 days ago', { drills: [drill(31 * DAYS)] }, 'warning', 'wooo', 'postgresql-drill-overdue'],
  ['a drill 31 days ago of a standard tenant', { criticality: 'standard', drills: [drill(31 * DAYS)] }, 'ok', 'oooo', ''],
  ['a drill 31 days ago, criticality not known', { criticality: undefined, drills: [drill(31 * DAYS)] }, 'warning', 'wooo', 'postgresql-drill-overdue'],
  ['the last drill failed: PostgreSQL did not start', { drills: [drill(DAYS, { outcome: 'failure', message: 'could not locate required checkpoint record' }), drill(3 * DAYS)] }, 'critical', 'cooo', 'postgresql-drill-failed'],
  ['a drill with a check that did not pass', { drills: [drill(DAYS, { checks: [{ name: 'newest order', passed: false }] })] }, 'critical', 'cooo', 'postgresql-drill-failed'],
  ['a failed drill, and one that worked since', { drills: [drill(DAYS, { outcome: 'failure' }), drill(60)] }, 'ok', 'oooo', ''],
  ['the drill took longer than store-orders may stand', { drills: [drill(DAYS, { durationSeconds: 5400 })] }, 'warning', 'oooo', 'objectives-rto'],
  ['a drill yesterday that led to 40 days ago', { drills: [drill(DAYS, { restoredTo: at(41 * DAYS) })] }, 'warning', 'wooo', 'postgresql-drill-of-old-data'],
  ['a neighbour’s drill', { drills: [drill(DAYS, { database: 'other' })] }, 'unknown', 'uooo', 'postgresql-never-restored'],
  ['a drill on a shared server that names no database', { ...shared('acme', 'other'), drills: [drill(DAYS, { database: undefined })] }, 'unknown', 'uooo', 'postgresql-never-restored'],
  ['a restore that Velero made elsewhere', { ...postgres([...wellBacked, { kind: 'restores', restores: [{ label: 'r', outcome: 'success', startedAt: at(90), finishedAt: at(60) }] }]), drills: [] }, 'ok', 'oooo', ''],
  ['a restore on a shared server that names no database', { ...shared('acme'), drills: [] }, 'unknown', 'uooo', 'postgresql-never-restored'],
  ['a drill that is still to come', { drills: [drill(-60), drill(3 * DAYS)] }, 'unknown', 'uooo', 'postgresql-clock-skew'],
  // A shared server
  ['a shared server whose backup lists this database', shared('acme', 'other'), 'ok', 'oooo', ''],
  ['a shared server whose backup does not hold it', shared('other'), 'critical', 'cuoo', 'postgresql-rpo postgresql-no-clean-backup postgresql-database-not-in-backup attachments-database-not-known'],
  ['a shared server, and nobody lists databases', { ...postgres([clean, working, whole]), sharesServer: true }, 'unknown', 'uooo', 'postgresql-databases-not-listed'],
  ['a server of its own whose backup holds another database', postgres([backups([backup('F', 600, { databases: ['postgres'] })]), working, whole]), 'critical', 'cuoo', 'postgresql-rpo postgresql-no-clean-backup postgresql-database-not-in-backup attachments-database-not-known'],
  // Sources
  ['the source can’t be reached', postgres(wellBacked, { lastAttempt: { at: minutesAgo(1), status: 'unreachable', message: 'no answer in 10 s' } }), 'unknown', 'uuoo', 'postgresql-source-unreachable attachments-consistency-not-known'],
  ['the source refuses', postgres([], { lastAttempt: { at: minutesAgo(1), status: 'unauthorised' } }), 'unknown', 'uuoo', 'postgresql-source-unauthorised attachments-database-not-known'],
  ['what it says is not understood', postgres([], { lastAttempt: { at: minutesAgo(1), status: 'malformed' } }), 'unknown', 'uuoo', 'postgresql-source-malformed attachments-database-not-known'],
  ['it answers that there is nothing', postgres([], { lastAttempt: { at: minutesAgo(1), status: 'empty' } }), 'critical', 'cuoo', 'postgresql-rpo postgresql-nothing-there attachments-database-not-known'],
  ['it answers that there is nothing any more', postgres(wellBacked, { readMinutesAgo: 10, lastAttempt: { at: minutesAgo(1), status: 'empty' } }), 'critical', 'cuoo', 'postgresql-rpo postgresql-nothing-there attachments-database-not-known'],
  ['an unconfirmed binding', postgres([], { binding: 'unconfirmed' }), 'unknown', 'uuoo', 'postgresql-binding-unconfirmed attachments-database-not-known'],
  ['a contested binding', postgres([], { binding: 'contested' }), 'unknown', 'uuoo', 'postgresql-binding-contested attachments-database-not-known'],
  ['a source that the config does not name', postgres([], { declared: undefined }), 'unknown', 'uuoo', 'postgresql-source-not-configured attachments-database-not-known'],
  ['no source for any area', { sources: { postgresql: [], attachments: [], configuration: [], secrets: [] } }, 'unknown', 'uuuu', 'postgresql-no-source attachments-no-source configuration-no-source secrets-no-source'],
  ['never read yet', postgres([], { lastAttempt: undefined }), 'unknown', 'uuoo', 'postgresql-source-silent attachments-database-not-known'],
  ['read sixteen minutes ago, every five', postgres([clean, archiver(18), continuity({ latestArchivedAt: at(18) })], { readMinutesAgo: 16 }), 'unknown', 'uuoo', 'postgresql-source-stale attachments-consistency-not-known'],
  ['a stale archiver that failed stays critical', { sources: { postgresql: [source('postgresql', 'pgbackrest', [clean, continuity()]), source('postgresql', 'stat', [], { observations: [ago(60, archiver(90, { failing: true }))] })] } }, 'critical', 'cuoo', 'postgresql-rpo postgresql-archiver-failing postgresql-source-stale attachments-consistency-not-known'],
  ['a clock that is ahead', postgres([clean, archiver(-10), whole]), 'unknown', 'uooo', 'postgresql-clock-skew'],
  ['a clock that is ahead by less than is tolerated', postgres([clean, archiver(-1), whole]), 'ok', 'oooo', ''],
  // Copies
  ['all copies at the site of the environment', postgres(wellBacked, { declared: { ...declared, offSite: false } }), 'warning', 'wooo', 'postgresql-not-off-site'],
  ['nobody says where the copies are', postgres(wellBacked, { declared: { ...declared, offSite: undefined } }), 'unknown', 'uooo', 'postgresql-not-off-site-not-known'],
  ['the tool says that it does not encrypt, the config that it does', postgres([backups([full], { encrypted: 'no' }), working, whole]), 'warning', 'wooo', 'postgresql-not-encrypted'],
  ['kept for 30 days, 90 wanted', { compliance: ['ISO 27001', 'PCI-DSS'] }, 'warning', 'wwoo', 'postgresql-retention-short attachments-retention-short'],
  ['retention not known, 90 days wanted', { ...postgres(wellBacked, { declared: { ...declared, retentionDays: undefined } }), compliance: ['pci-dss'] }, 'unknown', 'uwoo', 'postgresql-retention-not-known attachments-retention-short'],
  // Attachments
  ['a bucket without versioning', attachments(source('attachments', 's3', [bucket({ versioning: { status: 'known', state: 'never' } })])), 'critical', 'ocoo', 'attachments-not-versioned'],
  ['a bucket without versioning, copied by Velero as well', attachments(source('attachments', 's3', [bucket({ versioning: { status: 'known', state: 'suspended' } })]), filesCopied(1)), 'warning', 'owoo', 'attachments-not-versioned'],
  ['a store that does not implement versioning', attachments(source('attachments', 's3', [bucket({ versioning: { status: 'unknown', reason: 'NotImplemented' } })])), 'unknown', 'ouoo', 'attachments-versioning-not-known'],
  ['replication failed', attachments(source('attachments', 's3', [bucket({ replication: { status: 'known', state: 'failed' } })])), 'critical', 'ocoo', 'attachments-replication'],
  ['replication had failed when it was read an hour ago', attachments(source('attachments', 's3', [bucket({ replication: { status: 'known', state: 'failed' }, newestObject: { status: 'known', at: at(70), sampled: 100 } })], { readMinutesAgo: 60 })), 'critical', 'ocoo', 'attachments-replication attachments-source-stale attachments-consistency-not-known'],
  ['replication pending', attachments(source('attachments', 's3', [bucket({ replication: { status: 'known', state: 'pending' } })])), 'warning', 'owoo', 'attachments-replication'],
  ['replication not known, nobody says where the copies are', attachments(source('attachments', 's3', [bucket({ replication: { status: 'unknown', reason: 'NotImplemented' } })], { declared: { ...declared, offSite: undefined } })), 'unknown', 'ouoo', 'attachments-replication-not-known attachments-not-off-site-not-known'],
  ['the newest file of the sample is of yesterday morning', attachments(source('attachments', 's3', [bucket({ newestObject: { status: 'known', at: at(30 * 60), sampled: 100 } })])), 'warning', 'owoo', 'attachments-older-than-database'],
  ['nobody knows how new the newest file is', attachments(source('attachments', 's3', [bucket({ newestObject: { status: 'unknown', reason: 'NotImplemented' } })])), 'unknown', 'ouoo', 'attachments-newest-not-known'],
  ['copies of files newer than the database', attachments(filesCopied(1)), 'ok', 'oooo', ''],
  ['copies of files three hours older than the database', attachments(filesCopied(182)), 'warning', 'owoo', 'attachments-older-than-database'],
  ['copies of files a day older than the database', attachments(filesCopied(DAYS)), 'critical', 'ocoo', 'attachments-rpo attachments-older-than-database'],
  ['the bucket is gone', attachments(source('attachments', 's3', [], { lastAttempt: { at: minutesAgo(1), status: 'empty' } })), 'critical', 'ocoo', 'attachments-rpo attachments-nothing-there'],
  // Configuration
  ['the declared path is not in Git', configuration(source('configuration', 'git', [git({ path: { status: 'known', exists: false } })])), 'critical', 'ooco', 'configuration-not-in-git'],
  ['what runs is not what is in Git', configuration(source('configuration', 'git', [git({ reconciliation: { status: 'known', by: 'flux', state: 'out-of-sync' } })])), 'warning', 'oowo', 'configuration-out-of-sync'],
  ['Git can’t be applied', configuration(source('configuration', 'git', [git({ reconciliation: { status: 'known', by: 'argocd', state: 'failed', message: 'ComparisonError' } })])), 'critical', 'ooco', 'configuration-reconciliation-failed'],
  ['nobody knows whether what runs came from Git', configuration(source('configuration', 'git', [git({ reconciliation: { status: 'unknown', reason: 'no application is named' } })])), 'unknown', 'oouo', 'configuration-reconciliation-not-known'],
  // Secrets and certificates
  ['a secret does not come', secretsOf(secrets('synced', 'failed'), certificates(60)), 'critical', 'oooc', 'secrets-not-synced'],
  ['of a secret nobody knows', secretsOf(secrets('synced', 'unknown'), certificates(60)), 'unknown', 'ooou', 'secrets-not-known'],
  ['no managed secret', secretsOf(secrets(), certificates(60)), 'critical', 'oooc', 'secrets-none-managed'],
  ['a certificate ends in nine days', secretsOf(secrets('synced'), certificates(60, 9)), 'warning', 'ooow', 'secrets-certificates-warning'],
  ['a certificate ends in six days', secretsOf(secrets('synced'), certificates(60, 6)), 'critical', 'oooc', 'secrets-certificates-critical'],
  ['a certificate has ended', secretsOf(secrets('synced'), certificates(-1)), 'critical', 'oooc', 'secrets-certificates-critical'],
  ['nobody says when certificates end', secretsOf(secrets('synced')), 'unknown', 'ooou', 'secrets-certificates-not-reported'],
  // Objectives and runbooks
  ['no objectives', { objectives: undefined }, 'unknown', 'oooo', 'objectives-not-declared'],
  ['no runbooks', { runbooks: {}, exercises: [] }, 'warning', 'oooo', 'runbook-rollback-missing runbook-disaster-recovery-missing'],
  ['runbooks that nobody rehearsed', { exercises: [] }, 'warning', 'oooo', 'runbook-rollback-never-rehearsed runbook-disaster-recovery-never-rehearsed'],
  ['a rehearsal of the rollback 181 days ago', { exercises: [exercise('rollback-runbook', 181), exercise('disaster-recovery-runbook', 100)] }, 'warning', 'oooo', 'runbook-rollback-overdue'],
  ['a rehearsal of the disaster that failed', { exercises: [exercise('rollback-runbook', 12), exercise('disaster-recovery-runbook', 3, 'failure'), exercise('disaster-recovery-runbook', 100)] }, 'critical', 'oooo', 'runbook-disaster-recovery-failed'],
  // Outside production
  ['staging without drills, objectives and runbooks', staging, 'ok', 'oooo', ''],
  ['staging whose archiver fails for two hours', { ...postgres([clean, archiver(120, { failing: true }), continuity()]), ...staging }, 'critical', 'cooo', 'postgresql-archiver-failing'],
  ['staging whose WAL nobody read', { ...postgres([clean, working]), ...staging }, 'unknown', 'uooo', 'postgresql-chain-not-known'],
];
