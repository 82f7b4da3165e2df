import fc from 'fast-check';
import { nearlyWell } from './__testUtils__/arbitraryFacts';
import {
  archiver,
  at,
  backup,
  backupFacts,
  backups,
  continuity,
  minutesAgo,
  noon,
  source,
} from './__testUtils__/backupFacts';
import { judge, policy, rank, someFacts } from './__testUtils__/judgedFacts';
import { buildTimelines } from './buildTimelines';
import { areaTimelineSchema } from './timeline';
import { backupVerdictSchema, type BackupVerdict } from './verdict';
import type { VerdictStatus } from '../verdict';

const verdictAreas = ['postgresql', 'attachments', 'configuration', 'secrets'];

/** Every word that a verdict gives, by what it is about. */
function words(verdict: BackupVerdict): [string, VerdictStatus][] {
  return [
    ['overall', verdict.status],
    ...verdict.areas.map(({ area, status }): [string, VerdictStatus] => [
      area,
      status,
    ]),
    ...verdict.areas.flatMap(({ area, proofs }) =>
      proofs.map(({ id, status }): [string, VerdictStatus] => [
        `${area} ${id}`,
        status,
      ]),
    ),
    ...verdict.processes.flatMap(
      ({ process, rpo, rto }): [string, VerdictStatus][] => [
        [`${process} rpo`, rpo],
        [`${process} rto`, rto],
      ],
    ),
    ...verdict.runbooks.map(({ runbook, status }): [string, VerdictStatus] => [
      runbook,
      status,
    ]),
  ];
}

/**
 * Ageing: ok < warning < unknown < critical, and no word ever goes down. What is missing before is no word.
 */
function expectNoBetterByAge(before: BackupVerdict, after: BackupVerdict) {
  const then = new Map(words(before));
  const better = words(after).filter(([what, status]) => {
    const was = then.get(what);
    // A proof may be about another backup when the one that it was about is no longer kept; the area is not better for it.
    const isProof = verdictAreas.some(area => what.startsWith(`${area} `));
    return !isProof && was !== undefined && rank[status] < rank[was];
  });
  expect(better).toEqual([]);
}

