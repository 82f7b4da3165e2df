import fc from 'fast-check';
import { at, digestA, digestB, event, fold } from './__testUtils__/events';
import {
  releaseEventKindSchema,
  releaseSchema,
  type ReleaseEvent,
  type ReleaseEventKind,
} from './model';

const lifecycles = (events: ReleaseEvent[], artifact?: string) =>
  fold(events, artifact).map(({ lifecycle }) => lifecycle);

describe('foldReleases', () => {
  it.each<[ReleaseEventKind, string | undefined]>([
    ['proposed', 'proposedAt'],
    ['gate-answered', 'gatedAt'],
    ['rollout-started', 'rollingOutAt'],
    ['deployed', 'deployedAt'],
    ['rolled-back', 'deployedAt'],
    ['artifact-packaged', undefined],
    ['artifact-signed', undefined],
    ['artifact-published', undefined],
    ['change-merged', undefined],
    ['pipeline-finished', undefined],
    ['tests-finished', undefined],
    ['checkpoint-recorded', undefined],
    ['incident-reported', undefined],
    ['other', undefined],
  ])('%s gives birth to a release by %s', (kind, field) => {
    expect(lifecycles([event(kind, '10:00')])).toEqual(
      field ? [{ firstSeenAt: at('10:00'), [field]: at('10:00') }] : [],
    );
  });

  it('follows one release from proposal to the next deployment', () => {
    const events = [
      event('proposed', '09:00'),
      event('gate-answered', '09:10'),
      event('gate-answered', '09:20'),
      event('rollout-started', '09:30'),
      event('deployed', '09:40', { service: 'web' }),
      event('deployed', '09:45', { service: 'cron' }),
      event('gate-answered', '09:50'),
      event('deployed', '18:00', { artifact: digestB }),
    ];
    expect(lifecycles(events)).toEqual([
      {
        firstSeenAt: at('09:00'),
        proposedAt: at('09:00'),
        gatedAt: at('09:20'),
        rollingOutAt: at('09:30'),
        deployedAt: at('09:40'),
        supersededAt: at('18:00'),
      },
    ]);
    expect(lifecycles(events, digestB)).toEqual([
      { firstSeenAt: at('18:00'), deployedAt: at('18:00') },
    ]);
  });

  it('takes a rollback to another artifact as the end of what ran and a new attempt of what runs now', () => {
    const events = [
      event('deployed', '09:00'),
      event('deployed', '10:00', { artifact: digestB }),
      event('rolled-back', '10:30', { service: 'web' }),
      event('rolled-back', '10:31', { service: 'cron' }),
    ];
    expect(lifecycles(events, digestB)).toEqual([
      {
        firstSeenAt: at('10:00'),
        deployedAt: at('10:00'),
        rolledBackAt: at('10:30'),
      },
    ]);
    expect(fold(events)).toMatchObject([
      { attempt: 1, lifecycle: { supersededAt: at('10:00') } },
      {
        attempt: 2,
        lifecycle: { firstSeenAt: at('10:30'), deployedAt: at('10:30') },
      },
    ]);
    expect(fold(events)[1].lifecycle.rolledBackAt).toBeUndefined();
  });

  it('takes a rollback that names what runs as the end of that release', () => {
    expect(
      lifecycles([event('deployed', '09:00'), event('rolled-back', '09:30')]),
    ).toEqual([
      {
        firstSeenAt: at('09:00'),
        deployedAt: at('09:00'),
        rolledBackAt: at('09:30'),
      },
    ]);
  });

  it('fails a release by a failed pipeline between birth and deployment only', () => {
    const failed = (time: string) =>
      event('pipeline-finished', time, { outcome: 'failure' });
    expect(
      lifecycles([
        failed('08:00'),
        event('proposed', '09:00'),
        event('pipeline-finished', '09:10', { outcome: 'success' }),
        event('pipeline-finished', '09:15', { outcome: 'cancelled' }),
        event('deployed', '09:20'),
        failed('09:30'),
      ]),
    ).toEqual([
      {
        firstSeenAt: at('09:00'),
        proposedAt: at('09:00'),
        deployedAt: at('09:20'),
      },
    ]);
    expect(
      lifecycles([
        event('proposed', '09:00'),
        event('pipeline-finished', '09:10', { outcome: 'error' }),
        event('proposed', '09:20'),
      ]),
    ).toEqual([
      {
        firstSeenAt: at('09:00'),
        proposedAt: at('09:00'),
        failedAt: at('09:10'),
      },
      { firstSeenAt: at('09:20'), proposedAt: at('09:20') },
    ]);
  });

  it('keeps a proposal open while another artifact is deployed', () => {
    expect(
      lifecycles([
        event('proposed', '09:00'),
        event('deployed', '10:00', { artifact: digestB }),
        event('deployed', '11:00'),
      ]),
    ).toEqual([
      {
        firstSeenAt: at('09:00'),
        proposedAt: at('09:00'),
        deployedAt: at('11:00'),
      },
    ]);
  });

  it('lets the last writer win field by field: by instant, then rank, then id', () => {
    const [release] = fold([
      event('proposed', '09:00', {
        odoo: { author: 'jo', changedLines: 10, migrationClass: 'none' },
      }),
      event('gate-answered', '09:10', { odoo: { changedLines: 20 } }),
      event('proposed', '09:20', {
        id: 'b',
        odoo: { author: 'kim', changedLines: 30 },
      }),
      event('proposed', '09:20', { id: 'c', odoo: { author: 'lou' } }),
      event('proposed', '09:20', {
        id: 'a',
        source: 'https://trusted.example.org',
        url: 'https://trusted.example.org/1',
        odoo: { author: 'max' },
      }),
    ]);
    expect(release.facts.author).toEqual({
      value: 'max',
      source: 'https://trusted.example.org',
      eventId: 'a',
      occurredAt: at('09:20'),
      url: 'https://trusted.example.org/1',
    });
    expect(release.facts.changedLines).toMatchObject({
      value: 30,
      eventId: 'b',
    });
    expect(release.facts.migrationClass?.value).toBe('none');
  });

  it('gives facts about the artifact to every attempt and those of an attempt to it alone', () => {
    const [first, second] = fold([
      event('proposed', '09:00', { odoo: { approvers: ['jo'] } }),
      event('deployed', '09:10'),
      event('rolled-back', '09:20'),
      event('deployed', '10:00'),
      event('artifact-signed', '11:00'),
      event('tests-finished', '08:00', { outcome: 'success', label: 'smoke' }),
      event('change-merged', '07:00', { odoo: { author: 'kim' } }),
      event('pipeline-finished', '07:30'),
    ]);
    expect(first.facts.approvers?.value).toEqual(['jo']);
    expect(second.facts.approvers).toBeUndefined();
    for (const release of [first, second]) {
      expect(release.facts).toMatchObject({
        author: { value: 'kim' },
        signed: { value: true },
        tests: { value: { outcome: 'success', label: 'smoke' } },
        build: { value: { outcome: 'unknown' } },
      });
    }
  });

  it('does not take a rollout that failed for the build', () => {
    const [release] = fold([
      event('pipeline-finished', '07:30', {
        outcome: 'success',
        label: 'image',
      }),
      event('proposed', '08:30'),
      event('rollout-started', '09:00'),
      event('pipeline-finished', '09:10', {
        outcome: 'failure',
        label: 'rollout',
      }),
    ]);
    expect(release.lifecycle.failedAt).toBe(at('09:10'));
    expect(release.facts.build?.value).toEqual({
      outcome: 'success',
      label: 'image',
    });
    // Nobody spoke of a rollout: then it may be the build
    const [other] = fold([
      event('proposed', '08:30'),
      event('pipeline-finished', '09:10', { outcome: 'failure' }),
    ]);
    expect(other.facts.build?.value.outcome).toBe('failure');
  });

  it('leaves a checkpoint aside that was taken after the release went out', () => {
    const checkpoint = (time: string, of: string) =>
      event('checkpoint-recorded', time, {
        artifact: undefined,
        label: `of ${of}`,
        odoo: { checkpoint: `2026-11-22T${of}:00+01:00` },
      });
    const events = [
      checkpoint('08:00', '08:30'),
      checkpoint('08:30', '09:30'),
      event('deployed', '09:00'),
      checkpoint('12:00', '12:30'),
    ];
    expect(fold(events)[0].facts.checkpoint).toMatchObject({
      value: { at: at('08:30'), label: 'of 09:30' },
    });
    expect(
      fold([...events.slice(0, 2), event('proposed', '07:00'), events[3]])[0]
        .facts.checkpoint,
    ).toMatchObject({ value: { at: at('11:30') } });
  });

  it('takes the last decision of each person, and a rejection for none', () => {
    const decided = (
      time: string,
      responder: string,
      decision?: 'approved' | 'rejected',
    ) =>
      event('approval-decided', time, {
        approval: { responder, ...(decision && { decision }) },
      });
    const events = [
      event('approval-requested', '09:00', { approval: { requestor: 'jo' } }),
      event('proposed', '09:01', { facts: { approvers: ['kim', 'lee'] } }),
      decided('09:02', 'sam', 'rejected'),
      decided('09:03', 'Kim', 'approved'),
      decided('09:04', 'KIM', 'rejected'),
      decided('09:05', 'sam', 'approved'),
      decided('09:06', 'sam'),
    ];
    const [{ facts }] = fold(events);
    expect(facts.requestedBy?.value).toBe('jo');
    expect(facts.approvals?.value).toEqual([
      { responder: 'KIM', decision: 'rejected', at: at('09:04') },
      { responder: 'sam', decision: 'approved', at: at('09:05') },
    ]);
    expect(facts.approvers?.value).toEqual(['lee', 'sam']);
    expect(
      fold([
        ...events,
        event('deployed', '10:00', { facts: { approvers: ['kim'] } }),
      ])[0].facts.approvers?.value,
    ).toEqual(['sam']);
  });

  it('takes the worst of several suites, each by its last run, with when that began', () => {
    const ran = (
      time: string,
      label: string,
      outcome: 'success' | 'failure',
      subject: string,
    ) => event('tests-finished', time, { label, outcome, subject });
    const suites = [
      event('proposed', '09:00'),
      event('tests-started', '09:01', { subject: 'run-1' }),
      ran('09:10', 'point of sale', 'failure', 'run-1'),
      ran('09:20', 'stock', 'success', 'run-2'),
    ];
    expect(fold(suites)[0].facts.tests).toMatchObject({
      value: {
        outcome: 'failure',
        label: 'point of sale',
        startedAt: at('09:01'),
      },
      occurredAt: at('09:10'),
    });
    expect(
      fold([...suites, ran('09:30', 'point of sale', 'success', 'run-3')])[0]
        .facts.tests?.value,
    ).toEqual({ outcome: 'success', label: 'point of sale' });
  });

  it('knows a digest from a name', () => {
    expect(fold([event('deployed', '09:00')])[0].digest).toBe(digestA);
    const tagged = fold(
      [event('deployed', '09:00', { artifact: 'odoo:18' })],
      'odoo:18',
    );
    expect(tagged).toMatchObject([{ artifact: 'odoo:18' }]);
    expect(tagged[0].digest).toBeUndefined();
  });
});

