import fc from 'fast-check';
import {
  arbitraryFacts,
  arbitraryPolicy,
  calendarWindow,
  changeInFlight,
  incident,
  maintenance,
  moduleChange,
} from './__testUtils__/arbitraryFacts';
import { fact, noon } from './__testUtils__/riskFacts';
import { evaluateRisk } from './evaluateRisk';
import { answerExecutiveQuestions } from './executiveQuestions';
import { migrationClassSchema } from './model';
import { foundationChangeSchema } from './postedFacts';
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
        const isOverridden = verdict.lifted?.some(
          ({ hold }) => hold.id === 'mostly-unknown',
        );
        expect(
          isMostlyUnknown && !isOverridden && verdict.decision !== 'hold',
        ).toBe(false);
        expect(isMostlyUnknown && verdict.decision === 'proceed').toBe(false);
        const isNeededUnknown =
          !facts.release.digest ||
          outcomeOf(verdict, 'checkpoint') === 'unknown' ||
          outcomeOf(verdict, 'release-timing') === 'unknown';
        expect(isNeededUnknown && verdict.decision === 'proceed').toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  const withReadiness = (
    facts: RiskFacts,
    changed: Partial<RiskFacts['readiness']>,
  ): RiskFacts => ({
    ...facts,
    readiness: { ...facts.readiness, ...changed },
  });

  const outcomeIs = (
    verdict: RiskVerdict,
    id: string,
    outcome: 'known' | 'unknown',
  ) => outcomeOf(verdict, id) === outcome;

  type Riskier = (
    facts: RiskFacts,
    verdict: RiskVerdict,
  ) => fc.Arbitrary<RiskFacts>;

  const riskier: [name: string, change: Riskier][] = [
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
      'approved by the author alone',
      (facts, verdict) =>
        fc.constant(
          outcomeIs(verdict, 'approvals', 'known')
            ? {
                ...facts,
                people: {
                  ...facts.people,
                  approvers: [facts.people.author!],
                  unmapped: [],
                },
              }
            : facts,
        ),
    ],
    [
      'another freeze',
      facts =>
        calendarWindow.map(one =>
          facts.calendar.status === 'known'
            ? {
                ...facts,
                calendar: {
                  ...facts.calendar,
                  windows: [
                    ...facts.calendar.windows,
                    { ...one, kind: 'freeze' as const },
                  ],
                },
              }
            : facts,
        ),
    ],
    [
      'another incident',
      facts =>
        incident.map(one => ({
          ...facts,
          incidents: [...facts.incidents, one],
        })),
    ],
    [
      'work on the platform',
      facts =>
        maintenance.map(one => ({
          ...facts,
          maintenance: [...facts.maintenance, one],
        })),
    ],
    [
      'another change at the same time',
      facts =>
        changeInFlight.map(one => ({
          ...facts,
          inFlight: [...facts.inFlight, one],
        })),
    ],
    [
      'tests that fail',
      facts =>
        fc.constant(
          facts.release.facts.testCounts
            ? withReleaseFacts(facts, {
                testCounts: fact({ passed: 1, failed: 3 }),
              })
            : facts,
        ),
    ],
    [
      'a signature that is not verified',
      facts =>
        fc.constant(
          facts.release.facts.signature
            ? withReleaseFacts(facts, { signature: fact({ verified: false }) })
            : facts,
        ),
    ],
    [
      'more moved below the modules',
      facts =>
        fc.constantFrom(...foundationChangeSchema.options).map(one => {
          const { foundations } = facts.release.facts;
          return foundations
            ? withReleaseFacts(facts, {
                foundations: fact([...foundations.value, one]),
              })
            : facts;
        }),
    ],
    [
      'a release before that failed',
      facts =>
        fc.constant(
          facts.familiarity.status === 'known'
            ? {
                ...facts,
                familiarity: {
                  ...facts.familiarity,
                  environment: {
                    ...facts.familiarity.environment,
                    failed: facts.familiarity.environment.failed + 1,
                  },
                },
              }
            : facts,
        ),
    ],
    [
      'a burnt error budget',
      facts =>
        fc.constant(
          withReadiness(facts, {
            errorBudget: {
              status: 'known',
              remainingPercent: -1,
              evidence: [],
            },
          }),
        ),
    ],
  ];

  it.each(riskier)('%s never lowers the score or the decision', (_, change) => {
    fc.assert(
      fc.property(
        fc.tuple(arbitraryFacts, arbitraryPolicy).chain(([facts, policy]) => {
          const before = evaluateRisk(facts, policy, noon);
          return change(facts, before).map(worse => ({
            before,
            after: evaluateRisk(worse, policy, noon),
          }));
        }),
        ({ before, after }) => {
          expect(after.score.total).toBeGreaterThanOrEqual(before.score.total);
          expect(rank[after.decision]).toBeGreaterThanOrEqual(
            rank[before.decision],
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a deeper migration never lowers the score', () => {
    const classes = migrationClassSchema.options;
    fc.assert(
      fc.property(
        arbitraryFacts,
        arbitraryPolicy,
        fc.integer({ min: 0, max: classes.length - 2 }),
        (facts, policy, depth) => {
          const [before, after] = [depth, depth + 1].map(
            index =>
              evaluateRisk(
                withReleaseFacts(facts, {
                  migrationClass: fact(classes[index]),
                }),
                policy,
                noon,
              ).score.total,
          );
          expect(after).toBeGreaterThanOrEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  const unknown = { status: 'unknown', reason: 'nobody said' } as const;

  /** Forgets facts of the release, and learns them from other facts. */
  const ofRelease = (
    ...fields: (keyof RiskFacts['release']['facts'])[]
  ): [
    forget: (facts: RiskFacts) => RiskFacts,
    learn: (facts: RiskFacts, known: RiskFacts) => RiskFacts,
  ] => [
    facts =>
      withReleaseFacts(
        facts,
        Object.fromEntries(fields.map(field => [field, undefined])),
      ),
    (facts, { release }) =>
      withReleaseFacts(
        facts,
        Object.fromEntries(fields.map(field => [field, release.facts[field]])),
      ),
  ];

  const ofReadiness = (
    ...parts: (keyof RiskFacts['readiness'])[]
  ): ReturnType<typeof ofRelease> => [
    facts =>
      withReadiness(
        facts,
        Object.fromEntries(parts.map(part => [part, unknown])),
      ),
    (facts, { readiness }) =>
      withReadiness(
        facts,
        Object.fromEntries(parts.map(part => [part, readiness[part]])),
      ),
  ];

  const both = (
    [forgetA, learnA]: ReturnType<typeof ofRelease>,
    [forgetB, learnB]: ReturnType<typeof ofRelease>,
  ): ReturnType<typeof ofRelease> => [
    facts => forgetB(forgetA(facts)),
    (facts, known) => learnB(learnA(facts, known), known),
  ];

  it.each<[id: string, ReturnType<typeof ofRelease>]>([
    ['change-size', ofRelease('changedLines', 'modules')],
    ['domains', ofRelease('modules')],
    ['module-dependents', ofRelease('modules')],
    ['migration-class', ofRelease('migrationClass')],
    ['foundation', ofRelease('foundations')],
    ['migration-rehearsal', ofRelease('rehearsal')],
    ['tests', ofRelease('tests', 'testCounts')],
    ['signature', ofRelease('signature', 'signed')],
    ['provenance', ofRelease('provenance')],
    ['vulnerabilities', ofRelease('vulnerabilities')],
    ['change-record', ofRelease('changeRecord')],
    ['rollback-rehearsal', ofRelease('rollbackRehearsal')],
    ['checkpoint', both(ofRelease('checkpoint'), ofReadiness('checkpoint'))],
    ['recovery-point', ofReadiness('recoveryPoint')],
    ['restore-drill', ofReadiness('restoreDrill')],
    [
      'guardrails-defined',
      both(ofRelease('guardrails'), ofReadiness('guardrails')),
    ],
    ['preparation', both(ofRelease('preparation'), ofReadiness('capacity'))],
    [
      'release-timing',
      [
        facts => ({ ...facts, calendar: unknown }),
        (facts, { calendar }) => ({ ...facts, calendar }),
      ],
    ],
    [
      'staging-same-digest',
      [
        facts => ({ ...facts, staging: unknown }),
        (facts, { staging }) => ({ ...facts, staging }),
      ],
    ],
    [
      'shared-platform',
      [
        facts => ({ ...facts, blastRadius: unknown }),
        (facts, { blastRadius }) => ({ ...facts, blastRadius }),
      ],
    ],
    [
      'familiarity',
      [
        facts => ({ ...facts, familiarity: unknown }),
        (facts, { familiarity }) => ({ ...facts, familiarity }),
      ],
    ],
    [
      'approvals',
      [
        facts => ({ ...facts, people: { unmapped: [] } }),
        (facts, { people }) => ({ ...facts, people }),
      ],
    ],
  ])('learning about %s never raises the score', (id, [forget, learn]) => {
    fc.assert(
      fc.property(
        arbitraryFacts,
        arbitraryFacts,
        arbitraryPolicy,
        (facts, known, policy) => {
          const gap = forget(facts);
          const before = evaluateRisk(gap, policy, noon);
          expect(outcomeOf(before, id)).not.toBe('known');
          const learnt = learn(gap, known);
          const after = evaluateRisk(learnt, policy, noon);
          expect(after.score.total).toBeLessThanOrEqual(before.score.total);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('asks not in which order facts come', () => {
    fc.assert(
      fc.property(arbitraryFacts, arbitraryPolicy, (facts, policy) => {
        const { modules, approvers } = facts.release.facts;
        const turned: RiskFacts = {
          ...withReleaseFacts(facts, {
            ...(modules && {
              modules: { ...modules, value: [...modules.value].reverse() },
            }),
            ...(approvers && { approvers }),
          }),
          decisions: [...facts.decisions].reverse(),
          maintenance: [...facts.maintenance].reverse(),
          inFlight: [...facts.inFlight].reverse(),
        };
        const judged = (of: RiskFacts) => {
          const { status, decision, tier, score, holds, factors, validUntil } =
            evaluateRisk(of, policy, noon);
          return {
            status,
            decision,
            tier: tier?.name,
            score,
            validUntil,
            holds: holds.map(({ id }) => id),
            points: factors.map(({ points }) => points),
          };
        };
        expect(judged(turned)).toEqual(judged(facts));
      }),
      { numRuns: 300 },
    );
  });

  it('answers the executive questions as the score counts, and never yes to what is not known', () => {
    fc.assert(
      fc.property(arbitraryFacts, arbitraryPolicy, (facts, policy) => {
        const answers = answerExecutiveQuestions(facts, policy, noon);
        expect(answers).toHaveLength(facts.stage === 'production' ? 5 : 0);
        const verdict = evaluateRisk(facts, policy, noon);
        const askedFor: Record<string, string[]> = {
          'same-artifact': ['staging-same-digest'],
          'tested-rollback': ['rollback-rehearsal'],
          recoverable: ['checkpoint', 'restore-drill', 'recovery-point'],
          window: ['release-timing'],
          thresholds: ['guardrails-defined'],
        };
        for (const { id, answer } of answers) {
          const isUnknown = askedFor[id].some(factor =>
            outcomeIs(verdict, factor, 'unknown'),
          );
          expect(isUnknown && answer === 'yes').toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});
