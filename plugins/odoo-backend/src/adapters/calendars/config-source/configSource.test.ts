import { describeCalendarReaderContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { systemClock } from '../../../platform/clock';
import { CalendarHost } from '../__testUtils__/CalendarHost';
import { ConfigSourceCalendarReader } from '.';

describeCalendarReaderContract('config-source', async () => {
  const host = await CalendarHost.start();
  return {
    reader: ConfigSourceCalendarReader.create({
      clock: systemClock,
      urlReader: host.urlReader(),
      timeoutMs: 1000,
      sources: [
        { name: 'retail', target: `${host.url}/retail.ics` },
        { name: 'elsewhere', target: 'http://127.0.0.1:1/retail.ics' },
      ],
    }),
    target: 'retail',
    deadTargets: ['', 'nobody-named-it', '__proto__', 'elsewhere'],
    play: answer => host.play(answer),
    close: () => host.close(),
  };
});
