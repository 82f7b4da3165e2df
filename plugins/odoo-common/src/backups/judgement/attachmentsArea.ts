import { sayDuration } from '../../duration';
import { HOUR, parseInstant } from '../../instant';
import type { Reason, VerdictStatus } from '../../verdict';
import type { AreaVerdict, RecoverabilityProof } from '../verdict';
import { areaVerdictOf, nothingThere } from './areaVerdict';
import { copiesOf } from './copies';
import { drillsOf } from './drills';
import { existenceOf } from './existence';
import { rpoStandings, type Exposure, type RpoStandings } from './exposure';
import { asOld, reason, servedBy, type Judging } from './judging';
import { said } from './passing';
import type { PostgresqlArea } from './postgresqlArea';
import {
  clauseOf,
  nameOf,
  statementsOf,
  type Statement,
  type Statements,
} from './statements';
import { backupsOf, evidenceOfBackup, type BackupList } from './usableBackups';

const area = 'attachments';

/** What is known of getting the files back. */
export interface AttachmentsArea {
  verdict: AreaVerdict;
  list: BackupList;
  rpo?: RpoStandings;
  exposure?: Exposure;
}

type Bucket = Statement<'object-store'>;

const replicated: Record<string, [VerdictStatus, string] | undefined> = {
  pending: ['warning', 'has files that are not replicated yet'],
  failed: ['critical', 'has files whose replication failed'],
};

function replicationReasons(bucket: Bucket): Reason[] {
  const { observation, source, evidence, isOld } = bucket;
  const { replication } = observation;
  if (replication.status === 'unknown') {
    // Who says that the copies are elsewhere has another way to bring them there.
    return source.declared?.offSite === true
      ? []
      : [
          reason(
            'attachments-replication-not-known',
            'unknown',
            `Whether the files of ${nameOf(
              source,
            )} are replicated is not known: ${clauseOf(replication.reason)}.`,
            {
              remedy:
                'Let the portal read the replication of the bucket, or say in odoo.backups.sources that its copies are elsewhere (offSite).',
              evidence: [evidence],
            },
          ),
        ];
  }
  const found = replicated[replication.state];
  return found
    ? [
        reason(
          'attachments-replication',
          asOld(found[0], isOld),
          `${nameOf(source)} ${found[1]}.`,
          {
            remedy: 'See what the store says about its replication.',
            evidence: [evidence],
          },
        ),
      ]
    : [];
}

/** A bucket that keeps old versions can be got back to before whatever happened to its files. */
function bucketExistence(
  bucket: Bucket,
  hasBackups: boolean,
): { proof: RecoverabilityProof; reasons: Reason[] } {
  const { observation, source, evidence, isOld } = bucket;
  const { versioning } = observation;
  const say = (
    id: string,
    status: VerdictStatus,
    message: string,
    remedy?: string,
  ) => ({
    proof: {
      id: 'exists' as const,
      status: asOld(status, isOld),
      message,
      evidence: [evidence],
    },
    reasons:
      remedy === undefined
        ? []
        : [
            reason(`attachments-${id}`, status, message, {
              remedy,
              evidence: [evidence],
            }),
          ],
  });
  if (versioning.status === 'unknown') {
    return say(
      'versioning-not-known',
      'unknown',
      `Whether ${nameOf(source)} keeps old versions is not known: ${clauseOf(
        versioning.reason,
      )}.`,
      'Let the portal read the versioning of the bucket.',
    );
  }
  if (versioning.state === 'enabled') {
    return say(
      'versioned',
      'ok',
      `${nameOf(source)} keeps old versions of its files.`,
    );
  }
  return say(
    'not-versioned',
    hasBackups ? 'warning' : 'critical',
    `${nameOf(
      source,
    )} keeps no old versions: what is deleted or overwritten is gone.`,
    'Turn on versioning of the bucket.',
  );
}

/**
 * Files at least as new as the database lose nothing: what is too much is left lying. Older files lack what newer rows of the
 * database name.
 */
