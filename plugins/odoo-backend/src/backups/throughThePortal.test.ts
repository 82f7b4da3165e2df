import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type {
  BackupObservation,
  EntityBackupStatus,
  EnvironmentTimeline,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  cdevent,
  deployed,
  digestOf,
} from '../releases/__testUtils__/cdevents';
import { refOf, startPortal } from './__testUtils__/startedPortal';

// A whole backend starts here; on a busy machine that takes a while
jest.setTimeout(120_000);

const MINUTE = 60_000;
/** What is posted is of before the portal started, by whole seconds as pgBackRest counts. */
const start = Math.floor(Date.now() / 1000) * 1000;
const ago = (minutes: number) => start - minutes * MINUTE;
const iso = (minutes: number) => new Date(ago(minutes)).toISOString();

const ci = 'https://ci.example.org';
const drills = 'https://drills.example.org';

/** What pgBackRest prints about Acme: a full, and an incremental that was taken for a release. */
function pgbackrestInfo(release: string): string {
  const [recorded] = JSON.parse(
    readFileSync(
      resolve(
        __dirname,
        '../adapters/backups/pgbackrest/__fixtures__/info-full-diff-incr.json',
      ),
      'utf8',
    ),
  );
  const [full, , incr] = recorded.backup;
  const seconds = (minutes: number) => ago(minutes) / 1000;
  return JSON.stringify([
    {
      ...recorded,
      name: 'acme',
      backup: [
        {
          ...full,
          label: 'ACME-F',
          annotation: undefined,
          timestamp: { start: seconds(610), stop: seconds(600) },
        },
        {
          ...incr,
          label: 'ACME-F_I',
          prior: 'ACME-F',
          reference: ['ACME-F'],
          annotation: { release },
          timestamp: { start: seconds(125), stop: seconds(120) },
        },
      ],
    },
  ]);
}

const archiver = (
  lastArchived: number,
  failing = false,
): BackupObservation => ({
  kind: 'archiver',
  failing,
  lastArchivedAt: iso(lastArchived),
});
const whole: BackupObservation = { kind: 'wal-continuity', status: 'unbroken' };

const drill = (
  environmentId: string,
  minutes: number,
  content: Record<string, string | number>,
) =>
  cdevent({
    source: drills,
    id: `drill-${environmentId}-${minutes}`,
    type: 'dev.cdeventsx.odoo-restoredrill.finished.0.1.0',
    at: iso(minutes),
    subjectId: `drill-${environmentId}-${minutes}`,
    content: {
      environment: { id: environmentId },
      area: 'postgresql',
      durationSeconds: 900,
      ...content,
    },
  });

const release = (
  type: 'deployed' | 'proposed',
  digit: string,
  minutes: number,
  migrationClass: string,
) =>
  deployed('acme', digestOf(digit), {
    source: ci,
    id: `${type}-${digit}`,
    at: iso(minutes),
    odoo: { migrationClass, author: 'user:default/author' },
    type:
      type === 'deployed'
        ? 'dev.cdevents.service.deployed.0.3.0'
        : 'dev.cdeventsx.odoo-release.proposed.0.1.0',
  });

