import type {
  Release,
  ReleaseLifecycle,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { environmentOf } from '../__testUtils__/ingestHarness';
import { readPastReleases } from './pastReleases';

const HOUR = 3_600_000;
const now = Date.UTC(2026, 10, 22);
const ago = (hours: number) => new Date(now - hours * HOUR).toISOString();
const environment = environmentOf('acme-production', []);

const users = new Map([
  ['jo@acme.example', 'user:default/jo'],
  ['jo', 'user:default/jo'],
  ['kim', 'user:default/kim'],
]);

function release(
  id: string,
  lifecycle: Partial<ReleaseLifecycle>,
  author?: string,
  domain?: 'connectors' | 'sale',
): Release {
  const stated = { source: 'ci', eventId: 'e', occurredAt: ago(99) };
  return {
    id,
    environmentRef: environment.environmentRef,
    artifact: `image-${id}`,
    attempt: 1,
    lifecycle: { firstSeenAt: ago(99), ...lifecycle },
    facts: {
      ...(author !== undefined && { author: { value: author, ...stated } }),
      ...(domain && {
        modules: { value: [{ name: 'some_module', domain }], ...stated },
      }),
    },
  };
}

const subject = {
  release: release('judged', { rollingOutAt: ago(0.1) }, 'jo'),
  instant: now,
};

/** What is said of a release before which there were these. */
async function lookBack(...before: Release[]) {
  const past = await readPastReleases(
    {
      surroundings: {
        listSeenBefore: async questions =>
          questions.map(() => [...before, subject.release]),
        countRunning: async () => new Map(),
        countOnComponents: async () => new Map(),
      },
    },
    [subject],
  );
  return {
    inFlight: past.inFlightOf(subject),
    familiarity: past.familiarityOf(subject, users),
    authors: past.authors,
  };
}

describe('readPastReleases', () => {
  it.each<[string, Partial<ReleaseLifecycle>, boolean]>([
    ['is proposed only', {}, false],
    ['rolls out', { rollingOutAt: ago(1) }, true],
    ['rolls out later', { rollingOutAt: ago(-1) }, false],
    ['went out', { rollingOutAt: ago(1), deployedAt: ago(0) }, false],
    ['goes out later', { rollingOutAt: ago(1), deployedAt: ago(-1) }, true],
    ['failed', { rollingOutAt: ago(1), failedAt: ago(0.5) }, false],
    ['was rolled back', { rollingOutAt: ago(1), rolledBackAt: ago(0) }, false],
    ['gave way', { rollingOutAt: ago(1), supersededAt: ago(0) }, false],
    [
      'began a day ago, and nobody told its end',
      { rollingOutAt: ago(24) },
      false,
    ],
    ['began not quite a day ago', { rollingOutAt: ago(23.9) }, true],
  ])('one that %s', async (_, lifecycle, isInFlight) => {
    const { inFlight } = await lookBack(release('other', lifecycle));
    expect(inFlight).toHaveLength(isInFlight ? 1 : 0);
  });

  it('never counts a release as in flight beside itself, and tells connectors apart', async () => {
    expect((await lookBack()).inFlight).toEqual([]);
    const { inFlight } = await lookBack(
      release('c', { rollingOutAt: ago(1) }, undefined, 'connectors'),
      release('s', { rollingOutAt: ago(1) }, undefined, 'sale'),
    );
    expect(inFlight.map(({ kind, label }) => [kind, label])).toEqual([
      ['connector', 'image-c'],
      ['application', 'image-s'],
    ]);
  });

  it('counts what went well and what failed by then, in all and by the same person', async () => {
    const { familiarity, authors } = await lookBack(
      release('1', { deployedAt: ago(50) }, 'jo@acme.example'),
      release('2', { deployedAt: ago(40), rolledBackAt: ago(39) }, 'jo'),
      // Rolled back only afterwards: nobody could know
      release('3', { deployedAt: ago(30), rolledBackAt: ago(-5) }, 'kim'),
      release('4', { failedAt: ago(20) }, 'nobody'),
      release('5', {}, 'jo'),
    );
    expect(familiarity).toEqual({
      status: 'known',
      environment: { well: 2, failed: 2 },
      author: { well: 1, failed: 1 },
      lookedAt: 4,
    });
    expect(authors).toEqual(
      expect.arrayContaining(['jo@acme.example', 'kim', 'nobody']),
    );
  });
});