function consistencyOf(
  judging: Judging,
  database: PostgresqlArea,
  list: BackupList,
  bucket: Bucket | undefined,
): {
  proof: RecoverabilityProof;
  reasons: Reason[];
  aheadOfDatabaseSeconds?: number;
} {
  const {
    losingSince: databaseTo,
    isOld: isDatabaseOld,
    evidence: ofDatabase,
  } = database.exposure;
  const newest = list.usable[list.usable.length - 1];
  const sample = bucket?.observation.newestObject;
  const seen =
    bucket && sample?.status === 'known'
      ? {
          at: parseInstant(sample.at),
          leave: judging.policy.attachmentsQuietHours * HOUR,
          isOld: bucket.isOld,
          evidence: bucket.evidence,
        }
      : newest && {
          at: newest.stoppedAt,
          leave: 0,
          isOld: newest.statement.isOld,
          evidence: evidenceOfBackup(newest),
        };
  // Two things are held against each other, so both are named.
  const evidence = [...(seen ? [seen.evidence] : []), ...ofDatabase];
  const say = (
    id: string,
    status: VerdictStatus,
    message: string,
    remedy?: string,
  ) => ({
    proof: { id: 'consistent' as const, status, message, evidence },
    reasons:
      status === 'ok'
        ? []
        : [
            reason(`attachments-${id}`, status, message, {
              ...(remedy !== undefined && { remedy }),
              evidence,
            }),
          ],
  });
  if (!seen) {
    return say(
      'newest-not-known',
      'unknown',
      sample?.status === 'unknown'
        ? `How new the newest file is, is not known: ${clauseOf(
            sample.reason,
          )}.`
        : 'How new the newest file is, is not known.',
      'Let the portal read a sample of the bucket.',
    );
  }
  if (databaseTo === undefined) {
    return say(
      'database-not-known',
      'unknown',
      'Whether the files are as new as the database is not known: to which instant the database can be restored is not.',
      'Mend what is said of PostgreSQL.',
    );
  }
  const ahead = Math.round((seen.at - databaseTo) / 1000);
  const isOld = seen.isOld || isDatabaseOld;
  const pair = `the newest file is of ${said(
    seen.at,
  )}, and the database can be restored to ${said(databaseTo)}`;
  if (seen.at + seen.leave >= databaseTo) {
    return {
      ...say(
        'consistency-not-known',
        asOld('ok', isOld),
        `Files and database ${
          isOld ? 'fitted as they were seen last' : 'fit'
        }: ${pair}.`,
        'Mend the way to the sources.',
      ),
      aheadOfDatabaseSeconds: ahead,
    };
  }
  const strictest = servedBy(judging, area)[0]?.rpoSeconds;
  const isPastObjective = strictest !== undefined && -ahead > strictest;
  return {
    ...say(
      'older-than-database',
      seen.leave === 0 && isPastObjective ? 'critical' : 'warning',
      `Files are ${sayDuration(
        -ahead,
      )} older than the database: ${pair}. A restore would lack the files between.`,
      seen.leave === 0
        ? 'Back up the files after the database, and at least as often.'
        : 'See whether new files go to another place, or whether the sample misses them.',
    ),
    aheadOfDatabaseSeconds: ahead,
  };
}

function exposureOf(statements: Statements, list: BackupList): Exposure {
  const newest = list.usable[list.usable.length - 1];
  if (!newest) {
    return {
      isNothing: list.isListed || statements.empty.length > 0,
      isFrozen: false,
      isLeast: true,
      isOld: false,
      evidence: list.evidence,
    };
  }
  return {
    losingSince: newest.stoppedAt,
    provenTo: newest.stoppedAt,
    lookedAt: newest.statement.observedAt,
    isFrozen: false,
    isLeast: false,
    isOld: newest.statement.isOld,
    evidence: [newest.statement.evidence],
  };
}

/** Judges whether the files beside the database can be got back, and fit it. */
export function judgeAttachments(
  judging: Judging,
  database: PostgresqlArea,
): AttachmentsArea {
  const statements = statementsOf(judging, area);
  const list = backupsOf(judging, area, statements);
  const drills = drillsOf(judging, area, statements);
  const buckets = statements.of('object-store');
  const [bucket] = buckets;
  const copies = copiesOf(judging, area, statements);
  const existence = bucket
    ? bucketExistence(bucket, list.usable.length > 0)
    : existenceOf(judging, area, statements, list);
  const consistency = consistencyOf(judging, database, list, bucket);
  // Files in a bucket that keeps versions are where they were written; only of copies made now and then something is lost.
  const exposure = bucket ? undefined : exposureOf(statements, list);
  const rpo = exposure && rpoStandings(judging, area, exposure);
  const verdict = areaVerdictOf(judging, area, {
    statements,
    list,
    drills,
    copies,
    proofs: [existence.proof, drills.proof, consistency.proof],
    ...(consistency.aheadOfDatabaseSeconds !== undefined && {
      aheadOfDatabaseSeconds: consistency.aheadOfDatabaseSeconds,
    }),
    reasons: [
      ...(rpo?.reasons ?? []).filter(({ status }) => status !== 'unknown'),
      ...nothingThere(area, statements, buckets.length > 0 || list.isListed),
      ...existence.reasons,
      ...buckets
        .slice(1)
        .flatMap(other => bucketExistence(other, true).reasons),
      ...buckets.flatMap(replicationReasons),
      ...list.reasons,
      ...drills.reasons,
      ...consistency.reasons,
      ...copies.reasons,
    ],
  });
  return { verdict, list, ...(rpo && { rpo }), ...(exposure && { exposure }) };
}
