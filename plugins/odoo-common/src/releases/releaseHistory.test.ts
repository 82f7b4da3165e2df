import fc from 'fast-check';
import { fact, hoursAgo, noon, riskFacts } from './__testUtils__/riskFacts';
import { digestA, environmentRef } from './__testUtils__/events';
import type { ReleaseLifecycle } from './model';
import { defaultRiskPolicy } from './policy';
import {
  countReleaseHistory,
  releaseHistorySchema,
  type PastRelease,
} from './releaseHistory';

let count = 0;

function past(
  lifecycle: Partial<ReleaseLifecycle>,
  rest: { hotfix?: boolean; tier?: PastRelease['tier']; in?: string } = {},
): PastRelease {
  count += 1;
  const { release } = riskFacts({
    lifecycle,
    ...(rest.hotfix && { facts: { hotfix: fact(true) } }),
  });
  return {
    release: {
      ...release,
      id: `r${String(count).padStart(4, '0')}`,
      environmentRef: rest.in ?? environmentRef,
    },
    tier: rest.tier ?? 'routine',
  };
}

function history(
  releases: readonly PastRelease[],
  incidents: readonly number[] = [],
  now = noon,
) {
  const counted = countReleaseHistory({
    entityRef: environmentRef,
    past: releases,
    incidents: new Map([[environmentRef, incidents]]),
    policy: defaultRiskPolicy,
    now,
  });
  expect(releaseHistorySchema.parse(counted)).toEqual(counted);
  return counted;
}

const outcomes = (...given: Parameters<typeof history>) =>
  history(...given).strip.map(({ outcome }) => outcome);

const deployed = (hours: number) => ({ deployedAt: hoursAgo(hours) });
const ago = (hours: number) => Date.parse(hoursAgo(hours));

describe('countReleaseHistory', () => {
  it.each<[string, PastRelease[], number[], string[]]>([
    ['nothing went out', [past({})], [], []],
    ['went out three days ago', [past(deployed(72))], [], ['well']],
    ['went out just now', [past(deployed(1))], [], ['pending']],
    ['still in the window', [past(deployed(24))], [], ['pending']],
    ['past the window', [past(deployed(24.001))], [], ['well']],
    ['failed to go out', [past({ failedAt: hoursAgo(3) })], [], ['failed']],
    [
      'was rolled back, however late',
      [past({ ...deployed(500), rolledBackAt: hoursAgo(2) })],
      [],
      ['rolled-back'],
    ],
    [
      'a hotfix after a day',
      [past(deployed(72)), past(deployed(48), { hotfix: true })],
      [],
      ['well', 'hotfix'],
    ],
    [
      'a hotfix later than that',
      [past(deployed(72)), past(deployed(47.9), { hotfix: true })],
      [],
      ['well', 'well'],
    ],
    [
      'another release after an hour is no failure',
      [past(deployed(72)), past(deployed(71))],
      [],
      ['well', 'well'],
    ],
    ['an incident inside', [past(deployed(72))], [ago(70)], ['incident']],
    ['an incident before', [past(deployed(72))], [ago(73)], ['well']],
    ['an incident later', [past(deployed(72))], [ago(47.9)], ['well']],
    [
      'an incident is put down to the last release alone',
      [past(deployed(72)), past(deployed(71))],
      [ago(70)],
      ['incident', 'well'],
    ],
    [
      'a hotfix elsewhere says nothing here',
      [
        past(deployed(72)),
        past(deployed(71), { hotfix: true, in: 'odooenvironment:default/b' }),
      ],
      [],
      ['well', 'well'],
    ],
  ])('%s', (_, releases, incidents, expected) => {
    expect(outcomes(releases, incidents)).toEqual(expected);
    expect(outcomes([...releases].reverse(), incidents)).toEqual(expected);
  });

  it('counts by tier, and says when there are too few to say something', () => {
    const { tiers, strip } = history([
      ...[1, 2, 3, 4].map(day => past(deployed(200 + 72 * day))),
      past({ ...deployed(150), rolledBackAt: hoursAgo(149) }),
      past({ failedAt: hoursAgo(100) }, { tier: 'high' }),
      past(deployed(1), { tier: 'high' }),
    ]);
    expect(tiers).toEqual([
      {
        tier: 'routine',
        n: 5,
        failed: 1,
        tooFew: false,
        message: '1 of 5 releases of tier routine failed.',
      },
      {
        tier: 'elevated',
        n: 0,
        failed: 0,
        tooFew: true,
        message:
          '0 releases of tier elevated: too few to say something; 5 are needed.',
      },
      {
        tier: 'high',
        n: 1,
        failed: 1,
        tooFew: true,
        message:
          '1 release of tier high: too few to say something; 5 are needed.',
      },
      {
        tier: 'peak-critical',
        n: 0,
        failed: 0,
        tooFew: true,
        message:
          '0 releases of tier peak-critical: too few to say something; 5 are needed.',
      },
    ]);
    expect(strip).toHaveLength(7);
    expect(strip[0]).toMatchObject({ outcome: 'pending', artifact: digestA });
  });

  it('gives the same counts in whatever order releases come', () => {
    const release = fc
      .record({
        hours: fc.integer({ min: 0, max: 200 }),
        kind: fc.constantFrom('deployed', 'failed', 'rolled-back', 'proposed'),
        hotfix: fc.boolean(),
        tier: fc.constantFrom<PastRelease['tier']>('routine', 'high'),
      })
      .map(({ hours, kind, ...rest }) =>
        past(
          {
            ...((kind === 'deployed' || kind === 'rolled-back') &&
              deployed(hours)),
            ...(kind === 'failed' && { failedAt: hoursAgo(hours) }),
            ...(kind === 'rolled-back' && { rolledBackAt: hoursAgo(hours) }),
          },
          rest,
        ),
      );
    fc.assert(
      fc.property(
        fc.array(release, { maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 200 })),
        (releases, hours) => {
          const incidents = hours.map(ago);
          const counted = history(releases, incidents);
          expect(
            history([...releases].reverse(), [...incidents].reverse()),
          ).toEqual(counted);
          const told = counted.strip.filter(
            ({ outcome }) => outcome !== 'pending',
          );
          const sum = (key: 'n' | 'failed') =>
            counted.tiers.reduce((total, tier) => total + tier[key], 0);
          expect(sum('n')).toBe(told.length);
          expect(sum('failed')).toBe(
            told.filter(({ outcome }) => outcome !== 'well').length,
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
