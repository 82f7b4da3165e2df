import { expandICalendar } from '@odoo-fleet/backstage-plugin-odoo-common';
import { describeCalendarReaderContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { systemClock } from '../../../platform/clock';
import { PublicHolidaysCalendarReader } from '.';

describeCalendarReaderContract(
  'public-holidays',
  async () => ({
    reader: PublicHolidaysCalendarReader.create({ clock: systemClock }),
    target: 'PT',
    deadTargets: [
      '',
      'XX',
      'pt',
      'PT-NONE',
      'DE-BY-none',
      '__proto__',
      'a-b-c-d',
    ],
  }),
  { asksNobody: true },
);

async function holidays(place: string, zone: string) {
  const from = Date.UTC(2026, 0, 1);
  const to = Date.UTC(2027, 0, 1);
  const outcome = await PublicHolidaysCalendarReader.create({
    clock: systemClock,
  }).read(place, {
    from,
    to,
    signal: new AbortController().signal,
  });
  if (outcome.status !== 'observed') {
    throw new Error(outcome.status);
  }
  const expanded = expandICalendar('holidays', outcome.value, zone, from, to);
  if (expanded.status !== 'expanded') {
    throw new Error(expanded.message);
  }
  return expanded;
}

it('gives whole days of the tenant’s zone, as holidays', async () => {
  const { windows, problems } = await holidays('PT', 'Europe/Lisbon');
  expect(problems).toEqual([]);
  expect(windows).toContainEqual({
    calendar: 'holidays',
    kind: 'holiday',
    reason: expect.stringMatching(/Rep/),
    start: '2026-10-04T23:00:00.000Z',
    end: '2026-10-05T23:00:00.000Z',
  });
  expect(windows).toHaveLength(13);
});

it('knows the parts of a country', async () => {
  const names = async (place: string) =>
    (await holidays(place, 'Europe/Berlin')).windows.map(w => w.start);
  const epiphany = '2026-01-05T23:00:00.000Z';
  expect(await names('DE')).not.toContain(epiphany);
  expect(await names('DE-BY')).toContain(epiphany);
});
