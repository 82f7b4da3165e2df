import { resolve } from 'node:path';
import { readFleet, type DeclaredFleet } from '../kubernetes/readFleet';
import { demonstrationTrouble, noTrouble } from '../kubernetes/trouble';
import { demonstrationBuckets } from './demonstrationBuckets';

const now = new Date('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;

describe('demonstrationBuckets', () => {
  let fleet: DeclaredFleet;

  beforeAll(async () => {
    fleet = await readFleet(resolve(__dirname, '../../../../examples/fleet'));
  });

  /** Hours since the newest file of an environment. */
  const quiet = (name: string, trouble = demonstrationTrouble) => {
    const { bucket, prefix } = fleet.environments.find(
      ({ metadata }) => metadata.name === name,
    )!.spec.objectStorage!;
    const instants = [
      ...demonstrationBuckets(fleet, trouble, now).get(bucket)!.objects,
    ]
      .filter(([key]) => key.startsWith(prefix!))
      .map(([, { at }]) => at.getTime());
    expect(instants.length).toBeGreaterThan(50);
    expect(Math.max(...instants)).toBeLessThanOrEqual(now.getTime());
    return (now.getTime() - Math.max(...instants)) / HOUR;
  };

  it('is the same for the same instant, to the byte', () => {
    const told = () =>
      JSON.stringify(
        [...demonstrationBuckets(fleet, demonstrationTrouble, now)].map(
          ([name, { objects, ...bucket }]) => [name, [...objects], bucket],
        ),
      );
    expect(told()).toBe(told());
  });

  it('has files of just now in every prefix, but for the trouble', () => {
    const stored = fleet.environments.filter(({ spec }) => spec.objectStorage);
    expect(stored.length).toBeGreaterThan(10);
    for (const { metadata } of stored) {
      expect(quiet(metadata.name, noTrouble)).toBeLessThan(0.25);
    }
    expect(quiet('grosvanta-production')).toBeGreaterThan(24);
    expect(quiet('grosvanta-staging')).toBeLessThan(0.25);
  });
});
