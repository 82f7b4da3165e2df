import { mockServices } from '@backstage/backend-test-utils';
import type {
  BackupReport,
  BackupVerdict,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { backupAdapters } from '../adapters/backups/registry';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import type { MachineVerb } from '../platform/Authorizer';
import {
  asCaller,
  environmentOf,
  refOf,
  setUpBackups,
  stanza,
  START,
} from './__testUtils__/backupFleet';
import { BackupAccess } from './BackupAccess';
import { BackupReportService } from './BackupReportService';
import { BackupService } from './BackupService';
import { formatsOf } from './configuredReaders';

const databases = storeDatabases();

/** What pgBackRest printed about one stanza, as recorded. */
const info = readFileSync(
  resolve(
    __dirname,
    '../adapters/backups/pgbackrest/__fixtures__/info-full-diff-incr.json',
  ),
  'utf8',
);
const [{ name: recorded }]: { name: string }[] = JSON.parse(info);

/** The same about several stanzas, as one call prints it for a repository. */
const infoOf = (...names: string[]) =>
  JSON.stringify(names.map(name => ({ ...JSON.parse(info)[0], name })));

/** Environments that each caller may report, and read, by the name of the tenant. */
const mayDo: Record<string, string[]> = {
  'acme-ci': ['acme'],
  platform: ['acme', 'bolt'],
};

async function setUp() {
  const fleet = await setUpBackups(await databases.migrated('SQLITE_3'), {
    environments: [
      environmentOf('acme', [stanza('acme')]),
      environmentOf('bolt', [stanza('bolt')]),
      environmentOf('mallory', [stanza('acme')], 'url:https://evil.example/'),
    ],
  });
  const authorizer = {
    filterEnvironments: async (
      credentials: { principal: unknown },
      _permission: unknown,
      _verb: MachineVerb | undefined,
      refs: readonly string[],
    ) => {
      const { name } = credentials.principal as { name: string };
      return refs.filter(ref => (mayDo[name] ?? []).map(refOf).includes(ref));
    },
  };
  const logger = mockServices.logger.mock();
  const reports = BackupReportService.create({
    formats: formatsOf(backupAdapters),
    recovery: fleet.recovery,
    bindings: fleet.bindings,
    configured: fleet.settings.sources,
    store: fleet.store,
    authorizer,
    clock: fleet.clock,
    logger,
  });
  const service = BackupService.create({
    access: new BackupAccess({
      authorizer,
      resolveEntity: async entityRef => ({
        entityRef,
        environmentRefs: [entityRef],
      }),
    }),
    open: fleet.open,
    store: fleet.store,
    configured: fleet.settings.sources,
    policy: fleet.settings.policy,
    clock: fleet.clock,
  });
  const report = (over: Partial<BackupReport>, caller = 'acme-ci') =>
    reports.report(
      {
        source: 'pgbackrest',
        format: 'pgbackrest-info',
        takenAt: new Date(START).toISOString(),
        output: infoOf('acme'),
        ...over,
      },
      asCaller(caller),
    );
  const attemptsOf = async (tenant: string) =>
    (
      await service.listAttempts(
        { entityRef: refOf(tenant), outcome: 'all', limit: 10 },
        asCaller('platform'),
      )
    ).items;
  return { ...fleet, report, service, attemptsOf, logger };
}

describe('BackupReportService', () => {
  it('takes what a tool printed, and the status is judged from it', async () => {
    const { report, service, time } = await setUp();
    const [{ backup }] = JSON.parse(info);
    const stoppedAt = backup.at(-1).timestamp.stop * 1000;
    time.now = stoppedAt + 60_000;
    const takenAt = new Date(time.now).toISOString();
    expect(await report({ takenAt })).toEqual({
      status: 'observed',
      targets: ['acme'],
      refused: [],
    });
    const { status, environments } = await service.getStatus(
      refOf('acme'),
      asCaller('acme-ci'),
    );
    const [item] = environments;
    const { areas } = (item as { verdict: BackupVerdict }).verdict;
    const postgresql = areas.find(({ area }) => area === 'postgresql');
    expect(postgresql?.lastCleanFull?.tool).toBe('pgbackrest');
    // A list of backups alone says nothing of the WAL between them
    expect(postgresql?.chain?.status).not.toBe('unbroken');
    expect(status).not.toBe('ok');
  });

  it('takes of a repository’s list only what the caller may report, and says of the rest nothing but that', async () => {
    const { report, attemptsOf } = await setUp();
    const answer = await report({
      output: infoOf('acme', 'bolt', 'nobody', 'mallory'),
    });
    expect(answer.targets).toEqual(['acme']);
    // One that is there and not the caller's, and one that is not there, in the same words
    expect(answer.refused.map(({ target }) => target)).toEqual([
      'bolt',
      'mallory',
      'nobody',
    ]);
    expect(new Set(answer.refused.map(({ reason }) => reason)).size).toBe(1);
    expect(await attemptsOf('bolt')).toEqual([]);
  });

  it('refuses whoever may report nothing of it, in the same words whether or not the source is there', async () => {
    const { report, attemptsOf } = await setUp();
    const refusals = await Promise.all(
      [
        report({ output: infoOf('bolt') }),
        report({ source: 'no-such-source' }),
        report({}, 'stranger'),
        report({ output: 'garbage', id: 'bolt' }),
        report({ output: 'garbage' }, 'stranger'),
      ].map(answer => answer.catch(error => error)),
    );
    expect(refusals.map(({ name }) => name)).toEqual(
      refusals.map(() => 'NotAllowedError'),
    );
    expect(new Set(refusals.map(({ message }) => message)).size).toBe(1);
    expect(await attemptsOf('bolt')).toEqual([]);
  });

  it.each([
    ['', undefined],
    ['Segmentation fault', undefined],
    ['{"a":', 'acme'],
    ['[[[[[[[['.repeat(1000), 'acme'],
    ['\u0000\ud800', undefined],
  ])(
    'keeps an output that is none as an attempt: %.30j',
    async (output, id) => {
      const { report, attemptsOf } = await setUp();
      const answer = await report({ output, ...(id && { id }) });
      expect(answer).toMatchObject({ status: 'malformed', targets: ['acme'] });
      const attempts = await attemptsOf('acme');
      expect(attempts).toEqual([
        expect.objectContaining({
          by: 'reported',
          status: 'malformed',
          message: expect.any(String),
          attemptedAt: new Date(START).toISOString(),
        }),
      ]);
      expect(attempts[0].message).not.toContain('Segmentation');
    },
  );

  it('takes nothing that a clock far off says to be of', async () => {
    const { report } = await setUp();
    expect(await report({ takenAt: '1601-01-01T00:00:00Z' })).toMatchObject({
      status: 'malformed',
    });
  });

  it('names the formats that there are', async () => {
    const { report } = await setUp();
    await expect(report({ format: 'tar' })).rejects.toThrow(
      /no such format; there are .*pgbackrest-info/,
    );
  });

  it('lets what was recorded be about its own stanza only', async () => {
    const { report } = await setUp();
    await expect(report({ output: info })).rejects.toThrow(/Nothing of this/);
    expect(recorded).not.toBe('acme');
  });
});
