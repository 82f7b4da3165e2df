import type {
  BackupObservation,
  BackupObservationOf,
  BackupProblem,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  instantOfEpoch,
  ToolOutputError,
  translateToolOutput,
  type BackupReportFormat,
  type ToolOutputPart,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { readArchiveListings, type ArchiveListing } from './archiveListing';
import { checkServiceSchema, type CheckService } from './schema';

const ARCHIVES = 'WAL_ARCHIVES';
const RETENTION = 'BACKUPS_RETENTION';

const UNIT_SECONDS = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

/** `1w 2d 3h5m57s`, a number and `s` for Nagios; nothing when it is neither. */
function secondsOfAge(age: string): number | undefined {
  const parts = [...age.matchAll(/(\d{1,9})([wdhms])\s*/g)];
  if (
    parts.length === 0 ||
    parts.map(([part]) => part).join('') !== age.trimStart()
  ) {
    return undefined;
  }
  return parts.reduce(
    (sum, [, value, unit]) =>
      sum + Number(value) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS],
    0,
  );
}

const SEGMENT = /^[0-9A-F]{24}$/;

function segmentOf(name: string | null | undefined): string | undefined {
  return name && SEGMENT.test(name) ? name : undefined;
}

/** What else than missing segments the words of the check mean. */
function gapInWords(
  message: string,
): { oldestMissing?: string; message: string } | undefined {
  const [, end, segment] =
    /\b(min|max) WAL not found: ([0-9A-F]{24})\b/.exec(message) ?? [];
  if (segment !== undefined) {
    return {
      oldestMissing: segment,
      message: `The archive lacks the ${
        end === 'min' ? 'first' : 'last'
      } segment that it should begin or end with, ${segment}.`,
    };
  }
  return /\bno archived WAL found\b/.test(message)
    ? { message: 'The archive holds no WAL at all.' }
    : undefined;
}

/**
 * Whether what check_pgbackrest found whole is whole. It counts a file for a segment that only begins with its name, and beside every
 * segment in which a backup began lies such a file: the very segments without which a backup is lost could be gone. (Seen with version
 * 2.3.) So of each of these the listing has to hold the segment itself.
 */
function heldAgainst(
  listing: ArchiveListing,
  { long_message: said }: CheckService,
): Pick<Continuity, 'missing' | 'oldestMissing' | 'latestMissing'> | undefined {
  const first = said?.min_wal ?? '';
  const last = said?.max_wal ?? 'G';
  const gone = listing.traces.filter(name => name >= first && name <= last);
  if (gone.length > 0) {
    return {
      missing: gone.length,
      oldestMissing: gone[0],
      latestMissing: gone[gone.length - 1],
    };
  }
  const began = [
    said?.oldest_bck_archive_start,
    said?.latest_bck_archive_start,
  ];
  if (!began.every(name => name && listing.segments.has(name))) {
    throw new ToolOutputError(
      'The listing does not hold the segments in which the oldest and the latest backup began: list archive/<stanza> of every repository, right after the check.',
    );
  }
  return undefined;
}

type Continuity = BackupObservationOf<'wal-continuity'>;

function archives(
  service: CheckService,
  listing: ArchiveListing | undefined,
  takenAt: number,
): BackupObservation {
  const { status, message, long_message: said } = service;
  const words = message ?? '';
  const missing = said?.num_missing_archives ?? 0;
  const inWords = gapInWords(words);
  const age = said?.latest_archive_age;
  const seconds = age ? secondsOfAge(age) : undefined;
  if (age && seconds === undefined) {
    throw new ToolOutputError(
      'The age of the latest archive is not written as check_pgbackrest writes it (5m57s).',
    );
  }
  const latestArchivedAt =
    seconds === undefined
      ? {}
      : {
          latestArchivedAt: instantOfEpoch(
            Math.floor(takenAt / 1000) - seconds,
            takenAt,
          ),
        };
  if (missing === 0 && inWords === undefined) {
    // Without the age it did not get as far as looking at the segments, whatever its status
    if (seconds === undefined) {
      throw new ToolOutputError(
        'check_pgbackrest could not look at the archive: run it by hand where the report is made, and look at pgbackrest info.',
        'unreachable',
      );
    }
    if (
      status.code !== 0 &&
      !/\b(latest_archive_age|is not the (oldest|latest) archive)\b/.test(words)
    ) {
      throw new ToolOutputError(
        'check_pgbackrest could not follow the archive from its first segment to its last (a change of the time line, say): run it with --debug where the report is made.',
        'unreachable',
      );
    }
    if (listing === undefined) {
      return {
        kind: 'checks',
        tool: 'pgbackrest',
        problems: [
          {
            id: 'archive-not-listed',
            status: 'unknown',
            message:
              'check_pgbackrest found no gap, and takes the label of a backup for the segment in which it began: whether those segments are there is not known.',
            remedy:
              'Add the output of pgbackrest repo-ls --recurse --output=json archive/<stanza> to the report.',
          },
        ],
      };
    }
  }
  const lost =
    missing === 0 && inWords === undefined && listing
      ? heldAgainst(listing, service)
      : undefined;
  if (missing === 0 && inWords === undefined && lost === undefined) {
    return { kind: 'wal-continuity', status: 'unbroken', ...latestArchivedAt };
  }
  const oldestMissing =
    lost?.oldestMissing ??
    inWords?.oldestMissing ??
    segmentOf(said?.oldest_missing_archive);
  const latestMissing =
    lost?.latestMissing ?? segmentOf(said?.latest_missing_archive);
  const gone = new Set([oldestMissing, latestMissing]);
  const lostBackups = [
    [said?.oldest_bck, said?.oldest_bck_archive_start],
    [said?.latest_bck, said?.latest_bck_archive_start],
  ].flatMap(([label, first]) =>
    label && first && gone.has(first) ? [label] : [],
  );
  const latest = segmentOf(said?.latest_bck_archive_start);
  // Names of segments compare within one time line only
  const after =
    latest !== undefined &&
    latestMissing !== undefined &&
    latest.slice(0, 8) === latestMissing.slice(0, 8) &&
    latest > latestMissing;
  return {
    kind: 'wal-continuity',
    status: 'broken',
    ...(missing > 0 && { missing }),
    ...lost,
    ...(oldestMissing && { oldestMissing }),
    ...(latestMissing && { latestMissing }),
    ...(lostBackups.length > 0 && { lostBackups: [...new Set(lostBackups)] }),
    ...(after && said?.latest_bck && { unbrokenSinceBackup: said.latest_bck }),
    ...latestArchivedAt,
    ...(inWords && { message: inWords.message }),
  };
}

