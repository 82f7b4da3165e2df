import {
  defaultBackupPolicy,
  evaluateBackups,
  type AreaVerdict,
  type RestoreDrillFact,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  BackedUpServer,
  type Repository,
} from './__testUtils__/BackedUpServer';
import {
  backupsOf,
  factsOf,
  lose,
  outcomesOf,
  printed,
  printedByBarman,
  type PrintedState,
} from './__testUtils__/backedUpStates';
import { missingTools } from './__testUtils__/realTools';

/**
 * What the portal says of backups that are what they are: made by the real tools of a real database, and broken by hand. The chain is
 * built once; each state is a copy of it.
 */
const missing = missingTools();
const described = missing.length > 0 ? describe.skip : describe;
if (missing.length > 0) {
  console.warn(`Not tested against the real tools: no ${missing.join(', ')}.`);
}

const BUILD_MS = 600_000;

/** A restore of this very backup that somebody looked at, so that only the state itself is judged. */
function drilled(): RestoreDrillFact {
  return {
    id: 'drill-1',
    source: 'https://backups.example.com',
    area: 'postgresql',
    at: Date.now() - 60_000,
    outcome: 'success',
    durationSeconds: 120,
    database: 'acme_prod',
    rowsCompared: 2000,
  };
}

function judged(state: PrintedState): AreaVerdict {
  const verdict = evaluateBackups(
    factsOf(state, [drilled()]),
    defaultBackupPolicy,
    Date.now(),
  );
  return verdict.areas[0];
}

