import { mockServices } from '@backstage/backend-test-utils';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import {
  environmentOf,
  oneFull,
  PlayedReader,
  refOf,
  setUpBackups,
  stanza,
} from './__testUtils__/backupFleet';
import { BackupAccess } from './BackupAccess';
import { createBackupNotice } from './backupNotice';
import { BackupService } from './BackupService';
import { BackupVerdictTask } from './BackupVerdictTask';
import { BACKUP_WORSENED_TOPIC } from './BackupVerdictStore';
import { DatabaseBackupVerdictStore } from './DatabaseBackupVerdictStore';

const databases = storeDatabases();
const MINUTE = 60_000;
const acme = refOf('acme');
const bolt = refOf('bolt');

describe.each(databases.each())('BackupVerdictTask on %s', id => {
  async function setUp() {
    const knex = await databases.migrated(id);
    const declared = [
      environmentOf('acme', [stanza('acme')]),
      environmentOf('bolt', [stanza('bolt')]),
    ];
    const fleet = await setUpBackups(knex, { environments: declared });
    const service = BackupService.create({
      access: undefined as unknown as BackupAccess,
      open: fleet.open,
      store: fleet.store,
      configured: fleet.settings.sources,
      policy: fleet.settings.policy,
      clock: fleet.clock,
    });
    const verdicts = DatabaseBackupVerdictStore.create({
      database: knex,
      outbox: fleet.outbox,
    });
    const task = new BackupVerdictTask({
      environments: fleet.environments,
      backups: service,
      verdicts,
      clock: fleet.clock,
      settleMs: 5 * MINUTE,
    });
    const reader = new PlayedReader(() => oneFull(fleet.time.now));
    const run = () => task.run(new AbortController().signal);
    return {
      ...fleet,
      knex,
      declared,
      verdicts,
      run,
      reader,
      read: () =>
        fleet.task.run(
          { settings: fleet.settings.sources[0], reader },
          new AbortController().signal,
        ),
      /** Payloads of what owners are told. */
      told: async () =>
        (
          await knex('outbox')
            .where('topic', BACKUP_WORSENED_TOPIC)
            .orderBy('sequence')
            .pluck('payload')
        ).map(payload => JSON.parse(payload)),
      cache: () => knex('verdicts').orderBy('entity_ref').select('*'),
    };
  }

  it('keeps a verdict of every environment, which comes back the same when the cache is lost, at any time for which it holds', async () => {
    const { run, read, cache, knex, declare, declared, verdicts, time } =
      await setUp();
    await read();
    await run();
    const before = await cache();
    expect(before.map(row => row.entity_ref)).toEqual([acme, bolt]);
    const until = Math.min(...before.map(row => Number(row.valid_until)));
    for (const later of [time.now, time.now + 1, until - 1]) {
      time.now = later;
      await knex('verdicts').delete();
      await run();
      expect(await cache()).toEqual(before);
    }
    time.now = until;
    await run();
    expect(await cache()).not.toEqual(before);

    await declare(declared.slice(0, 1));
    await run();
    expect((await cache()).map(row => row.entity_ref)).toEqual([acme]);
    expect([...(await verdicts.getNotices([acme, bolt])).keys()]).toEqual([
      acme,
    ]);
    expect([...(await verdicts.get([acme, bolt])).keys()]).toEqual([acme]);
  });

  it('writes nothing again that stays as it is', async () => {
    const { run, read, knex } = await setUp();
    await read();
    await run();
    await knex('verdicts').update({ status: 'untouched' });
    await run();
    expect(await knex('verdicts').pluck('status')).toEqual([
      'untouched',
      'untouched',
    ]);
  });

  it('has the owner told once of what worsened and stayed so, and nobody else', async () => {
    const { run, read, reader, time, told, environments } = await setUp();
    await read();
    await run();
    expect(await told()).toEqual([]);
    reader.answer = target =>
      target === 'bolt'
        ? oneFull(time.now)
        : {
            status: 'observed',
            observedAt: time.now,
            value: [
              {
                kind: 'backups',
                tool: 'pgbackrest',
                backups: [],
                problems: [],
              },
            ],
          };
    for (let minute = 1; minute < 20; minute += 1) {
      time.now += MINUTE;
      await read();
      await run();
    }
    expect(await told()).toEqual([
      { environmentRef: acme, status: 'critical' },
    ]);

    const notifications = { send: jest.fn() };
    const tell = createBackupNotice({
      notifications,
      environments,
      logger: mockServices.logger.mock(),
      portalUrl: 'https://portal.example',
    });
    await tell({ payload: (await told())[0] });
    expect(notifications.send).toHaveBeenCalledWith({
      recipients: { type: 'entity', entityRef: 'group:default/acme' },
      payload: expect.objectContaining({
        title: 'Backups of acme: critical',
        link: 'https://portal.example/catalog/default/odooenvironment/acme-production/backup-status',
        severity: 'high',
        scope: `${BACKUP_WORSENED_TOPIC}:${acme}`,
      }),
    });
    await tell({ payload: { environmentRef: 'gone', status: 'critical' } });
    expect(notifications.send).toHaveBeenCalledTimes(1);
  });
});
