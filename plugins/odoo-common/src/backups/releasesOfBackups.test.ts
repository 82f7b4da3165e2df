import type { Release } from '../releases';
import {
  archiver,
  at,
  backup,
  backupFacts,
  backups,
  continuity,
  minutesAgo,
  noon,
  postgres,
  source,
  type Situation,
} from './__testUtils__/backupFacts';
import { bindCheckpoints } from './bindCheckpoints';
import { checkpointCommands } from './checkpointCommands';
import { releaseCheckpointSchema } from './checkpoint';
import { defaultBackupPolicy } from './policy';
import { readinessFromBackups } from './readinessFromBackups';

const release = (
  lifecycle: Partial<Release['lifecycle']> = {},
  facts: Release['facts'] = {},
): Release => ({
  id: 'rel-1',
  environmentRef: 'odooenvironment:acme/acme-production',
  artifact: `sha256:${'5e'.repeat(32)}`,
  attempt: 1,
  lifecycle: { firstSeenAt: at(500), ...lifecycle },
  facts,
});
const fact = <T>(value: T) => ({
  value,
  source: 'https://ci.example.org',
  eventId: 'e-1',
  occurredAt: at(400),
});
const schema = { migrationClass: fact('schema' as const) };
const out = { rollingOutAt: at(100), deployedAt: at(95) };

function bind(situation: Situation, one = release(out, schema)) {
  const [found] = bindCheckpoints(
    backupFacts(situation),
    [{ release: one, version: '2.14.0' }],
    defaultBackupPolicy,
    noon,
  );
  expect(releaseCheckpointSchema.parse(found)).toEqual(found);
  return found;
}
const withBackup = (annotations?: Record<string, string>, ended = 120) =>
  postgres([
    backups([
      backup('F', 600),
      backup('C', ended, {
        type: 'incremental',
        prior: 'F',
        ...(annotations && { annotations }),
      }),
    ]),
    archiver(2),
    continuity(),
  ]);

describe('bindCheckpoints', () => {
  it.each(['rel-1', '2.14.0', `registry/odoo@sha256:${'5e'.repeat(32)}`])(
    'takes the word of a backup that names %s',
    named => {
      expect(bind(withBackup({ release: named }))).toMatchObject({
        binding: 'recorded',
        checkpointAt: at(120),
        label: 'C',
        at: at(100),
        changesData: true,
      });
    },
  );

  it.each([
    ['CHG-4711', true],
    ['c0ffee0', true],
    ['c0ffee0123456789', true],
    ['c0ffee', false],
    ['badc0de0', false],
    ['CHG-47', false],
  ])(
    'knows the release by its change record or newest commit: %s',
    (named, isBound) => {
      const one = release(out, {
        ...schema,
        changeRecord: fact({ id: 'CHG-4711' }),
        commits: fact(['c0ffee012345', 'badc0de01234']),
      });
      expect(bind(withBackup({ release: named }), one).binding).toBe(
        isBound ? 'recorded' : 'nearest',
      );
    },
  );

  it('leads to the millisecond before the rollout began, where the WAL is whole', () => {
    expect(bind(withBackup({ release: 'rel-1' }))).toMatchObject({
      losingSince: at(100),
      restoreTarget: '2026-11-22 10:19:59.999+00',
    });
  });

  it('leads to the checkpoint itself where nobody read the WAL', () => {
    const list = backups([
      backup('C', 120, { annotations: { release: 'rel-1' } }),
    ]);
    expect(bind(postgres([list, archiver(2)]))).toMatchObject({
      binding: 'recorded',
      losingSince: at(120),
      restoreTarget: '2026-11-22 10:00:00+00',
    });
  });

  it('does not take what was taken after the rollout began, or for another release', () => {
    expect(bind(withBackup({ release: 'rel-1' }, 97)).binding).toBe('nearest');
    expect(bind(withBackup({ release: 'rel-2' })).binding).toBe('nearest');
  });

  it('takes what a pipeline posted, and says when nothing proves that it can be restored', () => {
    const posted = release(out, {
      ...schema,
      checkpoint: fact({ at: at(110), label: 'before' }),
    });
    expect(bind(withBackup(), posted)).toMatchObject({
      binding: 'recorded',
      label: 'before',
    });
    expect(
      bind(postgres([backups([backup('F', 600)]), archiver(2)]), posted)
        .message,
    ).toMatch(/whether it can be restored is not known/);
  });

  it('says when there is none, and when nobody knows', () => {
    expect(bind(postgres([backups([])])).binding).toBe('none');
    expect(bind(postgres([])).binding).toBe('not-known');
    expect(
      bind(postgres([backups([backup('F', 50)]), archiver(2), continuity()]))
        .binding,
    ).toBe('none');
  });

  it('loses nothing when no data change', () => {
    const found = bind(
      withBackup(),
      release(out, { migrationClass: fact('none' as const) }),
    );
    expect(found.changesData).toBe(false);
    expect(found.losingSince).toBeUndefined();
  });
});

