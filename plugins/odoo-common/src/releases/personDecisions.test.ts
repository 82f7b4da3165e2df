import fc from 'fast-check';
import {
  arbitraryFacts,
  arbitraryPolicy,
} from './__testUtils__/arbitraryFacts';
import { noon } from './__testUtils__/riskFacts';
import { evaluateRisk } from './evaluateRisk';
import { personDecisionObstacles } from './personDecisionObstacles';
import {
  personDecisionStandingAt,
  personDecisionsInForce,
  type PersonDecision,
} from './personDecisions';
import type { RiskHold } from './verdict';

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;
const start = Date.UTC(2026, 10, 22);
const iso = (ms: number) => new Date(ms).toISOString();

const decision: PersonDecision = {
  id: 'd1',
  kind: 'override',
  releaseId: 'r1',
  environmentRef: 'odooenvironment:default/acme-production',
  digest: digestOf('a'),
  by: 'user:default/kim',
  reason: 'The shops would lose more by waiting',
  at: iso(start),
  expiresAt: iso(start + 1000),
};
const release = {
  id: 'r1',
  digest: digestOf('a'),
  author: 'user:default/jo',
};
const counts = (
  of: PersonDecision,
  about: Parameters<typeof personDecisionsInForce>[1],
  now: number,
) => personDecisionsInForce([of], about, now).length === 1;

describe('a decision of a person', () => {
  it.each([
    [-1, 'not-yet'],
    [0, 'in-force'],
    [999, 'in-force'],
    [1000, 'expired'],
  ])('%d ms after it was taken is %s', (after, standing) => {
    expect(personDecisionStandingAt(decision, start + after)).toBe(standing);
  });

  it('counts to the millisecond before it was revoked', () => {
    const revoked = { ...decision, revokedAt: iso(start + 500) };
    expect(personDecisionStandingAt(revoked, start + 499)).toBe('in-force');
    expect(personDecisionStandingAt(revoked, start + 500)).toBe('revoked');
    expect(personDecisionStandingAt(revoked, start + 5000)).toBe('revoked');
  });

  it('says nothing of another digest, another release, one’s own release, or one of an unknown author', () => {
    expect(counts(decision, release, start)).toBe(true);
    const { digest: _, ...withoutDigest } = release;
    const { author: __, ...withoutAuthor } = release;
    for (const other of [
      { ...release, digest: digestOf('b') },
      { ...release, id: 'r2' },
      { ...release, author: decision.by },
      withoutDigest,
      withoutAuthor,
    ]) {
      expect(counts(decision, other, start)).toBe(false);
    }
  });

  it('counts within its time alone, and for its digest alone, whatever they are', () => {
    const hex = fc.constantFrom(...'0123456789abcdef').map(digestOf);
    fc.assert(
      fc.property(
        hex,
        hex,
        fc.integer({ min: 0, max: 86_400_000 }),
        fc.integer({ min: -10, max: 86_400_010 }),
        fc.option(fc.integer({ min: 0, max: 86_400_000 }), { nil: undefined }),
        (digest, asked, length, after, revokedAfter) => {
          const taken: PersonDecision = {
            ...decision,
            digest,
            expiresAt: iso(start + length),
            ...(revokedAfter !== undefined && {
              revokedAt: iso(start + revokedAfter),
            }),
          };
          expect(
            counts(taken, { ...release, digest: asked }, start + after),
          ).toBe(
            digest === asked &&
              after >= 0 &&
              after < Math.min(length, revokedAfter ?? Infinity),
          );
        },
      ),
    );
  });
});