described('recoverability of real backups', () => {
  let server: BackedUpServer;
  let whole: Repository;
  let needed: Repository;
  const states: Record<string, PrintedState> = {};

  const until = (segment: string) => server.untilArchived(segment);

  async function takeChain(): Promise<void> {
    await server.backUp('full', '--annotation=release=2026.11.1');
    await until(await server.trade());
    states.full = await printed(server);
    // While it runs the lock is held
    const running = server.backUp('incr');
    let held = false;
    let ended = false;
    running.finally(() => (ended = true)).catch(() => {});
    while (!held && !ended) {
      states.locked = await printed(server);
      held = states.locked.reports[0].output.includes('"held":true');
    }
    await running;
    await server.backUp('diff');
  }

  async function breakWal(): Promise<void> {
    const segments: string[] = [];
    for (let count = 0; count < 4; count++) {
      segments.push(await server.trade());
    }
    await until(segments[3]);
    states.chain = await printed(server);
    whole = server.copy('whole');
    const gap = server.copy('gap');
    lose(server, gap, segments[1]);
    states.gap = await printed(server, gap.config);
    needed = server.copy('needed');
    const [, , last] = backupsOf(states.chain);
    lose(server, needed, last.archive.start);
    states.needed = await printed(server, needed.config);
    states.unreachable = await printed(server, server.unreachable());
  }

  async function failArchiver(): Promise<void> {
    const command = (await server.sql('show archive_command')).trim();
    await server.sql(
      `alter system set archive_command = 'false'`,
      'select pg_reload_conf()',
    );
    const waiting = await server.trade();
    await server.until(
      () => server.sql('select failed_count > 0 from pg_stat_archiver'),
      'the archiver fails',
    );
    states.archiver = await printed(server);
    await server.sql(
      'alter system reset archive_command',
      'select pg_reload_conf()',
    );
    expect((await server.sql('show archive_command')).trim()).toBe(command);
    await until(waiting);
  }

  async function expireAndDamage(): Promise<void> {
    const [first] = backupsOf(states.chain);
    await server.backUp('full');
    await server.pgbackrest(
      server.repository.config,
      '--stanza=main',
      `--set=${first.label}`,
      'expire',
    );
    states.expired = await printed(server);
    await server.damage('pos_order');
    await server.backUp('full');
    states.damaged = await printed(server);
  }

  async function failAndRepeatBarman(): Promise<void> {
    await server.must('barman', '-q', '-c', server.barmanConfig, 'cron');
    await server.barman('-q', 'switch-wal', '--force', '--archive', 'main');
    await server.barman('-q', 'backup', '--wait', 'main');
    states.barmanFailed = await printedByBarman(server);
    await server.sql('drop table pos_order', 'checkpoint');
    await server.barman('-q', 'backup', '--wait', 'main');
    states.barman = await printedByBarman(server);
  }

  beforeAll(async () => {
    server = await BackedUpServer.start();
    await takeChain();
    await breakWal();
    await failArchiver();
    await expireAndDamage();
    await failAndRepeatBarman();
  }, BUILD_MS);

  afterAll(() => server?.stop(), BUILD_MS);

  it.each(['full', 'chain'])('%s: is recoverable, and shown so', name => {
    const area = judged(states[name]);
    expect(area.reasons).toEqual([]);
    expect(area).toMatchObject({ status: 'ok', chain: { status: 'unbroken' } });
    expect(area.lastCleanFull?.label).toBe(backupsOf(states.full)[0].label);
    expect(area.encrypted).toBe('yes');
  });

  it('knows the three kinds of backup, and the release written on the first', () => {
    const [backups] = outcomesOf(states.chain);
    expect(backups).toMatchObject({
      status: 'observed',
      value: [
        {
          kind: 'backups',
          encrypted: 'yes',
          backups: [
            { type: 'full', annotations: { release: '2026.11.1' } },
            { type: 'incremental' },
            { type: 'differential' },
          ],
        },
      ],
    });
  });

  it('lock held: a backup that runs takes nothing away from those that ended', () => {
    expect(outcomesOf(states.locked)[0]).toMatchObject({
      status: 'observed',
      value: [{ kind: 'backups', locked: true }],
    });
    expect(judged(states.locked).status).not.toBe('critical');
  });

  it('archiver failing: not ok, although pgbackrest info says ok', () => {
    expect(states.archiver.reports[0].output).toContain('"message":"ok"');
    expect(outcomesOf(states.archiver)[2]).toMatchObject({
      value: [{ kind: 'archiver', failing: true }],
    });
    expect(judged(states.archiver).status).not.toBe('ok');
  });

  it('a segment lost in the middle: broken, although pgbackrest info says ok', () => {
    expect(states.gap.reports[0].output).toContain('"message":"ok"');
    expect(outcomesOf(states.gap)[1]).toMatchObject({
      value: [{ kind: 'wal-continuity', status: 'broken', missing: 1 }],
    });
    const area = judged(states.gap);
    expect(area.status).toBe('critical');
    expect(area.chain?.status).toBe('broken');
  });

  it('a segment lost that a backup needs: broken, and the backup is named', () => {
    const [, , last] = backupsOf(states.needed);
    expect(outcomesOf(states.needed)[1]).toMatchObject({
      value: [
        {
          kind: 'wal-continuity',
          status: 'broken',
          oldestMissing: last.archive.start,
          lostBackups: [last.label],
        },
      ],
    });
    expect(judged(states.needed).status).toBe('critical');
  });

  it('a corrupted page: the backup is damaged and the last clean full is the one before', () => {
    const outcome = outcomesOf(states.damaged)[0];
    expect(outcome).toMatchObject({
      status: 'observed',
      value: [{ backups: [{ state: 'clean' }, { state: 'damaged' }] }],
    });
    const area = judged(states.damaged);
    expect(area.status).not.toBe('ok');
    expect(area.lastCleanFull?.label).toBe(backupsOf(states.damaged)[0].label);
  });

  it('an unreachable repository: nothing is known, and neither address nor key is repeated', () => {
    const outcomes = outcomesOf(states.unreachable);
    expect(outcomes.slice(0, 2)).toMatchObject([
      { status: 'unreachable' },
      { status: 'unreachable' },
    ]);
    const area = judged(states.unreachable);
    expect(area.status).not.toBe('ok');
    expect(JSON.stringify([outcomes, area])).not.toMatch(
      /127\.0\.0\.1|AKIA|wJalr/,
    );
  });

  it('an expired set: what was expired is gone, and what is left counts from its own end', () => {
    const [only] = backupsOf(states.expired);
    const outcome = outcomesOf(states.expired)[0];
    expect(outcome).toMatchObject({
      status: 'observed',
      value: [{ backups: [{ label: only.label, type: 'full' }] }],
    });
    expect(only.label).not.toBe(backupsOf(states.chain)[0].label);
    const area = judged(states.expired);
    expect(area.lastCleanFull?.label).toBe(only.label);
    expect(area.recoverable?.from).toBe(area.lastCleanFull?.at);
  });

  it('Barman with a failed backup only: not ok', () => {
    expect(outcomesOf(states.barmanFailed)[1]).toMatchObject({
      value: [{ kind: 'backups', backups: [{ state: 'failed' }] }],
    });
    expect(judged(states.barmanFailed).status).not.toBe('ok');
  });

  it('Barman with one old failed backup: the exit code says nothing, the clean backup counts', () => {
    expect(states.barman.reports[0].exitCode).toBe(1);
    expect(outcomesOf(states.barman)).toMatchObject([
      {
        value: [
          {
            kind: 'checks',
            problems: [{ id: 'barman-failed-backups', status: 'warning' }],
          },
        ],
      },
      {
        value: [
          {
            kind: 'backups',
            backups: [{ state: 'failed' }, { state: 'clean' }],
          },
        ],
      },
    ]);
    const area = judged(states.barman);
    expect(area.status).not.toBe('ok');
    expect(area.lastCleanFull).toMatchObject({ tool: 'barman' });
  });

  it('keeps both repositories for the drills', () => {
    expect(server.segments(whole).length).toBe(
      server.segments(needed).length + 1,
    );
  });
});