describe('checkpointCommands', () => {
  const of = (adapter: string, id: string, named = 'rel-1') =>
    checkpointCommands(
      backupFacts({
        sources: {
          postgresql: [
            source('postgresql', 'db', [], {
              id,
              declared: { adapter, everySeconds: 300 },
            }),
          ],
        },
      }),
      named,
    )[0]?.command;

  it('names the release in the words of each tool', () => {
    expect(of('pgbackrest', 'main')).toBe(
      'pgbackrest --stanza=main --type=incr --annotation=release=rel-1 backup',
    );
    expect(of('barman', 'main')).toBe(
      'barman backup --wait --name=release-rel-1 main',
    );
    expect(of('velero', 'nightly')).toBe(
      'velero backup create release-rel-1 --from-schedule=nightly --labels=odoofleet.io/release=rel-1 --wait',
    );
    expect(of('kubernetes-jobs', 'acme/dump')).toMatch(
      /^kubectl -n acme create job --from=cronjob\/dump release-rel-1 && /,
    );
    expect(of('cloudnative-pg', 'acme/db')).toContain('"name":"db"');
    expect(of('object-storage', 'bucket')).toBeUndefined();
  });

  it.each(["x'; rm -rf / #", '$(id)', '`id`', 'a b', 'a\nid', '"', '\\'])(
    'keeps %s one word of the shell',
    hostile => {
      const line = hostile.replace('\n', ' ').replace(/'/g, `'\\''`);
      expect(of('pgbackrest', hostile, hostile)).toBe(
        `pgbackrest '--stanza=${line}' --type=incr '--annotation=release=${line}' backup`,
      );
    },
  );

  it('shows none through a binding that nobody confirmed', () => {
    const facts = backupFacts(postgres([], { binding: 'contested' }));
    expect(checkpointCommands(facts, 'rel-1')).toEqual([]);
  });
});

describe('readinessFromBackups', () => {
  const ask = (
    situation: Situation,
    one = release({}, schema),
    instant = noon,
  ) =>
    readinessFromBackups(
      backupFacts(situation),
      defaultBackupPolicy,
      { release: one },
      instant,
    );

  it('knows everything when all is well, by the minute of the look', () => {
    expect(ask(withBackup({ release: 'rel-1' }))).toMatchObject({
      recoveryPoint: {
        status: 'known',
        process: 'store-orders',
        lossMinutes: 1,
        objectiveMinutes: 5,
        validUntil: new Date(minutesAgo(2) + 300_001).toISOString(),
      },
      restoreDrill: {
        status: 'known',
        outcome: 'success',
        durationSeconds: 1320,
        objectiveSeconds: 3600,
      },
      checkpoint: { status: 'known', at: at(120), label: 'C' },
      dataLossWindow: { status: 'known', minutes: 1 },
    });
  });

  it('counts the minutes while nothing is archived, each until the next', () => {
    const failing = postgres([
      backups([backup('F', 600)]),
      archiver(26, { failing: true }),
      continuity(),
    ]);
    const { recoveryPoint } = ask(failing);
    expect(recoveryPoint).toMatchObject({
      lossMinutes: 26,
      validUntil: new Date(noon + 60_000).toISOString(),
    });
    expect(
      ask(failing, release({}, schema), noon + 59_999).recoveryPoint,
    ).toEqual(recoveryPoint);
    expect(
      ask(failing, release({}, schema), noon + 60_000).recoveryPoint,
    ).toMatchObject({ lossMinutes: 27 });
  });

  it('says why it does not know', () => {
    const answers = ask({
      ...postgres([backups([backup('F', 600)]), archiver(2)]),
      drills: [],
    });
    expect(answers).toMatchObject({
      recoveryPoint: { status: 'unknown' },
      restoreDrill: { status: 'unknown' },
      checkpoint: { status: 'unknown' },
      dataLossWindow: {
        status: 'unknown',
        reason: 'nobody has shown that the archived WAL is whole',
      },
    });
    expect(ask({ objectives: [] }).recoveryPoint).toMatchObject({
      reason: 'the tenant declares no recovery objectives',
    });
  });

  it('knows when nothing can be restored, which is no doubt', () => {
    const { recoveryPoint, dataLossWindow } = ask(postgres([backups([])]));
    expect(recoveryPoint).toMatchObject({
      status: 'known',
      process: 'store-orders',
      objectiveMinutes: 5,
    });
    expect(recoveryPoint).not.toHaveProperty('lossMinutes');
    expect(dataLossWindow).toMatchObject({
      status: 'unknown',
      reason: 'no clean backup is known',
    });
  });

  it('judges a release that went out as of then, and time changes it no more', () => {
    const gone = release(out, schema);
    const then = minutesAgo(95);
    expect(ask(withBackup(), gone, then)).toMatchObject({
      recoveryPoint: { status: 'known', lossMinutes: 0 },
      dataLossWindow: { status: 'known', minutes: 0 },
    });
    for (const part of Object.values(ask(withBackup(), gone, then))) {
      expect(part).not.toHaveProperty('validUntil');
    }
  });
});