describe('personDecisionObstacles', () => {
  const facts = {
    release: {
      id: 'r1',
      environmentRef: decision.environmentRef,
      artifact: release.digest,
      digest: release.digest,
      attempt: 1,
      lifecycle: { firstSeenAt: iso(start) },
      facts: {},
    },
    people: { author: release.author, unmapped: [] },
  };
  const hold = (more: Partial<RiskHold>): RiskHold => ({
    id: 'x',
    status: 'critical',
    message: 'Something holds.',
    evidence: [],
    effect: 'hold',
    ...more,
  });
  const obstacles = (
    holds: RiskHold[],
    more: Partial<Parameters<typeof personDecisionObstacles>[0]> = {},
  ) =>
    personDecisionObstacles({
      kind: 'override',
      by: decision.by,
      facts,
      verdict: { decision: 'hold', holds },
      ...more,
    }).map(({ id }) => id);

  it('are none when somebody else decides about what can be lifted', () => {
    expect(obstacles([hold({ liftableBy: ['override'] })])).toEqual([]);
    // One that only asks for caution needs no lifting
    expect(obstacles([hold({ effect: 'caution', liftableBy: [] })])).toEqual(
      [],
    );
  });

  it('always name a hold that nobody lifts, whatever else holds and whoever asks', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([
          hold({ id: 'freeze', liftableBy: ['override'] }),
          hold({ id: 'incident', liftableBy: ['override'] }),
          hold({ id: 'peak', liftableBy: ['executive-sign-off'] }),
        ]),
        fc.constantFrom('override' as const, 'executive-sign-off' as const),
        fc.constantFrom('user:default/kim', 'user:default/ada'),
        fc.constantFrom<Partial<RiskHold>>(
          { id: 'separation-of-duties', liftableBy: [] },
          { id: 'digest-unknown' },
        ),
        (others, kind, by, never) => {
          expect(obstacles([...others, hold(never)], { kind, by })).toContain(
            'never-lifted',
          );
          expect(obstacles(others, { kind, by })).toEqual([]);
        },
      ),
    );
  });

  it('are what is the case', () => {
    const { digest: _, ...withoutDigest } = facts.release;
    const lifecycle = facts.release.lifecycle;
    const at = iso(start);
    expect([
      obstacles([], { by: release.author }),
      obstacles([], { facts: { ...facts, people: { unmapped: ['jo'] } } }),
      obstacles([], { facts: { ...facts, release: withoutDigest } }),
      obstacles([], { verdict: { decision: 'proceed', holds: [] } }),
      // Signed in advance, before the peak begins
      obstacles([], {
        kind: 'executive-sign-off',
        verdict: { decision: 'proceed', holds: [] },
      }),
      ...['deployedAt', 'failedAt', 'rolledBackAt', 'supersededAt'].map(field =>
        obstacles([], {
          facts: {
            ...facts,
            release: {
              ...facts.release,
              lifecycle: { ...lifecycle, [field]: at },
            },
          },
        }),
      ),
    ]).toEqual([
      ['own-release'],
      ['author-unknown'],
      ['digest-unknown'],
      ['nothing-holds'],
      [],
      ['went-out'],
      ['ended'],
      ['ended'],
      ['ended'],
    ]);
  });
});

describe('every decision there could be', () => {
  const taken = (
    facts: { release: { id: string; environmentRef: string; digest?: string } },
    digest: string,
    from: number,
  ): PersonDecision[] =>
    (['override', 'executive-sign-off'] as const).map(kind => ({
      id: kind,
      kind,
      releaseId: facts.release.id,
      environmentRef: facts.release.environmentRef,
      digest,
      by: 'user:default/somebody-else',
      reason: 'The shops would lose more by waiting',
      at: iso(from),
      expiresAt: iso(from + 86_400_000),
    }));

  it('never lifts what nobody lifts, neither of an unknown digest nor of broken separation of duties', () => {
    const seen = new Set<string>();
    const alone = arbitraryFacts.map(facts => ({
      ...facts,
      people: {
        author: 'user:default/jo',
        approvers: ['user:default/jo'],
        unmapped: [],
      },
    }));
    fc.assert(
      fc.property(
        fc.oneof(arbitraryFacts, alone),
        arbitraryPolicy,
        (facts, policy) => {
          const without = evaluateRisk(
            { ...facts, decisions: [] },
            policy,
            noon,
          );
          const never = without.holds.filter(
            ({ effect, liftableBy }) =>
              effect === 'hold' && !liftableBy?.length,
          );
          never.forEach(({ id }) => seen.add(id));
          const decisions = taken(
            facts,
            facts.release.digest ?? digestOf('a'),
            // The release may be judged for the instant at which it went out
            noon - 10 * 365 * 86_400_000,
          ).map(d => ({ ...d, expiresAt: iso(noon + 86_400_000) }));
          const after = evaluateRisk({ ...facts, decisions }, policy, noon);
          expect(after.holds.map(({ id }) => id)).toEqual(
            expect.arrayContaining(never.map(({ id }) => id)),
          );
          expect(never.length > 0 && after.decision !== 'hold').toBe(false);
          expect((after.lifted ?? []).map(({ hold }) => hold.id)).not.toContain(
            'separation-of-duties',
          );
          expect(
            facts.release.digest === undefined && after.lifted !== undefined,
          ).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
    expect(seen).toContain('separation-of-duties');
  });

  it('changes not a byte when it is about another digest', () => {
    fc.assert(
      fc.property(arbitraryFacts, arbitraryPolicy, (facts, policy) => {
        const other = `sha256:${'9'.repeat(63)}8`;
        const { validUntil: _, ...without } = evaluateRisk(
          { ...facts, decisions: [] },
          policy,
          noon,
        );
        const { validUntil: __, ...after } = evaluateRisk(
          { ...facts, decisions: taken(facts, other, noon - 1000) },
          policy,
          noon,
        );
        expect(JSON.stringify(after)).toBe(JSON.stringify(without));
      }),
    );
  });
});
