import { sayDuration } from '../../duration';
import { parseInstant } from '../../instant';
import { plainText } from '../../plainText';
import type { Evidence, Reason } from '../../verdict';
import type { BackupSourceFacts, DatedBackupObservation } from '../facts';
import type {
  BackupObservation,
  BackupObservationKind,
  BackupObservationOf,
} from '../observations';
import type { RecoveryArea } from '../recoveryArea';
import { byText, reason, type Judging } from './judging';
import { isWritable, said, written } from './passing';

interface Said {
  source: BackupSourceFacts;
  observedAt: number;
  receivedAt: number;
  /** Stale, or the last attempt to ask again failed: good news of it is not known any more. */
  isOld: boolean;
  evidence: Evidence;
}

/** What a source said that counts, and may be used. */
export type Statement<K extends BackupObservationKind = BackupObservationKind> =
  Said & { observation: BackupObservationOf<K> };

/** What the sources of an area say, and what keeps them from saying more. */
export interface Statements {
  /** Sources that may be believed: named in the config, with a confirmed binding. */
  sources: readonly BackupSourceFacts[];
  all: readonly Statement[];
  /** Of one kind, newest first. */
  of: <K extends BackupObservationKind>(kind: K) => Statement<K>[];
  reasons: readonly Reason[];
  /** Sources that answered that there is nothing. */
  empty: readonly BackupSourceFacts[];
  /** Some source could not be asked, or what it said is old. */
  isIncomplete: boolean;
}

const words: Record<BackupObservationKind, string> = {
  backups: 'list of backups',
  checks: 'checks',
  archiver: 'archiver',
  'wal-continuity': 'archived WAL looked through',
  'recovery-window': 'recovery window',
  schedule: 'schedule',
  'object-store': 'bucket',
  configuration: 'Git and reconciliation',
  'managed-secrets': 'managed secrets',
  certificates: 'certificates',
  standbys: 'standbys',
  restores: 'restores',
};

/** `pgbackrest-eu («acme»)`. */
export function nameOf({ source, id }: { source: string; id: string }): string {
  return `${plainText(source)} («${plainText(id)}»)`;
}

/** What a source gave as a reason, to stand within a sentence: the sentence has a full stop of its own. */
export function clauseOf(text: string): string {
  return plainText(text, 300).replace(/\.$/, '');
}

/** Instants of an observation that can't lie in the future. */
function pastInstants(observation: BackupObservation): (string | undefined)[] {
  switch (observation.kind) {
    case 'backups':
      return observation.backups.flatMap(b => [b.startedAt, b.stoppedAt]);
    case 'archiver':
      return [observation.lastArchivedAt, observation.lastFailedAt];
    case 'wal-continuity':
      return [observation.latestArchivedAt, observation.unbrokenUntil];
    case 'recovery-window':
      return [
        observation.from,
        observation.to,
        observation.lastSuccessAt,
        observation.lastFailureAt,
      ];
    case 'schedule':
      return [observation.lastRunAt, observation.lastSuccessAt];
    case 'object-store':
      return observation.newestObject.status === 'known'
        ? [observation.newestObject.at]
        : [];
    case 'configuration':
      return [
        ...(observation.path.status === 'known'
          ? [observation.path.lastChangedAt]
          : []),
        ...(observation.reconciliation.status === 'known'
          ? [observation.reconciliation.at]
          : []),
      ];
    case 'managed-secrets':
      return observation.secrets.map(({ lastSyncedAt }) => lastSyncedAt);
    case 'restores':
      return observation.restores.flatMap(r => [
        r.startedAt,
        r.finishedAt,
        r.restoredTo,
      ]);
    default:
      return [];
  }
}

/** The newest instant that an observation speaks of, itself included. */
function newestInstant({ observedAt, observation }: DatedBackupObservation) {
  return pastInstants(observation).reduce(
    (newest, iso) =>
      iso === undefined ? newest : Math.max(newest, parseInstant(iso)),
    observedAt,
  );
}

function evidenceOf(
  source: BackupSourceFacts,
  { observedAt, observation }: DatedBackupObservation,
): Evidence {
  return {
    label: `${words[observation.kind]} of «${plainText(source.id)}»`,
    source: plainText(source.source),
    observedAt: written(observedAt),
  };
}

