import fc from 'fast-check';
import {
  arbitraryFacts,
  arbitraryPolicy,
  calendarWindow,
  moduleChange,
} from './__testUtils__/arbitraryFacts';
import { digestA } from './__testUtils__/events';
import { fact, hoursAgo, noon } from './__testUtils__/riskFacts';
import { evaluateRisk } from './evaluateRisk';
import { riskFactsSchema, type RiskFacts } from './riskFacts';
import {
  riskVerdictSchema,
  type GateDecision,
  type RiskVerdict,
} from './verdict';

const rank: Record<GateDecision, number> = { proceed: 0, caution: 1, hold: 2 };
const outcomeOf = (verdict: RiskVerdict, id: string) =>
  verdict.factors.find(factor => factor.id === id)?.outcome;

function withReleaseFacts(
  facts: RiskFacts,
  changed: RiskFacts['release']['facts'],
): RiskFacts {
  return {
    ...facts,
    release: {
      ...facts.release,
      facts: { ...facts.release.facts, ...changed },
    },
  };
}

describe('properties of evaluateRisk', () => {
  it('never throws, and gives a verdict whose parts sum to the whole', () => {
    fc.assert(
      fc.property(arbitraryFacts, arbitraryPolicy, (facts, policy) => {
        expect(riskFactsSchema.parse(facts)).toEqual(facts);
        const verdict = evaluateRisk(facts, policy, noon);
        expect(riskVerdictSchema.parse(verdict)).toEqual(verdict);
        const sum = (of: typeof verdict.factors, key: 'points' | 'weight') =>
          of.reduce((total, factor) => total + factor[key], 0);
        const { factors, score } = verdict;
        const group = (name: string) => factors.filter(f => f.group === name);
        expect(score).toEqual({
          inherent: sum(group('inherent'), 'points'),
          readiness: sum(group('readiness'), 'points'),
          total: sum(factors, 'points'),
          unknownWeight: sum(
            factors.filter(f => f.outcome === 'unknown'),
            'weight',
          ),
          applicableWeight: sum(
            factors.filter(f => f.outcome !== 'not-applicable'),
            'weight',
          ),
          thresholds: policy.thresholds,
        });
        expect(score.inherent).toBeLessThanOrEqual(60);
        expect(score.readiness).toBeLessThanOrEqual(40);
        for (const { points, weight } of factors) {
          expect(points).toBeLessThanOrEqual(weight);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same bytes for the same facts', () => {
    fc.assert(
      fc.property(arbitraryFacts, arbitraryPolicy, (facts, policy) => {
        const first = JSON.stringify(evaluateRisk(facts, policy, noon));
        const copies = structuredClone({ facts, policy });
        expect(
          JSON.stringify(evaluateRisk(copies.facts, copies.policy, noon)),
        ).toBe(first);
        expect(copies).toEqual({ facts, policy });
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same bytes at every instant before validUntil', () => {
    fc.assert(
      fc.property(
        arbitraryFacts,
        arbitraryPolicy,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (facts, policy, part) => {
          const verdict = evaluateRisk(facts, policy, noon);
          const until = verdict.validUntil
            ? Date.parse(verdict.validUntil)
            : noon + 400 * 24 * 3_600_000;
          expect(until).toBeGreaterThan(noon);
          for (const now of [
            Math.floor(noon + part * (until - 1 - noon)),
            until - 1,
          ]) {
            expect(evaluateRisk(facts, policy, now)).toEqual(verdict);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never calls unknown ok', () => {
    fc.assert(
      fc.property(arbitraryFacts, arbitraryPolicy, (facts, policy) => {
        const verdict = evaluateRisk(facts, policy, noon);
        for (const { outcome, reason } of verdict.factors) {
          expect(reason.status === 'unknown').toBe(outcome === 'unknown');
        }
        const { unknownWeight, applicableWeight } = verdict.score;
        const isMostlyUnknown = unknownWeight * 2 > applicableWeight;
        expect(verdict.status === 'unknown').toBe(isMostlyUnknown);
        expect(isMostlyUnknown && verdict.decision !== 'hold').toBe(false);
        const isNeededUnknown =
          !facts.release.digest ||
          outcomeOf(verdict, 'checkpoint') === 'unknown' ||
          outcomeOf(verdict, 'release-timing') === 'unknown';
        expect(isNeededUnknown && verdict.decision === 'proceed').toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it.each<
    [
      string,
      (facts: RiskFacts, verdict: RiskVerdict) => fc.Arbitrary<RiskFacts>,
    ]
  >([
    [
      'more lines',
      facts =>
        fc.nat(2000).map(more => {
          const { changedLines } = facts.release.facts;
          return changedLines
            ? withReleaseFacts(facts, {
                changedLines: fact(changedLines.value + more),
              })
            : facts;
        }),
    ],
    [
      'more modules',
      facts =>
        fc.array(moduleChange, { maxLength: 8 }).map(more => {
          const { modules } = facts.release.facts;
          return modules
            ? withReleaseFacts(facts, {
                modules: fact([...modules.value, ...more]),
              })
            : facts;
        }),
    ],
    [
      'no approver',
      (facts, verdict) =>
        fc.constant(
          outcomeOf(verdict, 'approvals') === 'known'
            ? {
                ...facts,
                people: { ...facts.people, approvers: [], unmapped: [] },
              }
            : facts,
        ),
    ],
    [
      'another window of a calendar',
      facts =>
        calendarWindow.map(one =>
          facts.calendar.status === 'known'
            ? {
                ...facts,
                calendar: {
                  ...facts.calendar,
                  windows: [...facts.calendar.windows, one],
                },
              }
            : facts,
        ),
    ],
  ])('%s never lowers the score or the decision', (_name, change) => {
    fc.assert(
      fc.property(
        fc.tuple(arbitraryFacts, arbitraryPolicy).chain(([facts, policy]) => {
          const before = evaluateRisk(facts, policy, noon);
          return change(facts, before).map(riskier => ({
            before,
            after: evaluateRisk(riskier, policy, noon),
          }));
        }),
        ({ before, after }) => {
          expect(after.score.total).toBeGreaterThanOrEqual(before.score.total);
          expect(rank[after.decision]).toBeGreaterThanOrEqual(
            rank[before.decision],
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  const unknown = { status: 'unknown', reason: 'nobody said' } as const;

  it.each<
    [
      id: string,
      forget: (facts: RiskFacts) => RiskFacts,
      learn: (facts: RiskFacts, known: RiskFacts) => RiskFacts,
    ]
  >([
    [
      'change-size',
      facts =>
        withReleaseFacts(facts, {
          changedLines: undefined,
          modules: undefined,
        }),
      (facts, { release }) =>
        withReleaseFacts(facts, {
          changedLines: release.facts.changedLines ?? fact(9999),
          modules: release.facts.modules,
        }),
    ],
    [
      'release-timing',
      facts => ({ ...facts, calendar: unknown }),
      (facts, { calendar }) => ({ ...facts, calendar }),
    ],
    [
      'staging-same-digest',
      facts => ({ ...facts, staging: unknown }),
      (facts, { staging }) => ({
        ...facts,
        staging,
        release: { ...facts.release, artifact: digestA, digest: digestA },
      }),
    ],
    [
      'approvals',
      facts => ({ ...facts, people: { unmapped: [] } }),
      (facts, { people }) => ({ ...facts, people }),
    ],
    [
      'checkpoint',
      facts => withReleaseFacts(facts, { checkpoint: undefined }),
      (facts, { release }) =>
        withReleaseFacts(facts, {
          checkpoint: release.facts.checkpoint ?? fact({ at: hoursAgo(900) }),
        }),
    ],
  ])('learning about %s never raises the score', (id, forget, learn) => {
    fc.assert(
      fc.property(
        arbitraryFacts,
        arbitraryFacts,
        arbitraryPolicy,
        (facts, known, policy) => {
          const gap = forget(facts);
          const before = evaluateRisk(gap, policy, noon);
          expect(outcomeOf(before, id)).not.toBe('known');
          const after = evaluateRisk(learn(gap, known), policy, noon);
          expect(after.score.total).toBeLessThanOrEqual(before.score.total);
        },
      ),
      { numRuns: 500 },
    );
  });
});