describe('properties of evaluateBackups', () => {
  it('never throws, and gives a verdict whose words fit', () => {
    fc.assert(
      fc.property(someFacts, facts => {
        const verdict = judge(facts);
        expect(backupVerdictSchema.parse(verdict)).toEqual(verdict);
        for (const area of verdict.areas) {
          const worst = Math.max(
            -1,
            ...[...area.reasons, ...area.proofs].map(
              ({ status }) => rank[status],
            ),
          );
          expect(rank[area.status]).toBe(worst === -1 ? rank.unknown : worst);
          expect(rank[verdict.status]).toBeGreaterThanOrEqual(
            rank[area.status],
          );
        }
        const ranks = verdict.reasons.map(({ status }) => rank[status]);
        expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
        expect(verdict.reasons.every(({ remedy }) => remedy)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same bytes for the same facts, in whatever order they come', () => {
    fc.assert(
      fc.property(
        someFacts.chain(facts =>
          fc.record({
            facts: fc.constant(facts),
            sources: fc.shuffledSubarray([...facts.sources], {
              minLength: facts.sources.length,
            }),
            drills: fc.shuffledSubarray([...facts.drills], {
              minLength: facts.drills.length,
            }),
            exercises: fc.shuffledSubarray([...facts.exercises], {
              minLength: facts.exercises.length,
            }),
          }),
        ),
        ({ facts, ...shuffled }) => {
          const first = JSON.stringify(judge(facts));
          const copy = structuredClone(facts);
          expect(JSON.stringify(judge(copy))).toBe(first);
          expect(copy).toEqual(facts);
          expect(
            JSON.stringify(
              judge({
                ...facts,
                ...shuffled,
                sources: shuffled.sources.map(one => ({
                  ...one,
                  observations: [...one.observations].reverse(),
                })),
                objectives: facts.objectives && [...facts.objectives].reverse(),
                compliance: [...facts.compliance].reverse(),
              }),
            ),
          ).toBe(first);
        },
      ),
      { numRuns: 250 },
    );
  });

  it('gives the same bytes at every instant before validUntil', () => {
    fc.assert(
      fc.property(
        someFacts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (facts, part) => {
          const verdict = judge(facts);
          const until = verdict.validUntil
            ? Date.parse(verdict.validUntil)
            : noon + 400 * 86_400_000;
          expect(until).toBeGreaterThan(noon);
          for (const now of [
            Math.floor(noon + part * (until - 1 - noon)),
            until - 1,
          ]) {
            expect(judge(facts, now)).toEqual(verdict);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('never gets better by ageing', () => {
    fc.assert(
      fc.property(
        someFacts,
        fc.array(fc.integer({ min: 1, max: 200_000 }), {
          minLength: 1,
          maxLength: 4,
        }),
        (facts, steps) => {
          let now = noon;
          let before = judge(facts);
          for (const minutes of steps) {
            now += minutes * 60_000;
            const after = judge(facts, now);
            expectNoBetterByAge(before, after);
            before = after;
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  const database = (
    observations: Parameters<typeof source>[2],
    rest: Parameters<typeof source>[3] = {},
  ) =>
    nearlyWell(backupFacts()).map(facts => ({
      ...facts,
      stage: 'production' as const,
      objectives: [{ process: 'store-orders', rpo: 'PT5M', rto: 'PT1H' }],
      sources: [
        ...facts.sources.filter(({ area }) => area !== 'postgresql'),
        source('postgresql', 'pgbackrest', observations, rest),
      ],
    }));
  const good = backups([backup('F', 600)]);

  it.each([
    [
      'a broken chain',
      database([
        good,
        archiver(1),
        continuity({ status: 'broken', unbrokenUntil: at(60) }),
      ]),
    ],
    [
      'a broken chain with a backup after it',
      database([
        good,
        archiver(1),
        continuity({ status: 'broken', unbrokenSinceBackup: 'F' }),
      ]),
    ],
    [
      'damaged backups only',
      database([
        backups([backup('F', 600, { state: 'damaged' })]),
        archiver(1),
        continuity(),
      ]),
    ],
    [
      'an archiver that fails for longer than the objective',
      database([good, archiver(6, { failing: true }), continuity()]),
    ],
    [
      'a source that can’t be reached',
      database([good, archiver(1), continuity()], {
        lastAttempt: { at: minutesAgo(0), status: 'unreachable' },
      }),
    ],
    ['a chain that nobody read', database([good, archiver(1)])],
  ])('is never ok with %s, whatever else is said', (_name, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, fc.boolean(), (facts, withoutDrills) => {
        // A drill to a minute ago would read the chain; these are of days ago at best, or none.
        const drills = withoutDrills
          ? []
          : facts.drills.filter(({ at: when }) => when < minutesAgo(60));
        const verdict = judge({ ...facts, drills });
        expect(verdict.areas[0].status).not.toBe('ok');
        expect(verdict.status).not.toBe('ok');
      }),
      { numRuns: 150 },
    );
  });

  it('covers every window of the time line, without gap or overlap', () => {
    fc.assert(
      fc.property(
        someFacts,
        fc.integer({ min: -60, max: 60 * 24 * 60 }),
        fc.integer({ min: 1, max: 60 * 24 * 60 }),
        (facts, endedMinutesAgo, minutes) => {
          const to = minutesAgo(endedMinutesAgo);
          const window = { from: to - minutes * 60_000, to };
          const timelines = buildTimelines(facts, [], window, policy, noon);
          expect(timelines).toHaveLength(4);
          for (const timeline of timelines) {
            expect(areaTimelineSchema.parse(timeline)).toEqual(timeline);
            let reached = timeline.from;
            for (const stretch of timeline.stretches) {
              expect(stretch.from).toBe(reached);
              expect(stretch.to > stretch.from).toBe(true);
              reached = stretch.to;
            }
            expect(reached).toBe(timeline.to);
            for (const mark of timeline.marks) {
              expect(mark.at >= timeline.from && mark.at <= timeline.to).toBe(
                true,
              );
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('claims no instant to be recoverable that the verdict does not', () => {
    fc.assert(
      fc.property(someFacts, facts => {
        const [timeline] = buildTimelines(
          facts,
          [],
          { from: minutesAgo(60 * 24 * 60), to: noon },
          policy,
          noon,
        );
        const [area] = judge(facts).areas;
        const last = timeline.stretches
          .filter(({ kind }) => kind === 'recoverable')
          .pop();
        expect(
          last === undefined ||
            (area.recoverable !== undefined && last.to <= area.recoverable.to),
        ).toBe(true);
      }),
      { numRuns: 250 },
    );
  });
});