interface Read {
  reasons: Reason[];
  statements: Statement[];
  isEmpty: boolean;
}

const nothing = (reasons: Reason[]): Read => ({
  reasons,
  statements: [],
  isEmpty: false,
});

const bindings = {
  unconfirmed: [
    'is claimed by this environment, and nobody on the other side confirmed it',
    'Grant it to this environment in the platform’s config (odoo.bindings), then it is read.',
  ],
  contested: [
    'is claimed by several environments',
    'Let one environment claim it, or grant it to the one whose it is.',
  ],
} as const;

const failures = {
  unreachable: 'could not be reached',
  unauthorised: 'refused to answer the portal',
  malformed: 'answered what nobody understands',
} as const;

function whyNotAsked(
  area: RecoveryArea,
  source: BackupSourceFacts,
): Reason | undefined {
  const name = nameOf(source);
  if (source.binding !== 'confirmed') {
    const [what, remedy] = bindings[source.binding];
    return reason(
      `${area}-binding-${source.binding}`,
      'unknown',
      `${name} ${what}: nothing is read from it.`,
      { remedy },
    );
  }
  if (!source.declared) {
    return reason(
      `${area}-source-not-configured`,
      'unknown',
      `The platform’s config names no backup source ${plainText(
        source.source,
      )}, so nothing is read for «${plainText(source.id)}».`,
      {
        remedy:
          'Add it to odoo.backups.sources, or correct its name in spec.backupSources.',
      },
    );
  }
  return undefined;
}

function whyOld(
  area: RecoveryArea,
  source: BackupSourceFacts,
  everySeconds: number,
  stale: readonly Statement[],
): Reason[] {
  if (stale.length === 0) {
    return [];
  }
  const oldest = stale.reduce((a, b) => (b.observedAt < a.observedAt ? b : a));
  return [
    reason(
      `${area}-source-stale`,
      'unknown',
      `${nameOf(source)} speaks of ${said(
        oldest.observedAt,
      )} last and should every ${sayDuration(
        everySeconds,
      )}: how it stands now is not known.`,
      {
        remedy:
          'See why it is not read any more, or why the job that reports does not run.',
        evidence: [oldest.evidence],
      },
    ),
  ];
}

