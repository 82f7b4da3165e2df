import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScmIntegrations } from '@backstage/integration';
import { mockServices } from '@backstage/backend-test-utils';
import { describeCalendarReaderContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { systemClock } from '../../../platform/clock';
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

const urls = {
  id: 'url',
  read: jest.fn(async () => ({
    status: 'observed' as const,
    value: calendar,
    observedAt: Date.now(),
  })),
};

describeCalendarReaderContract(
  'catalog-file, by URL',
  async () => {
    const descriptor = 'url:https://git.example/blob/main/acme/tenant.yaml';
    return {
      reader: CatalogFileCalendarReader.create({
        clock: systemClock,
        urls,
        integrations,
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
        at('url:ftp://git.example/tenant.yaml', 'freezes.ics'),
        at('bootstrap:bootstrap', 'freezes.ics'),
      ],
    };
  },
  { asksNobody: true },
);

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
        urls,
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

it('has the address beside that of the descriptor read, as the portal makes it', async () => {
  const reader = CatalogFileCalendarReader.create({
    clock: systemClock,
    urls,
    integrations,
  });
  const options = { from: 0, to: 1, signal: new AbortController().signal };
  await reader.read(
    at(
      'url:https://github.com/acme/fleet/blob/main/tenants/acme/tenant.yaml',
      'calendars/freezes.ics',
    ),
    options,
  );
  expect(urls.read).toHaveBeenLastCalledWith(
    'https://github.com/acme/fleet/tree/main/tenants/acme/calendars/freezes.ics',
    options,
  );
});
