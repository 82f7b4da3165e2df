import fc from 'fast-check';
import { writeInstant } from '../instant';
import type { Evidence, Reason, VerdictStatus } from '../verdict';
import { minutesAgo } from './__testUtils__/backupFacts';
import { judge, rank, someFacts } from './__testUtils__/judgedFacts';
import type {
  BackupFacts,
  BackupSourceFacts,
  DatedBackupObservation,
} from './facts';
import {
  backupObservationSchema,
  type BackupObservation,
  type BackupObservationKind,
} from './observations';
import type { RecoverabilityProof, BackupVerdict } from './verdict';

const DAY = 86_400_000;

/**
 * A claim is ok, warning or critical, in that order; unknown claims nothing, so that what is taken away may end there from anywhere,
 * and nothing else may get better. In particular nothing becomes ok.
 */
function expectNoBetterClaim(before: VerdictStatus, after: VerdictStatus) {
  expect({
    before,
    after,
    isBetter: after !== 'unknown' && rank[after] < rank[before],
  }).toEqual({ before, after, isBetter: false });
}

const statusOf = (verdict: BackupVerdict, area: string) =>
  verdict.areas.find(one => one.area === area)?.status ?? verdict.status;

function withObservations(
  facts: BackupFacts,
  source: BackupSourceFacts,
  change: (dated: DatedBackupObservation) => DatedBackupObservation[],
): BackupFacts {
  return {
    ...facts,
    sources: facts.sources.map(other =>
      other === source
        ? { ...other, observations: other.observations.flatMap(change) }
        : other,
    ),
  };
}

/** A fact that can be taken away, and how to tell that a reason names it. */
interface Piece {
  kind: string;
  less: BackupFacts;
  names: (evidence: Evidence) => boolean;
}

function piecesOf(facts: BackupFacts): Piece[] {
  const byEvent = (id: string) => (evidence: Evidence) =>
    evidence.eventId === id;
  return [
    ...facts.sources.flatMap(source =>
      source.observations.map(gone => ({
        kind: gone.observation.kind,
        less: withObservations(facts, source, dated =>
          dated === gone ? [] : [dated],
        ),
        names: (evidence: Evidence) =>
          evidence.source === source.source &&
          evidence.observedAt === writeInstant(gone.observedAt),
      })),
    ),
    ...facts.drills.map(gone => ({
      kind: 'drill',
      less: { ...facts, drills: facts.drills.filter(one => one !== gone) },
      names: byEvent(gone.id),
    })),
    ...facts.exercises.map(gone => ({
      kind: gone.what,
      less: {
        ...facts,
        exercises: facts.exercises.filter(one => one !== gone),
      },
      names: byEvent(gone.id),
    })),
  ];
}

/** Each word with all that was said for it. */
function wordsOf(verdict: BackupVerdict): {
  word: string;
  status: VerdictStatus;
  said: (Reason | RecoverabilityProof)[];
}[] {
  return [
    {
      word: 'overall',
      status: verdict.status,
      said: [
        ...verdict.reasons,
        ...verdict.areas.flatMap(({ proofs }) => proofs),
      ],
    },
    ...verdict.areas.map(({ area, status, reasons, proofs }) => ({
      word: area,
      status,
      said: [...reasons, ...proofs],
    })),
  ];
}

const kindsOfFacts = [
  ...backupObservationSchema.options.map(({ shape }) => shape.kind.value),
  'drill',
  'rollback-runbook',
  'disaster-recovery-runbook',
  'failover',
];