describe('backups, through the portal', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;

  const expectTaken = async (
    answer: Promise<{ status: number; body: object }>,
  ) => {
    const { status, body } = await answer;
    expect({ status, body }).toEqual({ status: 200, body: expect.anything() });
    return body;
  };
  const timelineOf = async (name: string, tenant: string) => {
    const { body } = await portal
      .get(name, '/backup-timeline', tenant)
      .expect(200);
    return body as EnvironmentTimeline;
  };
  const statusOf = async (name: string, tenant: string) => {
    const { body } = await portal
      .get(name, '/backup-status', tenant)
      .expect(200);
    const [item] = (body as EntityBackupStatus).environments;
    if (item.access !== 'granted') {
      throw new Error('denied');
    }
    return item.verdict;
  };
  const idOf = async (digit: string) => {
    const { body } = await portal
      .get('auditor', '/releases', 'acme')
      .expect(200);
    return (body.items as { release: { id: string; digest: string } }[]).find(
      ({ release: { digest } }) => digest === digestOf(digit),
    )!.release.id;
  };
  const askGate = async (digit: string) => {
    const body = (await expectTaken(
      portal.post('/gate', {
        environment: refOf('acme'),
        digest: digestOf(digit),
      }),
    )) as { decision: string; verdict: { holds: { id: string }[] } };
    return {
      decision: body.decision,
      holds: body.verdict.holds.map(({ id }) => id),
    };
  };

  beforeAll(async () => {
    portal = await startPortal();
    // Four releases: one with a backup of its own, one without, one that is to come, one that changes no data
    for (const event of [
      release('deployed', 'a', 100, 'schema'),
      release('deployed', 'b', 60, 'module'),
      release('proposed', 'c', 30, 'schema'),
      release('proposed', 'd', 29, 'none'),
      drill('acme', 300, {
        outcome: 'success',
        restoredTo: iso(310),
        backup: 'ACME-F',
        database: 'acme',
        rowsCompared: 41203,
      }),
      drill('acme', 900, { outcome: 'failure', message: 'ACME-MESSAGE' }),
      drill('bolt', 200, { outcome: 'success', database: 'bolt' }),
      drill('corn', 210, { outcome: 'failure', database: 'corn' }),
    ]) {
      await expectTaken(portal.post('/events', event));
    }
    await expectTaken(
      portal.post('/backup-reports', {
        source: 'pgbackrest',
        format: 'pgbackrest-info',
        takenAt: iso(1),
        output: pgbackrestInfo(await idOf('a')),
      }),
    );
    await expectTaken(
      portal.report('played', { acme: [archiver(3), whole] }, ago(1)),
    );
    await expectTaken(
      portal.report(
        'played',
        {
          'shared-1': [
            {
              kind: 'backups',
              tool: 'pgbackrest',
              problems: [],
              backups: [
                {
                  label: 'SHARED-F',
                  type: 'full',
                  state: 'clean',
                  stoppedAt: iso(400),
                  databases: ['bolt', 'corn'],
                  annotations: { release: 'of-corn' },
                },
              ],
            },
            archiver(3),
            whole,
          ],
        },
        ago(1),
      ),
    );
  });
  afterAll(() => portal.stop());

  it('shows backups, drills, releases and checkpoints of a database on one axis, and what can be restored', async () => {
    const { areas } = await timelineOf('acme-dev', 'acme');
    const [postgresql] = areas;
    const releaseId = await idOf('a');
    expect(
      postgresql.marks.map(({ kind, at, status, label }) => [
        kind,
        at,
        status,
        label,
      ]),
    ).toEqual([
      ['drill', iso(900), 'critical', 'restore failed'],
      ['full', iso(600), 'ok', 'ACME-F'],
      ['drill', iso(300), 'ok', 'restored'],
      ['checkpoint', iso(120), 'unknown', 'ACME-F_I'],
      ['incremental', iso(120), 'ok', 'ACME-F_I'],
      ['release', iso(100), 'unknown', releaseId],
      ['release', iso(60), 'unknown', await idOf('b')],
    ]);
    expect(postgresql.stretches.map(({ kind, to }) => [kind, to])).toEqual([
      ['not-kept', iso(600)],
      ['recoverable', iso(3)],
      // Until somebody looked nothing newer was archived; nobody has looked since
      ['not-known', iso(1)],
      ['not-known', postgresql.to],
    ]);
    // The same axis for all areas
    for (const area of areas) {
      expect([area.from, area.to]).toEqual([postgresql.from, postgresql.to]);
      expect(area.marks.filter(({ kind }) => kind === 'release')).toHaveLength(
        2,
      );
    }
  });

  it('binds a release to the backup that names it, and another to the nearest recovery point before it', async () => {
    const { checkpoints, commands } = await timelineOf('acme-dev', 'acme');
    const of = (id: string) =>
      checkpoints.find(({ releaseId }) => releaseId === id);
    expect(of(await idOf('a'))).toMatchObject({
      binding: 'recorded',
      label: 'ACME-F_I',
      checkpointAt: iso(120),
      changesData: true,
      // The WAL is whole: just before the rollout is nearer than the backup
      losingSince: iso(100),
    });
    expect(of(await idOf('b'))).toMatchObject({
      binding: 'nearest',
      checkpointAt: iso(60),
      changesData: false,
      message: expect.stringContaining('No recovery point was recorded'),
    });
    expect(commands[0].command).toContain('--annotation=release=');
  });

  it('tells what would be lost, and lists the drills, newest first', async () => {
    const verdict = await statusOf('acme-dev', 'acme');
    expect(verdict.processes[0]).toMatchObject({
      process: 'store-orders',
      rpo: 'ok',
      losingSince: iso(3),
      measuredRtoSeconds: 900,
    });
    expect(verdict.areas[0]).toMatchObject({
      recoverable: { from: iso(600), to: iso(3) },
      drivenBy: 'store-orders',
    });
    const { body } = await portal
      .get('acme-dev', '/restore-drills', 'acme')
      .expect(200);
    expect(
      body.items.map((item: { at: string; outcome: string }) => [
        item.at,
        item.outcome,
      ]),
    ).toEqual([
      [iso(300), 'success'],
      [iso(900), 'failure'],
    ]);
  });

  it('reads a bucket that a descriptor names, when its binding is confirmed and the source covers it', async () => {
    portal.said.set('odoo-acme/files', [
      {
        kind: 'object-store',
        versioning: { status: 'known', state: 'never' },
        replication: { status: 'known', state: 'none' },
        objectLock: { status: 'unknown', reason: 'not asked' },
        lifecycle: { status: 'unknown', reason: 'not asked' },
        newestObject: { status: 'known', at: iso(1), sampled: 1 },
        problems: [],
      },
    ]);
    await portal.runTask('odoo-backups-buckets');
    // Neither what nobody covers, nor what Mallory claims besides
    expect(portal.asked).toEqual([['odoo-acme/files']]);
    const of = async (tenant: string) =>
      (await statusOf('auditor', tenant)).areas[1].reasons.map(({ id }) => id);
    expect(await of('acme')).toContain('attachments-not-versioned');
    expect(await of('bolt')).toEqual(['attachments-no-source']);
    expect(await of('mallory')).toEqual(['attachments-binding-unconfirmed']);
  });

  it('takes a report about a bucket by the bucket’s own binding, and from nobody else', async () => {
    const about = (minutes: number) => ({
      'odoo-acme/files': [
        {
          kind: 'checks' as const,
          tool: 'played',
          problems: [
            {
              id: 'told',
              status: 'critical' as const,
              message: `told ${minutes} minutes ago`,
            },
          ],
        },
      ],
    });
    expect(
      await expectTaken(portal.report('buckets', about(1), ago(1))),
    ).toMatchObject({ status: 'observed', targets: ['odoo-acme/files'] });
    const verdict = await statusOf('auditor', 'acme');
    expect(verdict.areas[1].reasons.map(({ id }) => id)).toContain(
      'attachments-told',
    );
    const { status } = await portal.report(
      'buckets',
      about(0),
      ago(0),
      portal.machine('bolt-ci'),
    );
    expect(status).toBe(403);
  });

  it('keeps neighbours apart who share a server: each sees the server, and of the other nothing', async () => {
    for (const path of [
      '/backup-status',
      '/backup-timeline',
      '/backup-attempts',
      '/restore-drills',
    ]) {
      const { text } = await portal.get('bolt-dev', path, 'bolt').expect(200);
      expect(text).not.toMatch(/corn|acme/i);
      await portal.get('bolt-dev', path, 'corn').expect(403);
      const refused = await portal.get('bolt-dev', path, 'acme').expect(403);
      expect(refused.text).not.toMatch(/ACME-|told|41203/);
    }
    const bolt = await statusOf('bolt-dev', 'bolt');
    expect(bolt.areas[0].lastCleanFull?.label).toBe('SHARED-F');
    expect(bolt.areas[0].drill?.outcome).toBe('success');
    const corn = await statusOf('auditor', 'corn');
    expect(corn.areas[0].drill?.outcome).toBe('failure');
  });

  it('reads nothing for who claims what is another’s', async () => {
    const { areas } = await statusOf('auditor', 'mallory');
    expect(areas[0].reasons.map(({ id }) => id)).toContain(
      'postgresql-binding-unconfirmed',
    );
    expect(areas[0].evidence).toEqual([]);
    const { body } = await portal
      .get('auditor', '/backup-attempts', 'mallory')
      .expect(200);
    expect(body.items).toEqual([]);
  });

  it('tells who may see the environment and not its backups that there are some, and whom to ask', async () => {
    const { body } = await portal
      .get('acme-reader', '/backup-status', 'acme')
      .expect(200);
    expect(body).toEqual({
      entityRef: refOf('acme'),
      status: 'unknown',
      environments: [
        {
          access: 'denied',
          environmentRef: refOf('acme'),
          title: 'acme in production',
          stage: 'production',
          ownerRef: 'group:default/acme',
        },
      ],
    });
    for (const path of [
      '/backup-timeline',
      '/backup-attempts',
      '/restore-drills',
    ]) {
      const { text } = await portal
        .get('acme-reader', path, 'acme')
        .expect(403);
      expect(text).not.toMatch(/ACME-|41203/);
    }
  });

  it('lets the gate hold a schema migration once the recovery point is outside the objective, and no other release for that', async () => {
    const before = await askGate('c');
    expect(before.holds).not.toContain('no-recovery-point');
    await expectTaken(
      portal.report('played', { acme: [archiver(45, true), whole] }, ago(0)),
    );
    const [{ rpo, losingSince }] = (await statusOf('acme-dev', 'acme'))
      .processes;
    expect([rpo, losingSince]).toEqual(['critical', iso(45)]);
    const after = await askGate('c');
    expect(after.decision).toBe('hold');
    expect(after.holds).toContain('no-recovery-point');
    expect((await askGate('d')).holds).not.toContain('no-recovery-point');
  });
});
