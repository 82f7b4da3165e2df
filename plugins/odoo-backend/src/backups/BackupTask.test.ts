import { claimsOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { DeclaredEnvironment } from '../catalog';
import { BackupTask } from './BackupTask';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import {
  environmentOf,
  oneFull,
  PlayedReader,
  refOf,
  setUpBackups,
  stanza,
  START,
} from './__testUtils__/backupFleet';
import { readBackupFacts } from './BackupFacts';
import type { SourceToRead } from './configuredReaders';

const databases = storeDatabases();
const MINUTE = 60_000;

const signal = () => new AbortController().signal;

async function setUp(options: Partial<Parameters<typeof setUpBackups>[1]>) {
  const fleet = await setUpBackups(await databases.migrated('SQLITE_3'), {
    environments: [
      environmentOf('acme', [stanza('acme')]),
      environmentOf('bolt', [stanza('bolt')]),
    ],
    ...options,
  });
  const reader = new PlayedReader(() => oneFull(fleet.time.now));
  const source: SourceToRead = {
    settings: fleet.settings.sources[0],
    reader,
  };
  const factsOf = async (tenant: string) =>
    (
      await readBackupFacts(
        fleet.open(),
        fleet.settings.sources,
        [refOf(tenant)],
        fleet.time.now,
      )
    ).get(refOf(tenant))!.facts.sources;
  return {
    ...fleet,
    reader,
    source,
    factsOf,
    run: () => fleet.task.run(source, signal()),
  };
}

/** An environment that is set up from this path, and names no source of backups. */
function fromGit(tenant: string, path: string): DeclaredEnvironment {
  const environment = environmentOf(tenant, []);
  const gitops = { repository: 'https://git.example/platform/fleet', path };
  return {
    ...environment,
    claims: claimsOf({
      kubernetes: environment,
      database: { name: tenant },
      gitops,
    }),
    recovery: { ...environment.recovery!, gitops },
  };
}

describe('BackupTask', () => {
  it('reads a path of Git for whom the config grants it, and for nobody else who names it', async () => {
    const settings = {
      sources: [
        { name: 'fleet', adapter: 'git-configuration', every: { minutes: 5 } },
      ],
    };
    const fleet = await setUpBackups(await databases.migrated('SQLITE_3'), {
      environments: [
        fromGit('acme', 'tenants/acme'),
        fromGit('spy', 'tenants/acme'),
        fromGit('bolt', 'tenants/bolt/../acme/staging'),
      ],
      settings,
      grants: [
        {
          locations: ['file:/acme.yaml'],
          repositories: [
            { repository: 'https://git.example/platform/*', paths: ['*'] },
          ],
        },
      ],
    });
    const reader = new PlayedReader(() => oneFull(START));
    const configured = [
      {
        ...fleet.settings.sources[0],
        repository: 'git.example/platform/fleet',
      },
    ];
    await BackupTask.create({ ...fleet, configured }).run(
      { settings: fleet.settings.sources[0], reader },
      signal(),
    );
    expect(reader.asked).toEqual([['tenants/acme']]);
    const facts = await readBackupFacts(
      fleet.open(),
      configured,
      ['acme', 'spy', 'bolt'].map(refOf),
      START,
    );
    const seen = (tenant: string) =>
      facts
        .get(refOf(tenant))!
        .facts.sources.map(({ area, binding, observations }) => [
          area,
          binding,
          observations.length,
        ]);
    expect(seen('acme')).toEqual([['configuration', 'confirmed', 1]]);
    expect(seen('spy')).toEqual([['configuration', 'unconfirmed', 0]]);
    expect(seen('bolt')).toEqual([]);
  });

  it('asks a source once about everything that is confirmed, and keeps what it said of each', async () => {
    const { run, reader, factsOf } = await setUp({});
    await run();
    expect(reader.asked).toEqual([['acme', 'bolt']]);
    expect(await factsOf('acme')).toEqual([
      {
        source: 'pgbackrest',
        id: 'acme',
        area: 'postgresql',
        binding: 'confirmed',
        declared: { adapter: 'pgbackrest', everySeconds: 300 },
        lastAttempt: {
          at: START,
          status: 'observed',
          message: '1 backups, 1 of them clean',
        },
        observations: [expect.objectContaining({ observedAt: START })],
      },
    ]);
  });

  it('reads nothing through a claim that nobody confirms, or that two make', async () => {
    const { run, reader, factsOf } = await setUp({
      environments: [
        environmentOf('acme', [stanza('acme'), stanza('both')]),
        environmentOf('bolt', [stanza('both')]),
        environmentOf('mallory', [stanza('acme')], 'url:https://evil.example/'),
      ],
    });
    await run();
    expect(reader.asked).toEqual([['acme']]);
    const [own] = await factsOf('mallory');
    expect(own).toEqual({
      source: 'pgbackrest',
      id: 'acme',
      area: 'postgresql',
      binding: 'unconfirmed',
      declared: expect.anything(),
      observations: [],
    });
    expect((await factsOf('bolt'))[0]).toMatchObject({
      binding: 'contested',
      observations: [],
    });
  });

  it('shows nobody what was learnt while the binding was another’s', async () => {
    const { run, declare, factsOf, time } = await setUp({
      environments: [environmentOf('acme', [stanza('main')])],
    });
    await run();
    expect((await factsOf('acme'))[0].observations).toHaveLength(1);

    time.now += MINUTE;
    await declare([
      environmentOf('acme', []),
      environmentOf('bolt', [stanza('main')]),
    ]);
    expect(await factsOf('acme')).toEqual([]);
    const [taken] = await factsOf('bolt');
    expect(taken).toMatchObject({ binding: 'confirmed', observations: [] });
    expect(taken).not.toHaveProperty('lastAttempt');

    time.now += MINUTE;
    await run();
    expect((await factsOf('bolt'))[0].observations).toHaveLength(1);
  });

  it('lets environments that are granted a shared stanza all see it', async () => {
    const { run, reader, factsOf } = await setUp({
      environments: [
        environmentOf('acme', [stanza('shared')]),
        environmentOf('bolt', [stanza('shared')]),
      ],
      grants: [
        {
          locations: ['file:/*'],
          stanzas: [{ source: 'pgbackrest', ids: ['shared'], shared: true }],
        },
      ],
    });
    await run();
    expect(reader.asked).toEqual([['shared']]);
    for (const tenant of ['acme', 'bolt']) {
      expect((await factsOf(tenant))[0].observations).toHaveLength(1);
    }
  });

  it('cuts off a source that hangs, after its own time, and says so of everything that it was asked', async () => {
    const { run, reader, factsOf } = await setUp({
      settings: {
        sources: [
          {
            name: 'pgbackrest',
            adapter: 'pgbackrest',
            every: { minutes: 5 },
            timeout: { seconds: 1 },
          },
        ],
      },
    });
    // Looks at no signal
    reader.answer = () => new Promise<never>(() => {});
    const before = Date.now();
    await run();
    expect(Date.now() - before).toBeLessThan(5_000);
    expect((await factsOf('bolt'))[0].lastAttempt).toMatchObject({
      status: 'unreachable',
      message: expect.stringContaining('did not answer within 1 s'),
    });
  });

  it('leaves a source alone for longer and longer that gives nothing, and reads it again when it does', async () => {
    const { run, reader, time, store, factsOf } = await setUp({});
    reader.answer = () => ({
      status: 'unreachable',
      message: 'It is down.',
      observedAt: time.now,
    });
    const asked = async (minutes: number) => {
      time.now += minutes * MINUTE;
      const before = reader.asked.length;
      await run();
      return reader.asked.length - before;
    };
    expect([await asked(0), await asked(5), await asked(5)]).toEqual([1, 1, 1]);
    // Five minutes of rest, then ten
    expect([await asked(4), await asked(1)]).toEqual([0, 1]);
    expect([await asked(5), await asked(4), await asked(1)]).toEqual([0, 0, 1]);
    reader.answer = () => oneFull(time.now);
    expect(await asked(20)).toBe(1);
    expect(await store.getSourceHealth('pgbackrest')).toEqual({ failures: 0 });
    expect((await factsOf('acme'))[0].lastAttempt?.status).toBe('observed');
  });

  it('keeps an attempt of everything when a reader breaks its contract, and nothing of its words', async () => {
    const { run, reader, factsOf, logger } = await setUp({});
    reader.answer = () => {
      throw new Error('password=hunter2');
    };
    await run();
    const [{ lastAttempt }] = await factsOf('acme');
    expect(lastAttempt).toMatchObject({ status: 'unreachable' });
    expect(JSON.stringify(lastAttempt)).not.toContain('hunter2');
    expect(logger.error).toHaveBeenCalled();

    reader.answer = () => ({
      status: 'observed',
      observedAt: START,
      value: [{ kind: 'archiver', failing: 'no' } as never],
    });
    await run();
    expect((await factsOf('acme'))[0]).toMatchObject({
      lastAttempt: { status: 'malformed' },
      observations: [],
    });
  });

  it.each([[Date.UTC(1969, 0)], [NaN], [Date.UTC(2999, 0)]])(
    'takes nothing that says to be of %p',
    async observedAt => {
      const { run, reader, factsOf } = await setUp({});
      reader.answer = () => ({ status: 'empty', observedAt });
      await run();
      expect((await factsOf('acme'))[0].lastAttempt?.status).toBe('malformed');
    },
  );

  it('stops when the scheduler wants it to', async () => {
    const { task, source } = await setUp({});
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    await expect(task.run(source, abort.signal)).rejects.toThrow('enough');
    expect(task).toBeInstanceOf(BackupTask);
  });
});
