import fc from 'fast-check';
import { foldIncidents, type IncidentEvent } from './incidents';
import type { ReleaseEvent } from './model';
import { foldPlatformReleases } from './platformReleases';
import { platformWorkTimes } from './platformWorkTimes';

const pg = 'resource:default/pg-shared';

function event(
  kind: ReleaseEvent['kind'],
  minute: number,
  more: Partial<ReleaseEvent> = {},
): ReleaseEvent {
  return {
    source: 'https://ops.example.org',
    id: `${kind}-${minute}`,
    type: 'test',
    kind,
    occurredAt: new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString(),
    facts: {},
    ...more,
  };
}

const at = (minute: number) =>
  new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString();

describe('foldIncidents', () => {
  const of = (
    kind: ReleaseEvent['kind'],
    minute: number,
    subject = 'INC-1',
  ): IncidentEvent => ({
    environmentRef: 'odooenvironment:default/acme-production',
    event: event(kind, minute, { subject, id: `${kind}-${minute}-${subject}` }),
  });

  it('takes detected and reported for one, and closes it when it is resolved', () => {
    const [incident, ...others] = foldIncidents([
      of('incident-reported', 2),
      of('incident-resolved', 9),
      of('incident-detected', 1),
    ]);
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      subject: 'INC-1',
      openedAt: at(1),
      resolvedAt: at(9),
    });
  });

  it('opens again what comes back', () => {
    const [incident] = foldIncidents([
      of('incident-detected', 1),
      of('incident-resolved', 2),
      of('incident-detected', 3),
    ]);
    expect(incident.openedAt).toBe(at(3));
    expect(incident.resolvedAt).toBeUndefined();
  });

  it('makes nothing of the end of what nobody opened, and keeps subjects apart', () => {
    expect(
      foldIncidents([
        of('incident-resolved', 1),
        of('incident-detected', 2, 'INC-2'),
      ]),
    ).toMatchObject([{ subject: 'INC-2' }]);
  });
});

describe('foldPlatformReleases', () => {
  const planned = event('maintenance-planned', 1, {
    subject: 'CHG-7',
    componentRef: pg,
    label: 'PostgreSQL 16.9',
    facts: {
      maintenance: {
        activity: 'database-upgrade',
        from: '2026-11-20T10:00:00+01:00',
        until: '2026-11-20T11:00:00+01:00',
      },
    },
  });
  const started = event('maintenance-started', 3, {
    subject: 'CHG-7',
    componentRef: pg,
  });
  const finished = event('maintenance-finished', 8, {
    subject: 'CHG-7',
    componentRef: pg,
    outcome: 'failure',
  });

  it('goes from planned to running to finished', () => {
    expect(foldPlatformReleases([planned])).toMatchObject([
      {
        scope: 'platform',
        componentRef: pg,
        activity: 'database-upgrade',
        state: 'planned',
        from: '2026-11-20T09:00:00.000Z',
        label: 'PostgreSQL 16.9',
      },
    ]);
    expect(foldPlatformReleases([planned, started])).toMatchObject([
      { state: 'running', startedAt: at(3) },
    ]);
    expect(foldPlatformReleases([planned, started, finished])).toMatchObject([
      {
        state: 'finished',
        finishedAt: at(8),
        outcome: 'failure',
        activity: 'database-upgrade',
      },
    ]);
  });

  it('is told as a calendar would: as planned, as reported, and open while nobody says when it ends', () => {
    const timesAt = (minute: number, ...events: ReleaseEvent[]) =>
      platformWorkTimes(
        foldPlatformReleases(events),
        Date.UTC(2026, 10, 20, 9, minute),
      );
    const window = {
      calendar: `work on ${pg}`,
      kind: 'maintenance',
      reason: 'PostgreSQL 16.9',
    };
    // Planned from 09:00 to 10:00 UTC
    const [nine, ten] = [at(0), '2026-11-20T10:00:00.000Z'];
    expect(timesAt(2, planned)).toEqual({
      windows: [{ ...window, start: nine, end: ten }],
    });
    expect(timesAt(4, planned, started)).toEqual({
      windows: [{ ...window, start: at(3), end: ten }],
    });
    expect(timesAt(60, planned, started)).toEqual({
      windows: [],
      openEnded: `«PostgreSQL 16.9» on ${pg} began at 2026-11-20 09:03 UTC, and nobody said when it ends`,
    });
    expect(timesAt(60, planned, started, finished)).toEqual({
      windows: [{ ...window, start: at(3), end: at(8) }],
    });
    // Ended, and nobody said when it began
    expect(timesAt(9, finished)).toEqual({ windows: [] });
  });

  it('leaves aside what names no component', () => {
    expect(
      foldPlatformReleases([{ ...started, componentRef: undefined }]),
    ).toEqual([]);
  });
});

describe('both folds', () => {
  const kinds = [
    'incident-detected',
    'incident-reported',
    'incident-resolved',
    'maintenance-planned',
    'maintenance-started',
    'maintenance-finished',
  ] as const;
  const events = fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom(...kinds),
        fc.nat(5),
        fc.constantFrom('A', 'B'),
        fc.constantFrom(pg, 'resource:default/redis'),
      ),
      { selector: item => JSON.stringify(item), maxLength: 12 },
    )
    .map(items =>
      items.map(([kind, minute, subject, componentRef]) =>
        event(kind, minute, {
          subject,
          componentRef,
          id: JSON.stringify([kind, minute, subject, componentRef]),
        }),
      ),
    );

  it('give the same in whatever order and however often', () => {
    fc.assert(
      fc.property(
        events.chain(list =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(list, { minLength: list.length }),
          ),
        ),
        ([list, shuffled]) => {
          const wrap = (items: ReleaseEvent[]) =>
            items.map(item => ({ event: item }));
          expect(foldIncidents(wrap([...shuffled, ...list]))).toEqual(
            foldIncidents(wrap(list)),
          );
          expect(foldPlatformReleases([...shuffled, ...list])).toEqual(
            foldPlatformReleases(list),
          );
        },
      ),
    );
  });
});