describe('evidence that is taken away', () => {
  it('betters a word only when what was said for the word named it, of whatever kind it is', () => {
    const looked = new Map(kindsOfFacts.map(kind => [kind, 0]));
    fc.assert(
      fc.property(someFacts, facts => {
        const before = wordsOf(judge(facts));
        for (const { kind, less, names } of piecesOf(facts)) {
          looked.set(kind, looked.get(kind)! + 1);
          const after = wordsOf(judge(less));
          const better = before.filter(({ status, said }, index) => {
            const now = after[index].status;
            const isBetter = now !== 'unknown' && rank[now] < rank[status];
            return (
              isBetter &&
              !said.some(
                one => rank[one.status] > rank[now] && one.evidence.some(names),
              )
            );
          });
          expect(better).toEqual([]);
        }
      }),
      { numRuns: 600 },
    );
    expect([...looked].filter(([, times]) => times < 20)).toEqual([]);
  });

  it('is never missed by a source that falls silent, or is forgotten: it is not ok then', () => {
    fc.assert(
      fc.property(
        someFacts,
        fc.nat(),
        fc.constantFrom<Partial<BackupSourceFacts>>(
          { observations: [] },
          { observations: [], lastAttempt: undefined },
          { lastAttempt: { at: minutesAgo(0), status: 'unreachable' } },
          { lastAttempt: { at: minutesAgo(0), status: 'unauthorised' } },
          { lastAttempt: { at: minutesAgo(0), status: 'malformed' } },
          { binding: 'unconfirmed', observations: [] },
          { binding: 'contested', observations: [] },
          { declared: undefined, observations: [] },
        ),
        (facts, pick, silence) => {
          const index = pick % facts.sources.length;
          const { area } = facts.sources[index];
          const before = judge(facts);
          const after = judge({
            ...facts,
            sources: facts.sources.map((one, i) =>
              i === index ? { ...one, ...silence } : one,
            ),
          });
          expectNoBetterClaim(statusOf(before, area), statusOf(after, area));
          expectNoBetterClaim(before.status, after.status);
          expect(['unknown', 'critical']).toContain(statusOf(after, area));
        },
      ),
      { numRuns: 400 },
    );
  });

  /** Every way to take one good entry out of a list that a source gives. */
  const without =
    <K extends BackupObservationKind, T>(
      kind: K,
      read: (
        observation: Extract<BackupObservation, { kind: K }>,
      ) => readonly T[],
      write: (
        observation: Extract<BackupObservation, { kind: K }>,
        left: T[],
      ) => BackupObservation,
      isGood: (entry: T, facts: BackupFacts) => boolean,
    ) =>
    (facts: BackupFacts): BackupFacts[] =>
      facts.sources.flatMap(source =>
        source.observations.flatMap(dated => {
          const observation = dated.observation as Extract<
            BackupObservation,
            { kind: K }
          >;
          if (observation.kind !== kind || source.area === 'attachments') {
            return [];
          }
          return read(observation)
            .filter(entry => isGood(entry, facts))
            .map(gone =>
              withObservations(facts, source, one =>
                one === dated
                  ? [
                      {
                        ...dated,
                        observation: write(
                          observation,
                          read(observation).filter(entry => entry !== gone),
                        ),
                      },
                    ]
                  : [one],
              ),
            );
        }),
      );

  const removals: [
    name: string,
    area: string,
    remove: (facts: BackupFacts) => BackupFacts[],
  ][] = [
    [
      'a clean backup of this database',
      'postgresql',
      without(
        'backups',
        ({ backups }) => backups,
        (list, backups) => ({ ...list, backups }),
        ({ state, databases }, { database }) =>
          state === 'clean' && (databases?.includes(database) ?? true),
      ),
    ],
    [
      'a secret that comes from its store',
      'secrets',
      without(
        'managed-secrets',
        ({ secrets }) => secrets,
        (list, secrets) => ({ ...list, secrets }),
        ({ state }) => state === 'synced',
      ),
    ],
    [
      'a certificate that holds for long',
      'secrets',
      without(
        'certificates',
        ({ certificates }) => certificates,
        (list, certificates) => ({ ...list, certificates }),
        ({ notAfter, ready }) =>
          ready !== false &&
          notAfter !== undefined &&
          Date.parse(notAfter) > minutesAgo(0) + 30 * DAY,
      ),
    ],
    [
      'an unbroken chain, a working archiver',
      'postgresql',
      facts =>
        facts.sources.flatMap(source =>
          source.area !== 'postgresql'
            ? []
            : source.observations
                .filter(
                  ({ observation }) =>
                    (observation.kind === 'wal-continuity' &&
                      observation.status === 'unbroken' &&
                      !observation.lostBackups) ||
                    (observation.kind === 'archiver' && !observation.failing),
                )
                .map(gone =>
                  withObservations(facts, source, dated =>
                    dated === gone ? [] : [dated],
                  ),
                ),
        ),
    ],
    [
      'a drill that worked, on what was new then',
      'postgresql',
      facts =>
        facts.drills
          .filter(
            ({ at, restoredTo, outcome, checks }) =>
              outcome === 'success' &&
              (checks ?? []).every(({ passed }) => passed) &&
              (restoredTo === undefined ||
                at - Date.parse(restoredTo) <= 30 * DAY),
          )
          .map(gone => ({
            ...facts,
            drills: facts.drills.filter(one => one !== gone),
          })),
    ],
    [
      'a rehearsal that worked, a runbook',
      'overall',
      facts => [
        ...facts.exercises
          .filter(({ outcome }) => outcome === 'success')
          .map(gone => ({
            ...facts,
            exercises: facts.exercises.filter(one => one !== gone),
          })),
        { ...facts, runbooks: { ...facts.runbooks, rollback: undefined } },
        { ...facts, runbooks: {} },
      ],
    ],
  ];

  it.each(removals)(
    'claims nothing better when it spoke well: %s',
    (_name, area, remove) => {
      let looked = 0;
      fc.assert(
        fc.property(someFacts, facts => {
          const before = statusOf(judge(facts), area);
          for (const less of remove(facts)) {
            looked++;
            expectNoBetterClaim(before, statusOf(judge(less), area));
          }
        }),
        { numRuns: 400 },
      );
      expect(looked).toBeGreaterThan(100);
    },
  );
});
