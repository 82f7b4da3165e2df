import type { CalendarReader } from '@odoo-fleet/backstage-plugin-odoo-node';
import { describeCalendarReaderContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { systemClock } from '../../../platform/clock';
import { ConfigSourceCalendarReader } from '.';

const address = 'https://calendars.example/retail.ics';
const urls: CalendarReader = {
  id: 'url',
  read: jest.fn(async () => ({
    status: 'observed' as const,
    value: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n',
    observedAt: Date.now(),
  })),
};
const open = () =>
  ConfigSourceCalendarReader.create({
    clock: systemClock,
    urls,
    sources: [{ name: 'retail', target: address }],
  });

describeCalendarReaderContract(
  'config-source',
  async () => ({
    reader: open(),
    target: 'retail',
    deadTargets: ['', 'nobody-named-it', '__proto__', address],
  }),
  { asksNobody: true },
);

it('has the address that the config names read as addresses are', async () => {
  const options = { from: 1, to: 2, signal: new AbortController().signal };
  await open().read('retail', options);
  expect(urls.read).toHaveBeenLastCalledWith(address, options);
});
