import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  backupReportSchema,
  defaultBackupPolicy,
  evaluateBackups,
  type AreaVerdict,
  type RestoreDrillFact,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { parse } from 'yaml';
import {
  BackedUpServer,
  type Repository,
} from '../../__testUtils__/realBackups/BackedUpServer';
import {
  backupsOf,
  factsOf,
  lose,
  outcomesOf,
  printed,
  printedByBarman,
  type PrintedState,
} from '../../__testUtils__/realBackups/backedUpStates';
import { ListeningPortal } from '../../__testUtils__/realBackups/ListeningPortal';
import {
  drillFactOf,
  runDrill,
} from '../../__testUtils__/realBackups/restoreDrills';
import { missingTools } from '../../__testUtils__/realBackups/realTools';

/**
 * What the portal says of backups that are what they are: made by the real tools of a real database, and broken by hand. The chain is
 * built once; each state is a copy of it.
 */
const missing = missingTools();
const described = missing.length > 0 ? describe.skip : describe;
if (missing.length > 0) {
  process.stderr.write(
    `Not tested against the real tools: no ${missing.join(', ')}.\n`,
  );
}

const BUILD_MS = 600_000;

const root = resolve(__dirname, '../../../../..');

/** A restore of this very backup that somebody looked at, so that only the state itself is judged. */
function drilled(now: number): RestoreDrillFact {
  return {
    id: 'drill-1',
    source: 'https://backups.example.com',
    area: 'postgresql',
    at: now - 60_000,
    outcome: 'success',
    durationSeconds: 120,
    database: 'acme_prod',
    rowsCompared: 2000,
  };
}

