/** What goes wrong with the backups of a stanza; nothing when it is left out. */
export type BackupTrouble =
  /** The archive command fails since half an hour before the anchor. */
  | 'archiver-failing'
  /** The newest full has pages that do not match their checksums, and pgBackRest calls it well. */
  | 'damaged-full'
  /** A WAL segment is gone from the archive: every command of pgBackRest stays green. */
  | 'wal-gap'
  /** The job that reports has not run since three days before the anchor. */
  | 'silent-reporter';

/** A database whose backups a job of its own reports to the portal. */
export interface ReportedDatabase {
  /** What the source calls it; of pgBackRest and Barman the name of its environment in examples/fleet. */
  stanza: string;
  /** Entry of `odoo.backups.sources` in app-config.demo.yaml. */
  source: string;
  /** `none` for what is read in its cluster, and whose server alone says up to when WAL is archived. */
  tool: 'pgbackrest' | 'barman' | 'none';
  /** The tenant's own database, which is in the backup of the server. */
  database: string;
  trouble?: readonly BackupTrouble[];
  /** Version whose checkpoint the newest incremental backup was taken for. */
  checkpointOf?: string;
}

function pair(
  name: string,
  database: string,
  source: string,
  more: Pick<ReportedDatabase, 'trouble' | 'checkpointOf'> = {},
): ReportedDatabase[] {
  return [
    {
      stanza: `${name}-production`,
      source,
      tool: source === 'castor-barman' ? 'barman' : 'pgbackrest',
      database,
      ...more,
    },
    {
      stanza: `${name}-staging`,
      source,
      tool: source === 'castor-barman' ? 'barman' : 'pgbackrest',
      database: `${database}_staging`,
    },
  ];
}

/** Every database of the fleet that reports; the others are read in their clusters. */
export const reportedDatabases: readonly ReportedDatabase[] = [
  ...pair('bellegarde', 'bellegarde_grocers', 'pgbackrest'),
  ...pair('bora', 'bora_fashion', 'pgbackrest', {
    trouble: ['archiver-failing', 'damaged-full'],
  }),
  ...pair('calbrina', 'calbrina_franchise', 'pgbackrest', {
    trouble: ['wal-gap'],
  }),
  ...pair('hallmoor', 'hallmoor_furniture', 'pgbackrest'),
  ...pair('sorielle', 'sorielle_beauty', 'pgbackrest'),
  ...pair('pimlow', 'pimlow_books', 'pgbackrest', {
    trouble: ['silent-reporter'],
  }),
  ...pair('kestrova', 'kestrova_sports', 'pgbackrest-na', {
    trouble: ['damaged-full'],
  }),
  ...pair('snoutley', 'snoutley_petfood', 'pgbackrest-na'),
  ...pair('grosvanta', 'grosvanta', 'grosvanta-pgbackrest', {
    checkpointOf: '5.6.0',
  }),
  ...pair('castor', 'castor', 'castor-barman'),
  {
    stanza: 'odoo/lumen-production',
    source: 'lumen-archiver',
    tool: 'none',
    database: 'lumen',
  },
  {
    stanza: 'odoo-staging/lumen-staging',
    source: 'lumen-archiver',
    tool: 'none',
    database: 'lumen_staging',
  },
];
