import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScmIntegrations } from '@backstage/integration';
import { mockServices } from '@backstage/backend-test-utils';
import { describeCalendarReaderContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { systemClock } from '../../../platform/clock';
import { CalendarHost } from '../__testUtils__/CalendarHost';
import { CatalogFileCalendarReader } from '.';

const integrations = ScmIntegrations.fromConfig(mockServices.rootConfig());
const calendar = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:1',
  'DTSTART;VALUE=DATE:20261127',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');
const at = (location: string, file: string) => JSON.stringify([location, file]);

describeCalendarReaderContract('catalog-file, by URL', async () => {
  const host = await CalendarHost.start();
  const descriptor = `url:${host.url}/blob/main/acme/catalog-info.yaml`;
  return {
    reader: CatalogFileCalendarReader.create({
      clock: systemClock,
      urlReader: host.urlReader(),
      integrations,
      timeoutMs: 1000,
    }),
    target: at(descriptor, 'calendars/freezes.ics'),
    deadTargets: [
      '',
      '[]',
      'null',
      '{"a":',
      at(descriptor, '../other-tenant/freezes.ics'),
      at(descriptor, '/etc/freezes.ics'),
      at(descriptor, 'secrets.yaml'),
      at('url:http://127.0.0.1:1/catalog-info.yaml', 'freezes.ics'),
      at('bootstrap:bootstrap', 'freezes.ics'),
    ],
    play: answer => host.play(answer),
    close: () => host.close(),
  };
});

async function folder() {
  const root = await mkdtemp(join(tmpdir(), 'calendars-'));
  await mkdir(join(root, 'acme'));
  await mkdir(join(root, 'bolt'));
  await writeFile(join(root, 'acme', 'freezes.ics'), calendar);
  await writeFile(join(root, 'bolt', 'freezes.ics'), calendar);
  await writeFile(join(root, 'acme', 'large.ics'), calendar.padEnd(2 ** 21));
  await symlink(join(root, 'bolt'), join(root, 'acme', 'out'));
  await symlink('/etc/hostname', join(root, 'acme', 'host.ics'));
  return { root, descriptor: `file:${join(root, 'acme', 'tenant.yaml')}` };
}

describeCalendarReaderContract(
  'catalog-file, from the disk',
  async () => {
    const { root, descriptor } = await folder();
    return {
      reader: CatalogFileCalendarReader.create({
        clock: systemClock,
        urlReader: {} as never,
        integrations,
      }),
      target: at(descriptor, 'freezes.ics'),
      deadTargets: ['none.ics', 'out/freezes.ics', 'host.ics', 'large.ics'].map(
        file => at(descriptor, file),
      ),
      close: () => rm(root, { recursive: true }),
    };
  },
  { asksNobody: true },
);

it('resolves the file against the address of the descriptor as the portal does', async () => {
  const readUrl = jest.fn(async () => ({
    buffer: async () => Buffer.from(calendar),
  }));
  const reader = CatalogFileCalendarReader.create({
    clock: systemClock,
    urlReader: { readUrl } as never,
    integrations,
  });
  await reader.read(
    at(
      'url:https://github.com/acme/fleet/blob/main/tenants/acme/tenant.yaml',
      'calendars/freezes.ics',
    ),
    { from: 0, to: 1, signal: new AbortController().signal },
  );
  expect(readUrl).toHaveBeenCalledWith(
    'https://github.com/acme/fleet/tree/main/tenants/acme/calendars/freezes.ics',
    expect.anything(),
  );
});