/** As the portal had judged when the reports came in, however long the rest of the test takes. */
function judged(state: PrintedState): AreaVerdict {
  const now = Math.max(...state.reports.map(({ at }) => at)) + 1000;
  const verdict = evaluateBackups(
    factsOf(state, [drilled(now)]),
    defaultBackupPolicy,
    now,
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
    await server.startBarman();
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

  describe('restore drills', () => {
    let portal: ListeningPortal;
    const token = 'a-token-of-a-job-32-characters-long';

    beforeAll(async () => {
      portal = await ListeningPortal.start();
    });
    afterAll(() => portal.stop());

    const drill = (...args: string[]) =>
      runDrill(server, portal, token, ...args);

    it(
      'of pgBackRest that succeeds measures the recovery time and reaches the last order',
      async () => {
        const began = Date.now();
        const { exitCode, facts } = await drill(
          ...['pgbackrest', '--stanza', 'main', '--config', whole.config],
          ...['--rows', 'sale_order', '2500'],
          ...[
            '--check',
            `the "newest" o'clock`,
            '>=1',
            "select count(*) from sale_order where create_date > now() - interval '1 hour'",
          ],
        );
        expect(exitCode).toBe(0);
        const [, , last] = backupsOf(states.chain);
        expect(facts).toEqual([
          expect.objectContaining({
            outcome: 'success',
            area: 'postgresql',
            backup: last.label,
            database: 'acme_prod',
            rowsCompared: 2500,
            checks: [
              { name: 'rows of sale_order', passed: true },
              { name: `the "newest" o'clock`, passed: true },
            ],
          }),
        ]);
        const [fact] = facts;
        expect(fact?.durationSeconds).toBeLessThanOrEqual(
          (Date.now() - began) / 1000 + 1,
        );
        expect(Date.parse(fact?.restoredTo ?? '')).toBeLessThan(began);
        const verdict = evaluateBackups(
          factsOf(states.chain, [drillFactOf(fact)]),
          defaultBackupPolicy,
          Date.now(),
        );
        expect(verdict.areas[0].drill).toMatchObject({
          outcome: 'success',
          durationSeconds: fact?.durationSeconds,
        });
        expect(verdict.processes[0].measuredRtoSeconds).toBe(
          fact?.durationSeconds,
        );
        expect(portal.seenRunning.length).toBeGreaterThan(0);
        expect(portal.seenRunning.join('\n')).not.toContain(token);
      },
      BUILD_MS,
    );

    it(
      'of a backup whose WAL is lost fails where every tool was green: PostgreSQL does not start',
      async () => {
        const { exitCode, facts } = await drill(
          ...['pgbackrest', '--stanza', 'main', '--config', needed.config],
        );
        expect(exitCode).toBe(1);
        expect(facts).toMatchObject([
          {
            outcome: 'failure',
            message: expect.stringMatching(
              /does not start.*could not locate required checkpoint record/,
            ),
          },
        ]);
        const verdict = evaluateBackups(
          factsOf(states.chain, [drillFactOf(facts[0])]),
          defaultBackupPolicy,
          Date.now(),
        );
        expect(verdict.areas[0].status).not.toBe('ok');
      },
      BUILD_MS,
    );

    it(
      'of Barman restores the backup that is done, and a check that fails fails the drill',
      async () => {
        const { exitCode, facts } = await drill(
          ...['barman', '--server', 'main', '--config', server.barmanConfig],
          ...['--target', 'immediate', '--rows', 'sale_order', '>=2500'],
          ...['--check', 'no orders', '0', 'select count(*) from sale_order'],
        );
        expect(exitCode).toBe(1);
        expect(facts).toMatchObject([
          {
            outcome: 'failure',
            message: `The check 'no orders' did not pass.`,
            checks: [
              { passed: true },
              {
                passed: false,
                detail: expect.stringMatching(/^expected 0, found 2/),
              },
            ],
          },
        ]);
      },
      BUILD_MS,
    );

    it(
      'of dumps, custom and plain; one that broke off fails',
      async () => {
        const dumps = server.folder('dumps');
        const dump = (format: string) => {
          const file = join(dumps, format);
          return server
            .must(
              ...(['pg_dump', '-h', server.socket, '-U', 'postgres'] as const),
              ...['-F', format, '-f', file, 'acme_prod'],
            )
            .then(() => file);
        };
        const rows = ['--rows', 'sale_order', '>=2500'];
        const custom = await drill('dump', '--file', await dump('c'), ...rows);
        expect([custom.exitCode, custom.facts[0]?.outcome]).toEqual([
          0,
          'success',
        ]);
        expect(custom.facts[0]?.restoredTo).toBeUndefined();
        const file = await dump('p');
        const plain = await drill(
          ...['dump', '--file', file, '--taken-at', '2026-11-22 05:00:00+01'],
          ...rows,
        );
        expect(plain.facts[0]).toMatchObject({
          outcome: 'success',
          restoredTo: '2026-11-22T04:00:00.000Z',
        });
        const half = server.file(
          'dumps/half',
          readFileSync(file, 'utf8').slice(0, 3000),
        );
        const broken = await drill('dump', '--file', half, ...rows);
        expect(broken.exitCode).toBe(1);
        expect(broken.facts[0]?.message).toMatch(/broke off/);
      },
      BUILD_MS,
    );

    it(
      'says when the portal does not take it, when it is used wrongly, and posts nothing that did not take place',
      async () => {
        portal.status = 403;
        const refused = await drill(
          ...['pgbackrest', '--stanza', 'none', '--config', whole.config],
        );
        portal.status = 202;
        expect(refused.exitCode).toBe(3);
        expect(refused.facts).toMatchObject([{ outcome: 'failure' }]);
        const wrong = await drill('pgbackrest', '--nonsense', 'x');
        expect([wrong.exitCode, wrong.facts]).toEqual([2, []]);
        const toolless = await drill(
          ...['pgbackrest', '--stanza', 'main', '--postgres-bin', '/nowhere'],
        );
        expect([toolless.exitCode, toolless.facts]).toEqual([4, []]);
      },
      BUILD_MS,
    );
  });

  describe('the manifests of docs/backups', () => {
    const token = 'another-token-of-a-job-32-characters';
    const containers = readFileSync(
      join(root, 'docs/backups/README.md'),
      'utf8',
    )
      .split('```yaml\n')
      .slice(1)
      .map(block => parse(block.split('\n```')[0]))
      .filter(({ kind }) => kind === 'CronJob')
      .flatMap(({ spec }) => spec.jobTemplate.spec.template.spec.containers);

    it('are jobs that may do nothing else', () => {
      expect(containers.map(({ name }) => name)).toEqual([
        'pgbackrest',
        'archiver',
        'drill',
      ]);
      for (const { securityContext, command, args } of containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(command).toEqual(['/bin/sh']);
        expect(args.join(' ')).toContain('--token-file /var/run/secrets/');
      }
    });

    it(
      'run with their arguments, and tell the portal what it understands',
      async () => {
        const portal = await ListeningPortal.start();
        const here: Record<string, string> = {
          'https://portal.example.com': portal.url,
          acme: 'main',
          '/etc/pgbackrest/pgbackrest.conf': whole.config,
          '/var/run/secrets/odoo-backups/token': server.file('token', token),
          '16MB': '1MB',
          'host=acme-postgresql-primary user=monitoring dbname=postgres': `host=${server.socket} user=postgres dbname=postgres`,
          '/scratch': server.folder('scratch'),
        };
        for (const { args } of containers) {
          const name = args[0].replace(/^.*\/(.*)\.sh$/, '$1');
          const script = readFileSync(
            join(root, 'scripts', name, `${name}.sh`),
            'utf8',
          );
          const ran = await server.run('sh', [
            server.file(`${name}.sh`, script),
            ...args.slice(1).map((arg: string) => here[arg] ?? arg),
          ]);
          expect([name, ran.exitCode, ran.errors]).toEqual([name, 0, '']);
        }
        const posted = portal.take();
        await portal.stop();
        expect(
          posted.every(one => one.authorization === `Bearer ${token}`),
        ).toBe(true);
        const reports = posted
          .filter(({ path }) => path === '/api/odoo/backup-reports')
          .map(({ body }) => backupReportSchema.parse(JSON.parse(body)));
        expect(reports.map(({ source, format }) => [source, format])).toEqual([
          ['acme-pgbackrest', 'pgbackrest-info'],
          ['acme-pgbackrest', 'check-pgbackrest'],
          ['acme-archiver', 'pg-stat-archiver'],
        ]);
        const state = {
          reports: reports.map(({ format, output, exitCode = 0, takenAt }) => ({
            format,
            output,
            exitCode,
            at: Date.parse(takenAt),
          })),
        };
        const outcomes = outcomesOf(state);
        expect(outcomes).toMatchObject([
          { status: 'observed', value: [{ kind: 'backups' }] },
          {
            status: 'observed',
            value: [{ kind: 'wal-continuity', status: 'unbroken' }],
          },
          { status: 'observed', value: [{ kind: 'archiver' }] },
        ]);
        const [backups] = outcomes;
        const listed =
          backups.status === 'observed' && backups.value[0].kind === 'backups'
            ? backups.value[0].backups
            : [];
        expect(listed[listed.length - 1].databases).toContain('acme_prod');
        expect(
          posted.filter(({ path }) => path === '/api/odoo/events'),
        ).toHaveLength(1);
      },
      BUILD_MS,
    );
  });
});