const RETENTION_PROBLEMS: readonly [RegExp, BackupProblem][] = [
  [
    /directory missing in repo/,
    {
      id: 'backup-directory-missing',
      status: 'critical',
      message:
        'A backup that pgBackRest lists has no directory in the repository.',
      remedy:
        'Look who deletes from the repository, run pgbackrest verify, and take a full backup.',
    },
  ],
  [
    /error\(s\) detected during backup/,
    {
      id: 'backup-damaged',
      status: 'warning',
      message:
        'A backup that is kept holds pages that do not match their checksums.',
      remedy:
        'Mend the damaged pages, take a full backup, and expire the damaged one.',
    },
  ],
  [
    /not enough (full|differential|incremental) backups/,
    {
      id: 'too-few-backups',
      status: 'warning',
      message: 'Fewer backups are kept than check_pgbackrest was told to want.',
      remedy: 'Look at the schedule of the backups and at repo-retention.',
    },
  ],
  [
    /backups are too old/,
    {
      id: 'backups-too-old',
      status: 'warning',
      message: 'The backups are older than check_pgbackrest was told to want.',
      remedy: 'Look at the job that takes the backups.',
    },
  ],
  [
    /backups are too young/,
    {
      id: 'backups-too-young',
      status: 'warning',
      message:
        'The oldest backup is younger than check_pgbackrest was told to want.',
      remedy: 'Keep backups longer: raise repo-retention-full.',
    },
  ],
];

function retention({ status, message }: CheckService): BackupObservation {
  const words = message ?? '';
  if (/\brepo\d+: /.test(words)) {
    throw new ToolOutputError(
      'check_pgbackrest could not look at the backups: run it by hand where the report is made, and look at pgbackrest info.',
      'unreachable',
    );
  }
  const problems = RETENTION_PROBLEMS.flatMap(([pattern, problem]) =>
    pattern.test(words) ? [problem] : [],
  );
  if (status.code !== 0 && problems.length === 0) {
    problems.push({
      id: 'retention-check-failed',
      status: status.code === 3 ? 'unknown' : 'warning',
      message: 'check_pgbackrest complains about the backups that are kept.',
      remedy:
        'Run check_pgbackrest --service=retention where the report is made.',
    });
  }
  return { kind: 'checks', tool: 'pgbackrest', problems };
}

function understandServices(
  documents: readonly unknown[],
  takenAt: number,
): BackupObservation[] {
  const listings = documents.filter(document => !Array.isArray(document));
  const listing =
    listings.length > 0 ? readArchiveListings(listings) : undefined;
  const services = documents
    .flatMap(document => (Array.isArray(document) ? document : []))
    .map(item => checkServiceSchema.parse(item));
  const named = services.map(({ service }) => service);
  if (new Set(named).size < named.length) {
    throw new ToolOutputError(
      'A service is in it twice: report each service of check_pgbackrest once.',
    );
  }
  if (services.length === 0) {
    throw new ToolOutputError('It holds no answer of check_pgbackrest.');
  }
  return services.map(service => {
    switch (service.service) {
      case ARCHIVES:
        return archives(service, listing, takenAt);
      case RETENTION:
        return retention(service);
      default:
        throw new ToolOutputError(
          'It holds a service other than archives and retention: report these two only.',
        );
    }
  });
}

/**
 * Understands `check_pgbackrest --output=json` of the services `archives` and `retention`, one after the other or one of them, followed
 * by `pgbackrest repo-ls --recurse --output=json archive/<stanza>`, without which a whole archive is not believed.
 */
export const checkPgbackrest: BackupReportFormat = {
  format: 'check-pgbackrest',
  command: 'check_pgbackrest --service=archives --output=json',
  translate: printed =>
    translateToolOutput(printed, (documents): ToolOutputPart[] => {
      const { id, takenAt } = printed;
      if (id === undefined) {
        throw new ToolOutputError(
          'check_pgbackrest does not say of which stanza it speaks: send the stanza as id.',
        );
      }
      return [{ id, understand: () => understandServices(documents, takenAt) }];
    }),
};
