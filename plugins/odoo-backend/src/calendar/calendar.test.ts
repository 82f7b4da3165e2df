import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import {
  calendarPolicySchema,
  defaultRiskPolicy,
  entityCalendarSchema,
  type PlatformWorkTimes,
  type Release,
  type TenantCalendar,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  CalendarReader,
  SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  DatabaseComponentStore,
  DatabaseEnvironmentStore,
  type DeclaredEnvironment,
} from '../catalog';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { sha256OfJson } from '../platform/sha256';
import { CalendarService } from './CalendarService';
import { CalendarTask } from './CalendarTask';
import { DatabaseCalendarStore } from './DatabaseCalendarStore';

const databases = storeDatabases();
const acme = 'odooenvironment:default/acme-production';
const bolt = 'odooenvironment:default/bolt-production';
const pg = 'resource:default/pg';
const HOUR = 3_600_000;
/** A Tuesday. */
const start = Date.UTC(2026, 10, 17, 12);

const calendarText = (...days: string[]) =>
  [
    'BEGIN:VCALENDAR',
    ...days.flatMap(day => [
      'BEGIN:VEVENT',
      `UID:${day}`,
      `SUMMARY:Sale of ${day}`,
      `DTSTART;VALUE=DATE:${day}`,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ].join('\r\n');

const environment = (
  tenant: string,
  references: DeclaredEnvironment['references'] = [],
): DeclaredEnvironment => ({
  environmentRef: `odooenvironment:default/${tenant}-production`,
  tenantRef: `odootenant:default/${tenant}`,
  ownerRef: 'group:default/a',
  title: tenant,
  stage: 'production',
  hosting: 'multi-tenant',
  series: '18.0',
  bindings: [],
  cluster: 'eu',
  namespace: tenant,
  services: [],
  claims: [],
  references,
  derivedRefs: [],
  partRefs: [],
});

/** A reader whose answers are written down by target. */
class ScriptedReader implements CalendarReader {
  readonly id = 'scripted';
  readonly asked: string[] = [];
  readonly answers = new Map<string, string | SourceOutcome<string>>();

  constructor(private readonly now: () => number) {}

  async read(target: string): Promise<SourceOutcome<string>> {
    this.asked.push(target);
    const answer = this.answers.get(target);
    if (answer === undefined) {
      return {
        status: 'unreachable',
        message: 'It did not answer.',
        observedAt: this.now(),
      };
    }
    return typeof answer === 'string'
      ? { status: 'observed', value: answer, observedAt: this.now() }
      : answer;
  }
}

async function setUp(options: {
  acme?: TenantCalendar[];
  bolt?: TenantCalendar[];
  named?: { name: string; tenants?: string[] }[];
  platform?: { component: string; source: string; timeZone: string }[];
  location?: string;
  work?: PlatformWorkTimes;
}) {
  const knex = await databases.migrated('SQLITE_3');
  let now = start;
  const clock = { now: () => now };
  const environments = DatabaseEnvironmentStore.create({ knex });
  const tenant = (name: string, calendars?: TenantCalendar[]) => ({
    tenantRef: `odootenant:default/${name}`,
    ownerRef: 'group:default/a',
    title: name,
    criticality: 'standard' as const,
    timeZone: name === 'acme' ? 'Europe/Paris' : 'Asia/Tokyo',
    ...(calendars && { calendars }),
    ...(options.location && { location: options.location }),
  });
  await environments.replace(
    {
      tenants: [tenant('acme', options.acme), tenant('bolt', options.bolt)],
      environments: [
        environment('acme', [
          { field: 'spec.platformComponents[0]', entityRef: pg },
        ]),
        environment('bolt'),
      ],
      people: [],
    },
    start - HOUR,
  );
  const reader = new ScriptedReader(() => now);
  const store = DatabaseCalendarStore.create({ database: knex });
  const declarations = {
    named: options.named ?? [],
    platform: options.platform ?? [],
    policy: calendarPolicySchema.parse({ staleAfterHours: 6 }),
  };
  const task = CalendarTask.create({
    environments,
    store,
    readers: {
      'catalog-file': reader,
      'config-source': reader,
      'public-holidays': reader,
      url: reader,
    },
    named: declarations.named,
    platform: declarations.platform,
    clock,
    logger: mockServices.logger.mock(),
    keepAttemptsMs: 48 * HOUR,
  });
  const release = {
    id: 'rel-1',
    environmentRef: acme,
    facts: {},
  } as Release;
  const service = CalendarService.create({
    environments,
    sources: {
      calendars: store,
      components: DatabaseComponentStore.create({ knex }),
    },
    declarations,
    releasePolicy: defaultRiskPolicy,
    access: {
      readableEnvironments: async ref => [ref],
      getRelease: async id => {
        if (id !== release.id) {
          throw new NotFoundError('none');
        }
        return release;
      },
    },
    platformWork: {
      workUnder: async () => new Map(options.work && [[acme, options.work]]),
    },
    clock,
  });
  const never = new AbortController().signal;
  return {
    reader,
    store,
    tick: async (hours: number) => {
      now += hours * HOUR;
    },
    run: () => task.run(never),
    get: async (ref = acme, more: object = {}) => {
      const answer = await service.getCalendar(
        { entityRef: ref, ...more },
        {} as never,
      );
      expect(entityCalendarSchema.parse(answer)).toEqual(answer);
      return answer.environments[0];
    },
  };
}

const url = (name: string): TenantCalendar => ({
  name,
  url: `https://calendars.example/${name}.ics`,
});

describe('calendars of an environment', () => {
  it('are read once for all who declare them, each in its zone', async () => {
    const { reader, run, get } = await setUp({
      acme: [url('sales'), { name: 'none', windows: [] }],
      bolt: [{ ...url('sales'), name: 'other-name' }],
    });
    reader.answers.set(
      'https://calendars.example/sales.ics',
      calendarText('20261127'),
    );
    expect((await get()).standings[0]).toMatchObject({
      status: 'unreadable',
      reason: expect.stringMatching(/never read; its first reading is still/),
    });

    await run();
    expect(reader.asked).toHaveLength(1);
    const [ofAcme, ofBolt] = [await get(acme), await get(bolt)];
    expect(ofAcme.standings.map(s => s.status)).toEqual(['current', 'current']);
    expect(ofAcme.calendar).toMatchObject({
      status: 'known',
      windows: [
        {
          calendar: 'sales',
          kind: 'freeze',
          reason: 'Sale of 20261127',
          start: '2026-11-26T23:00:00.000Z',
        },
      ],
      from: '2025-01-01T00:00:00.000Z',
      horizon: '2028-01-01T00:00:00.000Z',
    });
    expect(ofBolt.calendar).toMatchObject({
      windows: [{ calendar: 'other-name', start: '2026-11-26T15:00:00.000Z' }],
    });
  });

  it('stay as read when they can’t be read again, until they are stale', async () => {
    const { reader, store, run, get, tick } = await setUp({
      acme: [url('sales')],
    });
    const target = 'https://calendars.example/sales.ics';
    reader.answers.set(target, calendarText('20261127'));
    await run();
    reader.answers.delete(target);
    await tick(5);
    await run();
    const still = await get(acme, { releaseId: 'rel-1' });
    expect(still.standings[0]).toMatchObject({
      status: 'current',
      readAt: '2026-11-17T12:00:00.000Z',
      failure: { at: '2026-11-17T17:00:00.000Z', reason: 'It did not answer.' },
    });
    expect(still.safeWindows).toMatchObject({ status: 'known' });

    await tick(1);
    const stale = await get(acme, { releaseId: 'rel-1' });
    expect(stale.standings[0]).toMatchObject({
      status: 'stale',
      staleFrom: '2026-11-17T18:00:00.000Z',
    });
    expect(stale.safeWindows).toMatchObject({ status: 'unknown' });
    // What it listed is still there
    expect(stale.calendar).toMatchObject({ windows: [{ kind: 'freeze' }] });

    reader.answers.set(target, {
      status: 'empty',
      observedAt: start + 6 * HOUR,
    });
    await run();
    const emptied = await get();
    expect(emptied.standings[0].status).toBe('current');
    expect(emptied.calendar).toMatchObject({ windows: [] });
    expect(
      (await store.listAttempts(await keyOf(store), 9)).map(a => a.status),
    ).toEqual(['empty', 'unreachable', 'observed']);
  });

  it('are expanded from the last good text for a tenant that comes later', async () => {
    const both = await setUp({ acme: [url('sales')], bolt: [url('sales')] });
    both.reader.answers.set(
      'https://calendars.example/sales.ics',
      calendarText('20261127'),
    );
    await both.run();
    await both.store.replaceExpansions(await keyOf(both.store), []);
    both.reader.answers.clear();
    expect((await both.get(bolt)).standings[0].status).toBe('unreadable');
    await both.run();
    expect((await both.get(bolt)).calendar).toMatchObject({
      windows: [{ start: '2026-11-26T15:00:00.000Z' }],
    });
  });

  it('include those of the platform components under it, and of no other', async () => {
    const { reader, run, get } = await setUp({
      acme: [{ name: 'none', windows: [] }],
      bolt: [{ name: 'none', windows: [] }],
      named: [{ name: 'pg-maintenance' }],
      platform: [{ component: pg, source: 'pg-maintenance', timeZone: 'UTC' }],
    });
    reader.answers.set('pg-maintenance', calendarText('20261127'));
    await run();
    expect((await get(acme)).calendar).toMatchObject({
      windows: [
        {
          calendar: `pg-maintenance of ${pg}`,
          start: '2026-11-27T00:00:00.000Z',
        },
      ],
      calendars: [{ name: 'none' }, { declaredBy: pg }],
    });
    expect((await get(bolt)).calendar).toMatchObject({ windows: [] });
  });

  it('stand beside work on the platform, into which no window is offered', async () => {
    const work = {
      windows: [
        {
          calendar: `work on ${pg}`,
          kind: 'maintenance' as const,
          reason: 'PostgreSQL 16.9',
          start: '2026-11-17T22:00:00.000Z',
          end: '2026-11-18T00:00:00.000Z',
        },
      ],
    };
    const calendars = [{ name: 'none', windows: [] }];
    const planned = await setUp({ acme: calendars, bolt: calendars, work });
    const { week, safeWindows, calendar } = await planned.get(acme, {
      releaseId: 'rel-1',
    });
    expect(week).toMatchObject({ windows: work.windows });
    // It is no calendar's word
    expect(calendar).toMatchObject({ windows: [] });
    expect(safeWindows).toMatchObject({
      status: 'known',
      windows: [
        { start: '2026-11-17T21:00:00.000Z', end: '2026-11-17T21:50:00.000Z' },
        { start: '2026-11-18T00:00:00.000Z' },
        { start: '2026-11-18T21:00:00.000Z' },
      ],
    });
    expect((await planned.get(bolt)).week).toMatchObject({ windows: [] });

    const open = await setUp({
      acme: calendars,
      work: { windows: [], openEnded: 'patching began, without an end' },
    });
    expect((await open.get(acme, { releaseId: 'rel-1' })).safeWindows).toEqual({
      status: 'unknown',
      reason: 'No window is offered: patching began, without an end.',
    });
  });

  it('that the platform does not give to the tenant are not read, in the words of one that is not there', async () => {
    const { reader, run, get } = await setUp({
      acme: [
        { name: 'a', source: 'for-bolt' },
        { name: 'b', source: 'nowhere' },
      ],
      bolt: [{ name: 'a', source: 'for-bolt' }],
      named: [{ name: 'for-bolt', tenants: ['odootenant:default/bolt*'] }],
    });
    reader.answers.set('for-bolt', calendarText('20261127'));
    await run();
    expect(reader.asked).toEqual(['for-bolt']);
    const [a, b] = (await get(acme)).standings;
    expect([a.status, b.status]).toEqual(['unreadable', 'unreadable']);
    expect(a.reason!.replace('for-bolt', 'x')).toBe(
      b.reason!.replace('nowhere', 'x').replace("'b'", "'a'"),
    );
    expect((await get(bolt)).standings[0].status).toBe('current');
  });

  it('beside the descriptor are found from where that was read', async () => {
    const calendars = [{ name: 'file', file: 'sales.ics' }];
    const without = await setUp({ acme: calendars });
    await without.run();
    expect(without.reader.asked).toEqual([]);
    expect((await without.get()).standings[0]).toMatchObject({
      status: 'unreadable',
      reason: expect.stringMatching(/does not say where the descriptor/),
    });
    const location = 'url:https://git.example/acme/catalog-info.yaml';
    const found = await setUp({ acme: calendars, location });
    await found.run();
    expect(found.reader.asked).toEqual([
      JSON.stringify([location, 'sales.ics']),
    ]);
  });

  it('are not known when none is declared', async () => {
    const { get } = await setUp({});
    const answer = await get(acme, { releaseId: 'rel-1' });
    expect(answer).toMatchObject({
      calendar: { status: 'unknown' },
      standings: [],
      safeWindows: { status: 'unknown' },
    });
    expect(answer.week).toBeUndefined();
  });

  it('that nobody declares any more are forgotten, their attempts after a while', async () => {
    const { store, run, tick } = await setUp({ acme: [url('sales')] });
    const gone = { calendarKey: 'f'.repeat(64), timeZone: 'Europe/Paris' };
    await store.recordAnswer(
      { ...gone, attemptedAt: start, status: 'empty' },
      {},
      [],
    );
    await run();
    expect((await store.getReadings([gone])).size).toBe(0);
    const still = { ...gone, calendarKey: await keyOf(store) };
    expect((await store.getReadings([still])).size).toBe(1);

    await tick(49);
    await run();
    expect(await store.listAttempts(gone.calendarKey, 9)).toEqual([]);
    expect(await store.listAttempts(still.calendarKey, 9)).toHaveLength(1);
  });

  it('stop being read when the task is stopped', async () => {
    const { reader, run } = await setUp({ acme: [url('sales')] });
    reader.read = async () => {
      throw new Error('stopped');
    };
    await expect(run()).rejects.toThrow('stopped');
  });

  it('show any week, and refuse a release of another environment', async () => {
    const { run, get } = await setUp({
      acme: [
        {
          name: 'own',
          windows: [
            {
              reason: 'Black Friday',
              kind: 'peak',
              start: '2026-11-27T09:00',
              end: '2026-11-27T11:00',
            },
          ],
        },
      ],
      bolt: [],
    });
    await run();
    const { week } = await get(acme, { week: '2026-11-29' });
    expect(week).toMatchObject({ monday: '2026-11-23' });
    expect(
      week!.cells.filter(cell => cell.kind).map(c => [c.day, c.hour, c.kind]),
    ).toEqual([
      [4, 9, 'peak'],
      [4, 10, 'peak'],
    ]);
    expect((await get(acme)).week).toMatchObject({ monday: '2026-11-16' });
    await expect(get(bolt, { releaseId: 'rel-1' })).rejects.toThrow(
      /goes to another environment/,
    );
    await expect(get(acme, { releaseId: 'rel-2' })).rejects.toThrow('none');
  });
});

/** The only calendar that was ever asked for. */
async function keyOf(store: DatabaseCalendarStore): Promise<string> {
  const key = sha256OfJson(['url', 'https://calendars.example/sales.ics']);
  expect(await store.listAttempts(key, 1)).toHaveLength(1);
  return key;
}
