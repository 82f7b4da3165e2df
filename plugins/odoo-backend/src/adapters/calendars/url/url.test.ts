import { describeCalendarReaderContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { systemClock } from '../../../platform/clock';
import { CalendarHost } from './__testUtils__/CalendarHost';
import { UrlCalendarReader } from '.';

const secret = 'token=ghp_0123456789abcdefghijklmnopqrstuvwxyz';

describeCalendarReaderContract('url', async () => {
  const host = await CalendarHost.start();
  return {
    reader: UrlCalendarReader.create({
      clock: systemClock,
      urlReader: host.urlReader(),
      timeoutMs: 1000,
    }),
    target: `${host.url}/401/calendar.ics?${secret}`,
    deadTargets: [
      '',
      'no address',
      'file:///etc/hostname',
      'ftp://127.0.0.1/x.ics',
      `http://127.0.0.1:1/x.ics?${secret}`,
      `http://169.254.169.254/latest?${secret}`,
    ],
    play: answer => host.play(answer),
    close: () => host.close(),
  };
});

describe('a redirect', () => {
  it.each(['http://169.254.169.254/latest', 'http://127.0.0.1:1/x.ics'])(
    'to %s, where the portal may not read, is not followed',
    async location => {
      const host = await CalendarHost.start();
      host.redirect('/x.ics', location);
      const reader = UrlCalendarReader.create({
        clock: systemClock,
        urlReader: host.urlReader(),
      });
      const outcome = await reader.read(`${host.url}/x.ics`, {
        from: 0,
        to: 1,
        signal: new AbortController().signal,
      });
      await host.close();
      expect(outcome).toMatchObject({
        status: 'unauthorised',
        message: expect.stringMatching(/backend\.reading\.allow/),
      });
      expect(host.requests).toEqual(['/x.ics']);
    },
  );
});

describe('a reader that looks at no signal and gives no stream', () => {
  it('is left to itself in time, and its errors keep their texts', async () => {
    const silent = UrlCalendarReader.create({
      clock: systemClock,
      urlReader: {
        readUrl: () => new Promise(() => {}),
      } as never,
      timeoutMs: 50,
    });
    const options = {
      from: 0,
      to: 1,
      signal: new AbortController().signal,
    };
    expect(await silent.read('https://git.example/x.ics', options)).toEqual({
      status: 'unreachable',
      message: expect.stringMatching(/did not come within 0.05 s/),
      observedAt: expect.any(Number),
    });
    const large = UrlCalendarReader.create({
      clock: systemClock,
      urlReader: {
        readUrl: async () => ({ buffer: async () => Buffer.alloc(2 ** 21) }),
      } as never,
    });
    expect(
      await large.read('https://git.example/x.ics', options),
    ).toMatchObject({
      status: 'malformed',
      message: expect.stringMatching(/larger than/),
    });
    for (const [message, status] of [
      [
        'https://git.example/x.ics could not be read as https://git.example/raw/x.ics, 403 Forbidden',
        'unauthorised',
      ],
      ['Request failed with status code 500, Internal', 'unreachable'],
      [
        'Request failed for https://git.example/x.ics, 404 Not Found',
        'unreachable',
      ],
    ]) {
      const failing = UrlCalendarReader.create({
        clock: systemClock,
        urlReader: {
          readUrl: async () => {
            throw new Error(message);
          },
        } as never,
      });
      const outcome = await failing.read('https://git.example/x.ics', options);
      expect(outcome).toMatchObject({ status });
      expect(JSON.stringify(outcome)).not.toContain('git.example');
    }
  });
});
