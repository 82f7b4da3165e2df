import type { BackupObservation } from '@odoo-fleet/backstage-plugin-odoo-common';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { DatabaseOutboxStore } from '../platform/DatabaseOutboxStore';
import { targetKey, type BackupReading } from './BackupStore';
import { DatabaseBackupStore } from './DatabaseBackupStore';

const databases = storeDatabases();
const now = 1_795_000_000_000;
const acme = { source: 'pgbackrest', target: 'acme "main"' };
const bolt = { source: 'pgbackrest', target: 'bolt' };

const archiver = (failing: boolean): BackupObservation => ({
  kind: 'archiver',
  failing,
});

const reading = (over: Partial<BackupReading> = {}): BackupReading => ({
  ...acme,
  by: 'collected',
  attemptedAt: now,
  tookMs: 12.4,
  status: 'observed',
  message: 'archiver working',
  observedAt: now,
  observations: [archiver(false)],
  ...over,
});

describe.each(databases.each())('DatabaseBackupStore on %s', id => {
  async function setUp() {
    const knex = await databases.migrated(id);
    const outbox = DatabaseOutboxStore.create({ knex });
    const told = () => knex('outbox').pluck('payload');
    return {
      knex,
      told,
      store: DatabaseBackupStore.create({ database: knex, outbox }),
    };
  }

  it('keeps every attempt, the last one of each target, and the newest observation of each kind', async () => {
    const { store } = await setUp();
    await store.record([reading(), reading({ ...bolt })], now);
    await store.record(
      [
        reading({
          attemptedAt: now + 5,
          status: 'unreachable',
          message: 'It did not answer.',
          observations: [],
        }),
      ],
      now + 5,
    );
    const standings = await store.getStandings([acme, acme, bolt]);
    expect(standings.get(targetKey(acme))).toEqual({
      lastAttempt: {
        at: now + 5,
        status: 'unreachable',
        message: 'It did not answer.',
      },
      // A failure takes nothing away
      observations: [
        { observedAt: now, receivedAt: now, observation: archiver(false) },
      ],
    });
    expect(standings.size).toBe(2);
    const attempts = await store.listAttempts([{ ...acme, since: 0 }], {
      failuresOnly: false,
      limit: 10,
    });
    expect(attempts.map(({ status, tookMs }) => [status, tookMs])).toEqual([
      ['unreachable', 12],
      ['observed', 12],
    ]);
  });

  it('lets no older observation take the place of a newer one, nor one of the future stay for ever', async () => {
    const { store } = await setUp();
    const said = async () =>
      (await store.getStandings([acme])).get(targetKey(acme))!.observations;
    await store.record([reading({ observedAt: now })], now);
    await store.record(
      [reading({ observedAt: now - 1, observations: [archiver(true)] })],
      now + 1,
    );
    expect((await said())[0].observation).toEqual(archiver(false));

    const future = now + 1_000_000_000;
    await store.record(
      [reading({ observedAt: future, observations: [archiver(true)] })],
      now + 2,
    );
    expect(await said()).toEqual([
      {
        observedAt: future,
        receivedAt: now + 2,
        observation: archiver(true),
      },
    ]);
    await store.record([reading({ observedAt: now + 3 })], now + 3);
    expect((await said())[0].observation).toEqual(archiver(false));
  });

  it('keeps bad news that a later answer only leaves out', async () => {
    const { store } = await setUp();
    const broken: BackupObservation = {
      kind: 'wal-continuity',
      status: 'broken',
    };
    await store.record(
      [reading({ observations: [archiver(true), broken] })],
      now,
    );
    await store.record(
      [reading({ observedAt: now + 9, observations: [archiver(false)] })],
      now + 9,
    );
    await store.record(
      [reading({ status: 'empty', observedAt: now + 10, observations: [] })],
      now + 10,
    );
    expect(
      (await store.getStandings([acme])).get(targetKey(acme))!.observations,
    ).toEqual([
      {
        observedAt: now + 9,
        receivedAt: now + 9,
        observation: archiver(false),
      },
      { observedAt: now, receivedAt: now, observation: broken },
    ]);
  });

  it('tells the portal of what is news, and of nothing else', async () => {
    const { store, told } = await setUp();
    await store.record([reading(), reading({ ...bolt })], now);
    expect(await told()).toEqual(['{"source":"pgbackrest"}']);
    await store.record([reading({ observedAt: now + 1 })], now + 1);
    expect(await told()).toHaveLength(1);
    await store.record(
      [reading({ observedAt: now + 2, observations: [archiver(true)] })],
      now + 2,
    );
    expect(await told()).toHaveLength(2);
    const gone: Partial<BackupReading> = {
      status: 'unreachable',
      message: 'm',
      observations: [],
    };
    await store.record([reading(gone)], now + 3);
    expect(await told()).toHaveLength(3);
    await store.record([reading(gone)], now + 4);
    expect(await told()).toHaveLength(3);
  });

  it('pages attempts of many targets, newest first, from when on each may be listed', async () => {
    const { store } = await setUp();
    const targets = Array.from({ length: 230 }, (_, index) => ({
      source: 's',
      target: `t${index}`,
    }));
    await store.record(
      targets.map((target, index) =>
        reading({
          ...target,
          attemptedAt: now + index,
          status: index % 2 ? 'observed' : 'unreachable',
        }),
      ),
      now,
    );
    const wanted = targets.map((target, index) => ({
      ...target,
      since: index === 229 ? now + 500 : 0,
    }));
    const seen: string[] = [];
    let beforeSeq: number | undefined;
    for (let page = 0; page < 5; page += 1) {
      const found = await store.listAttempts(wanted, {
        failuresOnly: false,
        limit: 60,
        ...(beforeSeq !== undefined && { beforeSeq }),
      });
      seen.push(...found.map(({ target }) => target));
      beforeSeq = found.at(-1)?.seq;
    }
    expect(new Set(seen).size).toBe(229);
    expect(seen).toHaveLength(229);
    expect(seen).not.toContain('t229');
    const failures = await store.listAttempts(wanted, {
      failuresOnly: true,
      limit: 500,
    });
    expect(failures).toHaveLength(115);
  });

  it('forgets in bounded rounds, and leaves what is newer', async () => {
    const { store, knex } = await setUp();
    for (let at = now; at < now + 5; at += 1) {
      await store.record([reading({ attemptedAt: at })], at);
    }
    await store.record([reading({ ...bolt, attemptedAt: now - 9 })], now - 9);
    expect(await store.pruneAttempts(now + 4, 4)).toBe(4);
    expect(await store.pruneAttempts(now + 4, 4)).toBe(1);
    expect(await knex('backup_attempts')).toHaveLength(1);
    expect(await store.forgetTargets(now, 10)).toBe(1);
    expect([...(await store.getStandings([acme, bolt])).keys()]).toEqual([
      targetKey(acme),
    ]);
    expect(await knex('backup_observations').pluck('target')).toEqual([
      acme.target,
    ]);
  });

  it('remembers how reading a source goes', async () => {
    const { store } = await setUp();
    expect(await store.getSourceHealth('s')).toEqual({ failures: 0 });
    await store.setSourceHealth('s', { failures: 4, retryAt: now });
    expect(await store.getSourceHealth('s')).toEqual({
      failures: 4,
      retryAt: now,
    });
    await store.setSourceHealth('s', { failures: 0 });
    expect(await store.getSourceHealth('s')).toEqual({ failures: 0 });
  });
});