/** What one source says, what of it can be trusted, and how old it is. */
function readSource(
  { policy, time, isLookingBack }: Judging,
  area: RecoveryArea,
  source: BackupSourceFacts,
): Read {
  const notAsked = whyNotAsked(area, source);
  if (notAsked || !source.declared) {
    return nothing(notAsked ? [notAsked] : []);
  }
  const { lastAttempt } = source;
  const { everySeconds } = source.declared;
  const tolerance = policy.clockSkewToleranceSeconds * 1000;
  const lifetime = policy.staleAfterIntervals * everySeconds * 1000;
  const reasons: Reason[] = [];
  const hasFailed =
    lastAttempt !== undefined &&
    lastAttempt.status !== 'observed' &&
    lastAttempt.status !== 'empty';
  if (hasFailed && lastAttempt) {
    const status = lastAttempt.status as keyof typeof failures;
    reasons.push(
      reason(
        `${area}-source-${status}`,
        'unknown',
        `${nameOf(source)} ${failures[status]} at ${said(lastAttempt.at)}${
          lastAttempt.message ? `: ${plainText(lastAttempt.message, 300)}` : ''
        }${
          lastAttempt.message && /[.!?]$/.test(lastAttempt.message) ? '' : '.'
        }`,
        { remedy: 'Mend the way to it; it is asked again by its schedule.' },
      ),
    );
  }
  const isEmpty = lastAttempt?.status === 'empty';
  // What an empty answer came after is gone since.
  const kept = source.observations
    .filter(({ receivedAt }) => !isEmpty || receivedAt > lastAttempt.at)
    .sort(
      (a, b) =>
        byText(a.observation.kind, b.observation.kind) ||
        byText(JSON.stringify(a), JSON.stringify(b)),
    );
  const statements: Statement[] = [];
  const stale: Statement[] = [];
  for (const dated of kept) {
    const newest = newestInstant(dated);
    const isReadable = isWritable(dated.observedAt) && isWritable(newest);
    if (
      !isReadable ||
      newest > dated.receivedAt + tolerance ||
      (!isLookingBack && !time.hasReached(dated.receivedAt - tolerance))
    ) {
      reasons.push(
        reason(
          `${area}-clock-skew`,
          'unknown',
          `${nameOf(source)} speaks of ${said(newest)} (${
            words[dated.observation.kind]
          }), and that reached the portal at ${said(
            dated.receivedAt,
          )}: one of the clocks is wrong, so it is not believed.`,
          {
            remedy: 'Set the clocks by NTP.',
            evidence: [evidenceOf(source, dated)],
          },
        ),
      );
    } else {
      const speaksFrom = Math.min(dated.observedAt, dated.receivedAt);
      const isStale = time.hasReached(speaksFrom + lifetime + 1);
      const statement: Statement = {
        source,
        observation: dated.observation,
        observedAt: dated.observedAt,
        receivedAt: dated.receivedAt,
        isOld: isStale || hasFailed,
        evidence: evidenceOf(source, dated),
      };
      statements.push(statement);
      if (isStale) {
        stale.push(statement);
      }
    }
  }
  reasons.push(...whyOld(area, source, everySeconds, stale));
  if (!isEmpty && kept.length === 0 && !hasFailed) {
    reasons.push(
      reason(
        `${area}-source-silent`,
        'unknown',
        `${nameOf(source)} has said nothing yet.`,
        {
          remedy:
            'Wait for the first reading, or set up the job that reports (odoo.backups.sources says how often it should).',
        },
      ),
    );
  }
  if (
    isEmpty &&
    kept.length === 0 &&
    time.hasReached(lastAttempt.at + lifetime + 1)
  ) {
    reasons.push(
      reason(
        `${area}-source-stale`,
        'unknown',
        `${nameOf(source)} was asked at ${said(
          lastAttempt.at,
        )} last and should be every ${sayDuration(
          everySeconds,
        )}: how it stands now is not known.`,
        {
          remedy:
            'See why it is not read any more, or why the job that reports does not run.',
        },
      ),
    );
  }
  return { reasons, statements, isEmpty: isEmpty && kept.length === 0 };
}

const called: Record<RecoveryArea, string> = {
  postgresql: 'the database',
  attachments: 'attachments',
  configuration: 'the configuration',
  secrets: 'secrets',
};

/** What an environment without any source of an area has to say; a bucket and a path in Git are enough when a source reads them. */
const remedies: Record<RecoveryArea, string> = {
  postgresql: 'Name one',
  attachments:
    'Name the bucket in spec.objectStorage and let a source cover it, or name one',
  configuration:
    'Name the path in spec.gitops and let a source read its repository, or name one',
  secrets: 'Name one',
};

/** What the sources of an area say. */
export function statementsOf(judging: Judging, area: RecoveryArea): Statements {
  const declared = judging.facts.sources
    .filter(source => source.area === area)
    .sort((a, b) => byText(a.source, b.source) || byText(a.id, b.id));
  const read = declared.map(source => readSource(judging, area, source));
  const all = read
    .flatMap(({ statements }) => statements)
    .sort(
      (a, b) =>
        b.observedAt - a.observedAt ||
        byText(a.observation.kind, b.observation.kind) ||
        byText(nameOf(a.source), nameOf(b.source)) ||
        byText(JSON.stringify(a.observation), JSON.stringify(b.observation)),
    );
  const reasons = read.flatMap(one => one.reasons);
  if (declared.length === 0) {
    reasons.push(
      reason(
        `${area}-no-source`,
        'unknown',
        `Nothing is declared that says whether ${called[area]} can be got back.`,
        {
          remedy: `${remedies[area]} with area ${area} in spec.backupSources.`,
        },
      ),
    );
  }
  return {
    sources: declared.filter(
      ({ binding, declared: known }) => binding === 'confirmed' && known,
    ),
    all,
    of: kind =>
      all.filter(({ observation }) => observation.kind === kind) as Statement<
        typeof kind
      >[],
    reasons,
    empty: declared.filter((_, index) => read[index].isEmpty),
    isIncomplete: reasons.length > 0,
  };
}
