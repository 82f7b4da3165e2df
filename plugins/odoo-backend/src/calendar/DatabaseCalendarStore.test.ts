import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { readingKey, type CalendarExpansion } from './CalendarStore';
import { DatabaseCalendarStore } from './DatabaseCalendarStore';

const databases = storeDatabases();
const key = 'a'.repeat(64);
const at = 1_795_000_000_000;
const paris: CalendarExpansion = {
  timeZone: 'Europe/Paris',
  from: at,
  completeUntil: at + 1,
  windows: [
    {
      kind: 'freeze',
      reason: 'Soldes d’été',
      start: '2026-06-24T06:00:00.000Z',
      end: '2026-07-21T20:00:00.000Z',
      domains: ['sale'],
    },
  ],
  problems: ['«x» has no end'],
};
const tokyo = { ...paris, timeZone: 'Asia/Tokyo', windows: [] };
const inParis = { calendarKey: key, timeZone: 'Europe/Paris' };

describe.each(databases.each())('DatabaseCalendarStore on %s', id => {
  const open = async () =>
    DatabaseCalendarStore.create({ database: await databases.migrated(id) });

  it('keeps the last good text beside the last failure', async () => {
    const store = await open();
    expect((await store.getReadings([inParis])).size).toBe(0);
    expect(await store.getText(key)).toBeUndefined();

    const text = 'BEGIN:VCALENDAR é'.padEnd(1_048_576, 'x');
    await store.recordAnswer(
      { calendarKey: key, attemptedAt: at, status: 'observed' },
      { text },
      [paris, tokyo],
    );
    await store.recordFailure({
      calendarKey: key,
      attemptedAt: at + 60_000,
      status: 'unreachable',
      message: 'It is down.',
    });
    const [reading] = [...(await store.getReadings([inParis])).values()];
    expect(reading).toEqual({
      calendarKey: key,
      attemptedAt: at + 60_000,
      status: 'unreachable',
      message: 'It is down.',
      answeredAt: at,
      expansion: paris,
    });
    expect(await store.getText(key)).toEqual({ text });

    await store.recordAnswer(
      { calendarKey: key, attemptedAt: at + 120_000, status: 'empty' },
      {},
      [tokyo],
    );
    const [after] = [...(await store.getReadings([inParis])).values()];
    expect(after).toEqual({
      calendarKey: key,
      attemptedAt: at + 120_000,
      status: 'empty',
      answeredAt: at + 120_000,
    });
    expect(await store.getText(key)).toEqual({});
    expect(
      (await store.listAttempts(key, 10)).map(({ status }) => status),
    ).toEqual(['empty', 'unreachable', 'observed']);
  });

  it('gives each zone its own, and forgets what nobody declares', async () => {
    const store = await open();
    const other = 'b'.repeat(64);
    for (const calendarKey of [key, other]) {
      await store.recordAnswer(
        { calendarKey, attemptedAt: at, status: 'observed' },
        { text: 'x' },
        [paris, tokyo],
      );
    }
    const questions = [
      inParis,
      { calendarKey: other, timeZone: 'Asia/Tokyo' },
      { calendarKey: other, timeZone: 'Europe/Rome' },
    ];
    const found = await store.getReadings(questions);
    expect(
      questions.map(question => found.get(readingKey(question))?.expansion),
    ).toEqual([paris, tokyo, undefined]);

    await store.replaceExpansions(key, [tokyo]);
    expect(
      (await store.getReadings([inParis])).get(readingKey(inParis)),
    ).toMatchObject({ answeredAt: at });
    await store.keepOnly(new Set([other]));
    expect((await store.getReadings([inParis])).size).toBe(0);
    expect((await store.getReadings(questions)).size).toBe(2);
    expect(await store.listAttempts(key, 10)).toHaveLength(1);
  });

  it('deletes old attempts, so many at a time', async () => {
    const store = await open();
    for (let minute = 0; minute < 5; minute++) {
      await store.recordFailure({
        calendarKey: key,
        attemptedAt: at + minute,
        status: 'malformed',
        message: 'no',
      });
    }
    expect(await store.pruneAttempts(at + 4, 3)).toBe(3);
    expect(await store.pruneAttempts(at + 4, 3)).toBe(1);
    expect((await store.listAttempts(key, 10)).map(a => a.attemptedAt)).toEqual(
      [at + 4],
    );
  });
});
