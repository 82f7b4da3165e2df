import {
  at,
  archiver,
  backup,
  backupFacts,
  backups,
  continuity,
  DAYS,
  drill,
  exercise,
  minutesAgo,
  noon,
  postgres,
  source,
  well,
  type Situation,
} from './__testUtils__/backupFacts';
import { situations } from './__testUtils__/situations';
import { evaluateBackups } from './evaluateBackups';
import { backupPolicySchema, defaultBackupPolicy } from './policy';
import { backupVerdictSchema } from './verdict';

const policy = backupPolicySchema.parse({
  complianceRetentionDays: { 'pci-dss': 90 },
});
const judge = (situation: Situation = {}, now = noon) =>
  evaluateBackups(backupFacts(situation), policy, now);

describe('evaluateBackups', () => {
  it('has many situations, each of its own name', () => {
    expect(situations.length).toBeGreaterThanOrEqual(50);
    expect(new Set(situations.map(([name]) => name)).size).toBe(
      situations.length,
    );
  });

  it.each(situations)('%s', (_name, situation, status, areas, reasons) => {
    const verdict = judge(situation);
    expect(backupVerdictSchema.parse(verdict)).toEqual(verdict);
    expect({
      status: verdict.status,
      areas: verdict.areas.map(area => area.status[0]).join(''),
      reasons: verdict.reasons.map(({ id }) => id).join(' '),
    }).toEqual({ status, areas, reasons });
    for (const reason of verdict.reasons) {
      expect(reason.remedy).toBeTruthy();
    }
  });

  it('says from when to when, the last clean full, the chain and the drill', () => {
    const [postgresql, attachments] = judge().areas;
    expect(postgresql).toMatchObject({
      recoverable: { from: at(7 * DAYS + 600), to: at(2) },
      lastCleanFull: {
        label: '20261122-020001F',
        at: at(600),
        tool: 'pgbackrest',
      },
      chain: { status: 'unbroken', at: at(2) },
      drill: {
        at: at(3 * DAYS),
        outcome: 'success',
        durationSeconds: 1320,
        rowsCompared: 41_203,
      },
      offSite: 'yes',
      encrypted: 'yes',
      retention: { days: 30 },
      drivenBy: 'store-orders',
    });
    expect(postgresql.proofs.map(({ id }) => id)).toEqual([
      'exists',
      'unbroken',
      'proven',
    ]);
    expect(attachments).toMatchObject({
      aheadOfDatabaseSeconds: 60,
      drivenBy: 'finance',
    });
  });

  it('lets the last clean full count, never a damaged one', () => {
    const [area] = judge(
      postgres([
        backups([backup('F1', 900), backup('F2', 60, { state: 'damaged' })]),
        archiver(2),
        continuity(),
      ]),
    ).areas;
    expect(area.lastCleanFull?.label).toBe('F1');
  });

  it('says what would be lost since when, by process, and to where a failing archiver leads', () => {
    const verdict = judge(
      postgres([
        backups([backup('F', 600)]),
        archiver(26, { failing: true }),
        continuity(),
      ]),
    );
    expect(verdict.areas[0].recoverable).toEqual({ from: at(600), to: at(26) });
    expect(verdict.processes).toEqual([
      {
        process: 'store-orders',
        rpoSeconds: 300,
        rtoSeconds: 3600,
        losingSince: at(26),
        rpo: 'critical',
        measuredRtoSeconds: 1320,
        rto: 'ok',
      },
      {
        process: 'finance',
        rpoSeconds: 14_400,
        rtoSeconds: 28_800,
        losingSince: at(26),
        rpo: 'ok',
        measuredRtoSeconds: 1320,
        rto: 'ok',
      },
    ]);
    expect(verdict.reasons[0].message).toBe(
      'Work of store-orders since 2026-11-22 11:34 UTC would be lost; 5 min may be.',
    );
  });

  it('ends the proof of the chain where the archiver failed, however whole it is', () => {
    const proofOf = (failing: boolean, lastArchived: number) =>
      judge(
        postgres([
          backups([backup('F', 600)]),
          archiver(lastArchived, { failing }),
          continuity(),
        ]),
      ).areas[0].proofs.find(({ id }) => id === 'unbroken');
    expect(proofOf(false, 3)).toMatchObject({ status: 'ok' });
    expect(proofOf(true, 3)).toMatchObject({
      status: 'warning',
      message:
        'pgbackrest («acme») read the archived WAL at 2026-11-22 11:59 UTC and found it whole; the newest recovery point is of ' +
        '2026-11-22 11:57 UTC. Archiving fails: what was written after 2026-11-22 11:57 UTC is on the server’s own disk alone.',
    });
    expect(proofOf(true, 26)).toMatchObject({
      status: 'critical',
      evidence: [
        { label: 'archived WAL looked through of «acme»' },
        { label: 'archiver of «acme»' },
      ],
    });
  });

  it('lengthens no recovery window by what WAL can’t be played upon', () => {
    const [area] = judge({
      sources: {
        postgresql: [
          well.postgresql,
          source('postgresql', 'velero', [
            backups([backup('S', 40 * DAYS, { type: 'snapshot' })], {
              tool: 'velero',
            }),
          ]),
        ],
      },
    }).areas;
    expect(area.recoverable).toEqual({ from: at(7 * DAYS + 600), to: at(2) });
    const operator = judge(
      postgres([
        backups([backup('S', 600, { type: 'snapshot' })], {
          tool: 'cloudnative-pg',
        }),
        archiver(2),
        continuity(),
      ]),
    ).areas[0];
    expect(operator.recoverable).toEqual({ from: at(600), to: at(2) });
  });

  it('loses what came after the last dump, when nothing else is usable, whatever is archived', () => {
    const verdict = judge({
      sources: {
        postgresql: [
          source('postgresql', 'pgbackrest', [
            backups([backup('F', 600, { state: 'damaged' })]),
            archiver(2),
            continuity(),
          ]),
          source('postgresql', 'jobs', [
            backups([backup('D', 50, { type: 'dump' })], {
              tool: 'kubernetes-jobs',
            }),
          ]),
        ],
      },
    });
    expect(verdict.processes[0]).toMatchObject({
      process: 'store-orders',
      losingSince: at(50),
      rpo: 'critical',
    });
    expect(verdict.areas[0]).not.toHaveProperty('recoverable');
  });

  it('names the driver of two processes with one objective by the shorter recovery time, then by name', () => {
    const driver = (...objectives: [string, string, string][]) =>
      judge({
        objectives: objectives.map(([process, rpo, rto]) => ({
          process,
          rpo,
          rto,
        })),
      }).areas[0].drivenBy;
    expect(driver(['a', 'PT1H', 'PT8H'], ['b', 'PT60M', 'PT2H'])).toBe('b');
    expect(driver(['b', 'PT1H', 'PT2H'], ['a', 'PT60M', 'PT120M'])).toBe('a');
    expect(driver(['a', 'PT60M', 'PT120M'], ['b', 'PT1H', 'PT2H'])).toBe('a');
  });

  it('wants the longer of two retentions that the platform gave one label', () => {
    const twice = backupPolicySchema.parse({
      complianceRetentionDays: { 'PCI-DSS': 90, 'pci-dss': 7 },
    });
    const facts = backupFacts({ compliance: ['Pci-Dss'] });
    const [area] = evaluateBackups(facts, twice, noon).areas;
    expect(area.retention).toMatchObject({ days: 30, wantedDays: 90 });
  });

  it('never makes a time of the names of segments', () => {
    const verdict = judge(postgres([backups([backup('F', 600)])]));
    expect(verdict.processes.map(({ rpo }) => rpo)).toEqual([
      'unknown',
      'unknown',
    ]);
    expect(verdict.areas[0].recoverable).toBeUndefined();
    expect(verdict.areas[0].chain).toEqual({ status: 'not-known' });
  });

  it('shows stale facts with the instant that they speak of', () => {
    const [area] = judge(
      postgres([backups([backup('F', 700)]), archiver(61), continuity()], {
        readMinutesAgo: 60,
      }),
    ).areas;
    expect(area.status).toBe('unknown');
    expect(area.lastCleanFull?.label).toBe('F');
    expect(area.evidence.map(({ observedAt }) => observedAt)).toEqual([
      at(60),
      at(60),
      at(60),
    ]);
  });

  it('is exact about when time alone changes it', () => {
    const facts = {
      objectives: [{ process: 'finance', rpo: 'PT4H', rto: 'PT8H' }],
    };
    const verdict = judge(facts);
    // Read at 11:59 every five minutes: stale after three of them.
    expect(verdict.validUntil).toBe('2026-11-22T12:14:00.001Z');
    const until = Date.parse(verdict.validUntil!);
    expect(judge(facts, until - 1)).toEqual(verdict);
    expect(judge(facts, until).status).toBe('unknown');
  });

  it('turns a failing archiver critical at the very instant', () => {
    const failing = postgres([
      backups([backup('F', 600)]),
      archiver(3, { failing: true }),
      continuity(),
    ]);
    const until = judge(failing).validUntil!;
    expect(until).toBe(new Date(minutesAgo(3) + 300_001).toISOString());
    expect(judge(failing, Date.parse(until) - 1).status).toBe('warning');
    expect(judge(failing, Date.parse(until)).status).toBe('critical');
  });

  it('says of a failover how it stands, and lets it worsen nothing', () => {
    const standbys = (
      list: {
        name: string;
        lagSeconds?: number;
        zone?: string;
        ready: boolean;
      }[],
      exercises = backupFacts().exercises,
    ) =>
      judge({
        exercises,
        sources: {
          postgresql: [
            well.postgresql,
            source('postgresql', 'cnpg', [
              { kind: 'standbys', standbys: list, primaryZone: 'a' },
            ]),
          ],
        },
      });
    const practised = [...backupFacts().exercises, exercise('failover', 20)];
    const good = { name: 's', lagSeconds: 2, zone: 'b', ready: true };
    const word = (verdict: ReturnType<typeof judge>) => {
      expect(verdict.status).toBe('ok');
      return verdict.failover.status;
    };
    expect(word(judge())).toBe('unknown');
    expect(word(standbys([]))).toBe('critical');
    expect(word(standbys([{ ...good, ready: false }]))).toBe('critical');
    expect(word(standbys([{ ...good, lagSeconds: 300 }], practised))).toBe(
      'warning',
    );
    expect(
      word(standbys([{ ...good, lagSeconds: undefined }], practised)),
    ).toBe('unknown');
    expect(word(standbys([{ ...good, zone: 'a' }], practised))).toBe('warning');
    expect(word(standbys([good]))).toBe('warning');
    expect(
      word(
        standbys(
          [good],
          [...backupFacts().exercises, exercise('failover', 181)],
        ),
      ),
    ).toBe('warning');
    expect(
      word(
        standbys([good], [...practised, exercise('failover', 2, 'failure')]),
      ),
    ).toBe('critical');
    expect(word(standbys([good], practised))).toBe('ok');
  });

  it('puts together what several sources say of one standby, and takes the worse word', () => {
    const told = (
      metrics: { lagSeconds?: number; ready: boolean },
      objects: { lagSeconds?: number; zone?: string; ready: boolean },
    ) =>
      judge({
        exercises: [...backupFacts().exercises, exercise('failover', 20)],
        sources: {
          postgresql: [
            well.postgresql,
            source('postgresql', 'cnpg', [
              {
                kind: 'standbys',
                standbys: [{ name: 's', ...objects }],
                primaryZone: 'a',
              },
            ]),
            source('postgresql', 'metrics', [
              { kind: 'standbys', standbys: [{ name: 's', ...metrics }] },
            ]),
          ],
        },
      }).failover;
    const behind = { lagSeconds: 2, ready: true };
    const elsewhere = { zone: 'b', ready: true };
    expect(told(behind, elsewhere)).toMatchObject({
      status: 'ok',
      evidence: expect.arrayContaining([
        expect.objectContaining({ source: 'cnpg' }),
        expect.objectContaining({ source: 'metrics' }),
      ]),
    });
    expect(told({ ready: true }, elsewhere).status).toBe('unknown');
    expect(told(behind, { zone: 'a', ready: true }).status).toBe('warning');
    expect(told({ ...behind, lagSeconds: 300 }, elsewhere).status).toBe(
      'warning',
    );
    for (const [one, other] of [
      [2, 300],
      [300, 2],
    ]) {
      expect(
        told(
          { ...behind, lagSeconds: one },
          { ...elsewhere, lagSeconds: other },
        ).status,
      ).toBe('warning');
    }
    for (const [metrics, objects] of [
      [{ ...behind, ready: false }, elsewhere],
      [behind, { ...elsewhere, ready: false }],
    ]) {
      expect(told(metrics, objects).status).toBe('critical');
    }
  });

  it('makes one line of what others wrote', () => {
    const verdict = judge({
      drills: [
        drill(60, { outcome: 'failure', message: 'no\nsuch\u202efile' }),
      ],
    });
    expect(verdict.reasons[0].message).toMatch(/no such file$/);
  });

  it('has a version of rules and policy, whatever the order of its keys', () => {
    const { ruleSetVersion } = judge();
    const shuffled = Object.fromEntries(
      Object.entries(policy).reverse(),
    ) as typeof policy;
    expect(evaluateBackups(backupFacts(), shuffled, noon).ruleSetVersion).toBe(
      ruleSetVersion,
    );
    expect(
      evaluateBackups(backupFacts(), defaultBackupPolicy, noon).ruleSetVersion,
    ).not.toBe(ruleSetVersion);
  });
});

describe('backupPolicySchema', () => {
  it('refuses a certificate that is critical before it is a warning', () => {
    expect(
      backupPolicySchema.safeParse({ certificates: { criticalDays: 30 } }).error
        ?.issues[0].message,
    ).toMatch(/criticalDays must not be above/);
  });

  it('lets the config say which processes an area does not serve', () => {
    const strict = backupPolicySchema.parse({
      notServing: { attachments: [] },
    });
    const [, attachments] = evaluateBackups(backupFacts(), strict, noon).areas;
    expect(attachments.drivenBy).toBe('store-orders');
  });
});
