import type { CalendarState, CalendarWindow } from '../../calendar';
import {
  fact,
  freeze,
  hoursAgo,
  modules,
  noon,
  riskFacts,
} from '../__testUtils__/riskFacts';
import { evaluateRisk } from '../evaluateRisk';
import { defaultRiskPolicy } from '../policy';
import type { RiskFacts } from '../riskFacts';
import { riskContextOf } from '../riskContext';
import { releaseTimingFactor } from './releaseTiming';

const trading: CalendarState = {
  name: 'trading',
  declaredBy: 'odootenant:default/acme',
  readAt: hoursAgo(0.5),
};

const window = (
  kind: CalendarWindow['kind'],
  startsInHours: number,
  endsInHours: number,
): CalendarWindow => ({ ...freeze(startsInHours, endsInHours), kind });

function factsWith(
  windows: CalendarWindow[],
  calendars: CalendarState[] = [trading],
): RiskFacts {
  const facts = riskFacts({ facts: { modules: fact(modules(1, 'sale')) } });
  return {
    ...facts,
    calendar: {
      ...facts.calendar,
      windows,
      calendars,
    } as RiskFacts['calendar'],
  };
}

function judge(facts: RiskFacts, now = noon) {
  return releaseTimingFactor.evaluate(
    riskContextOf(facts, defaultRiskPolicy, now),
  );
}

describe('the time of a release', () => {
  it.each<[CalendarWindow['kind'], number]>([
    ['freeze', 1],
    ['maintenance', 0.75],
    ['peak', 0.5],
    ['holiday', 0.25],
  ])('inside a %s gets %d of the weight', (kind, share) => {
    const finding = judge(factsWith([window(kind, -1, 3)]));
    expect(finding).toMatchObject({
      outcome: 'known',
      share,
      value: `in the ${kind} «Black Friday»`,
      message: expect.stringContaining(`falls into the ${kind} «Black Friday»`),
      remedy: expect.stringMatching(/^Release from .* UTC on, when no/),
      evidence: [
        { label: 'calendar trading', source: 'odootenant:default/acme' },
      ],
    });
    expect(finding.changesAt).toContain(noon + 3 * 3_600_000);
    expect(judge(factsWith([window(kind, -3, 0)]))).toMatchObject({
      share: 0,
    });
  });

  it('counts the worst of several, and a freeze that is near like a peak', () => {
    expect(
      judge(
        factsWith([
          window('holiday', -1, 30),
          window('maintenance', -1, 1),
          window('peak', -1, 2),
        ]),
      ),
    ).toMatchObject({ share: 0.75 });
    expect(
      judge(factsWith([window('holiday', -1, 30), freeze(10, 20)])),
    ).toMatchObject({ share: 0.5, value: expect.stringMatching(/^shortly/) });
  });

  it('does not mind a peak of a domain that it does not touch', () => {
    const peak = { ...window('peak', -1, 1), domains: ['stock' as const] };
    expect(judge(factsWith([peak]))).toMatchObject({ share: 0 });
  });

  const stale = { ...trading, name: 'old', staleFrom: hoursAgo(0) };
  it.each<[string, CalendarState, RegExp]>([
    ['is stale', stale, /'old' was last read at .*, and counts as stale from/],
    [
      'is stale and failed',
      { ...stale, failure: { at: hoursAgo(1), reason: 'It is down.' } },
      /the attempt of .* failed: It is down\./,
    ],
    [
      'was never read',
      { name: 'new', declaredBy: 'resource:default/pg' },
      /'new' was never read; its first reading is still to come/,
    ],
    [
      'was never read for a reason',
      {
        name: 'new',
        declaredBy: 'resource:default/pg',
        failure: { at: hoursAgo(1), reason: 'No access.' },
      },
      /'new' was never read; the attempt of .* failed: No access\./,
    ],
    [
      'is not understood',
      { ...trading, name: 'odd', problems: ['«x» has no end'] },
      /'odd' has events that can't be understood: «x» has no end/,
    ],
  ])(
    'is unknown when one calendar %s, and the release is never waved through',
    (_, state, reason) => {
      const facts = factsWith([], [trading, state]);
      expect(judge(facts)).toMatchObject({
        outcome: 'unknown',
        message: expect.stringMatching(reason),
        remedy: expect.stringContaining(state.declaredBy),
      });
      const verdict = evaluateRisk(facts, defaultRiskPolicy, noon);
      expect(verdict.decision).not.toBe('proceed');
      expect(
        verdict.factors.find(({ id }) => id === 'release-timing')!.points,
      ).toBe(defaultRiskPolicy.weights.releaseTiming);
      // What another calendar lists holds all the same
      expect(judge(factsWith([freeze(-1, 1)], [trading, state]))).toMatchObject(
        {
          outcome: 'known',
          share: 1,
        },
      );
    },
  );

  it('says from when on a calendar will be stale, and changes just then', () => {
    const facts = factsWith([], [{ ...trading, staleFrom: hoursAgo(-2) }]);
    const verdict = evaluateRisk(facts, defaultRiskPolicy, noon);
    expect(verdict.validUntil).toBe(hoursAgo(-2));
    const later = noon + 2 * 3_600_000;
    expect(judge(facts, later - 1)).toMatchObject({ outcome: 'known' });
    expect(judge(facts, later)).toMatchObject({ outcome: 'unknown' });
  });

  it('judges a release that went out by when it did, not by now', () => {
    const facts = factsWith(
      [window('peak', -10, -8)],
      [{ ...trading, staleFrom: hoursAgo(1) }],
    );
    const out: RiskFacts = {
      ...facts,
      release: {
        ...facts.release,
        lifecycle: { ...facts.release.lifecycle, deployedAt: hoursAgo(9) },
      },
    };
    expect(judge(out)).toMatchObject({ outcome: 'known', share: 0.5 });
  });

  it('is not asked of staging', () => {
    const facts = { ...factsWith([freeze(-1, 1)]), stage: 'staging' as const };
    expect(judge(facts)).toMatchObject({ outcome: 'not-applicable' });
  });
});
