import { at, digestA, digestB, environmentRef } from './__testUtils__/events';
import type { Release, ReleaseLifecycle } from './model';
import { defaultRiskPolicy } from './policy';
import { releaseId } from './releaseId';
import { pickCurrentRelease, releaseStateAt } from './releaseState';

function release(
  lifecycle: Partial<ReleaseLifecycle>,
  artifact = digestA,
): Release {
  return {
    id: releaseId(environmentRef, artifact, 1),
    environmentRef,
    artifact,
    attempt: 1,
    lifecycle: { firstSeenAt: at('08:00'), ...lifecycle },
    facts: {},
  };
}
const ms = (iso: string) => Date.parse(iso);

describe('releaseStateAt', () => {
  const deployed = { deployedAt: at('09:00') };
  it.each<[Partial<ReleaseLifecycle>, string, string, string | undefined]>([
    [{ proposedAt: at('08:00') }, '08:00', 'proposed', undefined],
    [{ gatedAt: at('08:00') }, '08:00', 'gated', undefined],
    [
      { gatedAt: at('08:00'), rollingOutAt: at('08:10') },
      '08:20',
      'rolling-out',
      undefined,
    ],
    [deployed, '08:59', 'deployed', at('09:10')],
    [deployed, '09:00', 'deployed', at('09:10')],
    [deployed, '09:10', 'watching', '2026-11-23T09:00:00.000Z'],
    [{ ...deployed, failedAt: at('09:05') }, '09:10', 'failed', undefined],
    [
      { ...deployed, rolledBackAt: at('09:05') },
      '09:10',
      'rolled-back',
      undefined,
    ],
    [
      { ...deployed, supersededAt: at('09:05') },
      '09:10',
      'superseded',
      undefined,
    ],
  ])('%j at %s is %s', (lifecycle, now, state, changesAt) => {
    expect(
      releaseStateAt(release(lifecycle), ms(at(now)), defaultRiskPolicy),
    ).toEqual({ state, ...(changesAt && { changesAt: ms(changesAt) }) });
  });

  it('settles at the end of the watch, and at once without one', () => {
    const end = ms('2026-11-23T09:00:00.000Z');
    expect(
      releaseStateAt(release(deployed), end - 1, defaultRiskPolicy).state,
    ).toBe('watching');
    expect(releaseStateAt(release(deployed), end, defaultRiskPolicy)).toEqual({
      state: 'settled',
    });
    expect(
      releaseStateAt(release(deployed), ms(at('09:10')), {
        ...defaultRiskPolicy,
        watchHours: 0,
      }),
    ).toEqual({ state: 'settled' });
  });
});

describe('pickCurrentRelease', () => {
  const runs = release({ deployedAt: at('10:00') }, digestA);
  it.each<[string, Release[], Release | undefined]>([
    ['nothing', [], undefined],
    [
      'what runs',
      [
        release(
          { deployedAt: at('09:00'), supersededAt: at('10:00') },
          digestB,
        ),
        runs,
      ],
      runs,
    ],
    [
      'what runs, not what failed later',
      [release({ failedAt: at('11:00') }, digestB), runs],
      runs,
    ],
    [
      'what runs, not what was proposed before it',
      [release({ proposedAt: at('09:00') }, digestB), runs],
      runs,
    ],
  ])('%s', (_name, releases, expected) => {
    expect(pickCurrentRelease(releases)).toBe(expected);
    expect(pickCurrentRelease([...releases].reverse())).toBe(expected);
  });

  it('takes what is on its way when it was heard of after the running one was deployed', () => {
    const coming = release(
      { proposedAt: at('09:00'), gatedAt: at('11:00') },
      digestB,
    );
    expect(pickCurrentRelease([runs, coming])).toBe(coming);
    expect(pickCurrentRelease([coming, runs])).toBe(coming);
  });

  it('takes the one that ended last when nothing else is known', () => {
    const first = release({ failedAt: at('09:00') }, digestA);
    const second = release({ rolledBackAt: at('10:00') }, digestB);
    expect(pickCurrentRelease([first, second])).toBe(second);
  });
});