describe('properties of foldReleases', () => {
  const instant = fc
    .integer({ min: 0, max: 12 })
    .map(
      n =>
        `2026-11-22T${String(n + 8).padStart(2, '0')}:00:00${
          n % 2 ? '.000Z' : 'Z'
        }`,
    );
  const anyEvent: fc.Arbitrary<ReleaseEvent> = fc.record(
    {
      source: fc.constantFrom(
        'https://a.example.org',
        'https://trusted.example.org',
      ),
      id: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
      type: fc.constant('t'),
      kind: fc.constantFrom(...releaseEventKindSchema.options),
      occurredAt: instant,
      artifact: fc.constantFrom(digestA, digestB, undefined),
      outcome: fc.constantFrom('success', 'failure', 'error', undefined),
      subject: fc.constantFrom('run-1', 'run-2', undefined),
      label: fc.constantFrom('unit', 'point of sale', undefined),
      startedAt: instant,
      approval: fc.record(
        {
          requestor: fc.constantFrom('jo', 'kim'),
          responder: fc.constantFrom('kim', 'Kim', 'sam'),
          decision: fc.constantFrom('approved', 'rejected'),
        },
        { requiredKeys: [] },
      ),
      facts: fc.record(
        {
          author: fc.constantFrom('jo', 'kim'),
          approvers: fc.constantFrom([], ['kim'], ['sam', 'KIM']),
          changedLines: fc.nat(9),
          checkpoint: instant,
          hotfix: fc.boolean(),
          rehearsal: fc.constantFrom(
            { outcome: 'success' as const, durationSeconds: 60 },
            { outcome: 'failure' as const, durationSeconds: 5 },
          ),
          signature: fc.constantFrom({ verified: true }, { verified: false }),
          smokeTest: fc.constantFrom({
            outcome: 'success' as const,
            method: 'login' as const,
          }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['source', 'id', 'type', 'kind', 'occurredAt', 'facts'] },
  );
  /** One body for one source and id, as the store keeps them. */
  const events = fc.uniqueArray(anyEvent, {
    maxLength: 16,
    selector: e => `${e.source} ${e.id}`,
  });
  const bytes = (list: ReleaseEvent[]) =>
    JSON.stringify([fold(list, digestA), fold(list, digestB)]);

  it('ends the same whatever the order and however often an event came', () => {
    fc.assert(
      fc.property(
        events.chain(list =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], {
              minLength: list.length * 2,
            }),
          ),
        ),
        ([list, mixed]) => {
          expect(bytes(mixed)).toBe(bytes(list));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('ends the same when two bodies stand under one id', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyEvent, { maxLength: 16 })
          .chain(list =>
            fc.tuple(
              fc.constant(list),
              fc.shuffledSubarray(list, { minLength: list.length }),
            ),
          ),
        ([list, mixed]) => {
          expect(bytes(mixed)).toBe(bytes(list));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives releases that the schema takes, numbered from 1, with ids of their own', () => {
    fc.assert(
      fc.property(events, list => {
        const releases = [...fold(list, digestA), ...fold(list, digestB)];
        for (const release of releases) {
          expect(releaseSchema.parse(release)).toEqual(release);
        }
        expect(new Set(releases.map(r => r.id)).size).toBe(releases.length);
        const ofA = releases.filter(r => r.artifact === digestA);
        expect(ofA.map(r => r.attempt)).toEqual(ofA.map((_, i) => i + 1));
        // At most the last attempt is still open.
        for (const { lifecycle } of ofA.slice(0, -1)) {
          expect(
            lifecycle.failedAt ??
              lifecycle.rolledBackAt ??
              lifecycle.supersededAt,
          ).toBeDefined();
        }
      }),
      { numRuns: 1000 },
    );
  });
});
