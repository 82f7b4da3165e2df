import fc from 'fast-check';
import { expandInlineWindows, type InlineWindow } from '../calendar';
import { at, event, fold } from './__testUtils__/events';
import { hoursAgo, noon, riskFacts } from './__testUtils__/riskFacts';
import { evaluateRisk } from './evaluateRisk';
import type { OdooCustomData, ReleaseEvent } from './model';
import { defaultRiskPolicy } from './policy';
import type { RiskFacts } from './riskFacts';

/** Whether a freeze that a tenant wrote in local times holds at each of these instants, UTC. */
function frozenAt(
  timeZone: string,
  window: InlineWindow,
  instants: readonly string[],
): boolean[] {
  const year = Number(instants[0].slice(0, 4));
  const [from, horizon] = [Date.UTC(year - 1, 0, 1), Date.UTC(year + 2, 0, 1)];
  const facts = riskFacts();
  const { calendar } = facts;
  const judged: RiskFacts = {
    ...facts,
    calendar:
      calendar.status === 'known'
        ? {
            ...calendar,
            timeZone,
            from: new Date(from).toISOString(),
            horizon: new Date(horizon).toISOString(),
            windows: expandInlineWindows(
              'trading',
              [window],
              timeZone,
              from,
              horizon,
            ),
          }
        : calendar,
  };
  return instants.map(instant => {
    const { holds, decision, validUntil } = evaluateRisk(
      judged,
      defaultRiskPolicy,
      Date.parse(instant),
    );
    const isFrozen = holds.some(({ id }) => id === 'freeze');
    expect(isFrozen && decision !== 'hold').toBe(false);
    // Time alone ends it: so the verdict says until when it is good
    expect(isFrozen && validUntil === undefined).toBe(false);
    return isFrozen;
  });
}

describe('a freeze where the clocks change', () => {
  it.each<[string, string, InlineWindow, string[], boolean[]]>([
    [
      'Paris sets them back at the end of it: the longer reading holds',
      'Europe/Paris',
      {
        reason: 'inventory',
        start: '2026-10-24T22:00',
        end: '2026-10-25T02:30',
      },
      [
        '2026-10-24T19:59:59.999Z',
        '2026-10-24T20:00:00.000Z',
        '2026-10-25T00:30:00.000Z',
        '2026-10-25T01:29:59.999Z',
        '2026-10-25T01:30:00.000Z',
      ],
      [false, true, true, true, false],
    ],
    [
      'New York skips the hour in which it ends',
      'America/New_York',
      {
        reason: 'inventory',
        start: '2026-03-07T20:00',
        end: '2026-03-08T02:30',
      },
      [
        '2026-03-08T00:59:59.999Z',
        '2026-03-08T01:00:00.000Z',
        '2026-03-08T07:29:59.999Z',
        '2026-03-08T07:30:00.000Z',
      ],
      [false, true, true, false],
    ],
    [
      'Sydney has a day of 25 hours in April, and freezes the whole of it',
      'Australia/Sydney',
      { reason: 'Easter', yearly: { from: '04-05', to: '04-05' } },
      [
        '2026-04-04T12:59:59.999Z',
        '2026-04-04T13:00:00.000Z',
        '2026-04-05T13:59:59.999Z',
        '2026-04-05T14:00:00.000Z',
      ],
      [false, true, true, false],
    ],
    [
      'Sydney has a day of 23 hours in October',
      'Australia/Sydney',
      { reason: 'Labour Day', yearly: { from: '10-04', to: '10-04' } },
      [
        '2026-10-03T13:59:59.999Z',
        '2026-10-03T14:00:00.000Z',
        '2026-10-04T12:59:59.999Z',
        '2026-10-04T13:00:00.000Z',
      ],
      [false, true, true, false],
    ],
  ])('%s', (_, zone, window, instants, expected) => {
    expect(frozenAt(zone, window, instants)).toEqual(expected);
  });
});

/** What a pipeline tells of a release that has nothing against it. */
const told: OdooCustomData = {
  author: 'jo',
  approvers: ['kim'],
  changedLines: 40,
  modules: [{ name: 'sale_margin', dependents: [] }],
  migrationClass: 'none',
  changeRecord: { id: 'CHG-1182' },
  foundations: [],
  testCounts: { passed: 412, failed: 0 },
  signature: { verified: true },
  provenance: { verified: true },
  vulnerabilities: { critical: 0, high: 0, medium: 0, low: 0 },
  rollbackRehearsal: { application: 'success' },
  preparation: { preScaled: true, jobsFrozen: true },
};

const checkpoint = event('checkpoint-recorded', '10:30', {
  artifact: undefined,
  odoo: { checkpoint: hoursAgo(1.5) },
});

const plain: ReleaseEvent[] = [
  event('proposed', '11:00', { odoo: told }),
  checkpoint,
];

/** The verdict on what these events make of a release. */
function judge(events: readonly ReleaseEvent[]) {
  const [release] = fold(events);
  const facts: RiskFacts = { ...riskFacts(), release };
  return evaluateRisk(facts, defaultRiskPolicy, noon);
}

const topOf = (events: readonly ReleaseEvent[]) => {
  const { decision, holds, reasons, factors } = judge(events);
  const points = new Map(factors.map(factor => [factor.id, factor.points]));
  return {
    decision,
    top: [
      ...holds.map(({ id }) => id),
      ...reasons
        .filter(({ id }) => (points.get(id) ?? 0) > 0)
        .map(({ id }) => id),
    ].slice(0, 3),
  };
};

describe('what pipelines tell', () => {
  it.each<[string, ReleaseEvent[], string, string[]]>([
    ['all there is', plain, 'proceed', ['domains']],
    [
      'missing: nothing but that there is a release',
      [event('proposed', '11:00')],
      'hold',
      ['mostly-unknown', 'checkpoint-unknown', 'migration-class'],
    ],
    [
      'missing: the checkpoint',
      [plain[0]],
      'caution',
      ['checkpoint-unknown', 'domains'],
    ],
    [
      'late: an approval that was told after the rollout had begun',
      [
        event('proposed', '11:00', {
          odoo: { ...told, approvers: undefined },
        }),
        checkpoint,
        event('rollout-started', '11:30'),
        event('other', '11:10', { odoo: { approvers: ['kim'] } }),
      ],
      'proceed',
      ['domains'],
    ],
    [
      'late: a checkpoint that was taken after the release went out',
      [
        plain[0],
        event('deployed', '11:15'),
        event('checkpoint-recorded', '11:50', {
          artifact: undefined,
          odoo: { checkpoint: at('11:40') },
        }),
      ],
      'caution',
      ['checkpoint-unknown', 'domains'],
    ],
    [
      'duplicate: everything twice',
      [...plain, ...plain],
      'proceed',
      ['domains'],
    ],
    [
      'contradictory: of the same instant the source that is believed more is right',
      [
        ...plain,
        event('other', '11:20', { odoo: { changedLines: 12 } }),
        event('other', '11:20', {
          source: 'https://trusted.example.org',
          odoo: { changedLines: 9000 },
        }),
      ],
      'proceed',
      ['change-size', 'domains'],
    ],
    [
      'contradictory: signed, and then not verified',
      [
        ...plain,
        event('other', '11:20', { odoo: { signature: { verified: false } } }),
      ],
      'hold',
      ['unsigned-digest', 'domains'],
    ],
    [
      'corrected: tests failed, and passed when they ran again',
      [
        ...plain,
        event('other', '11:10', {
          odoo: { testCounts: { passed: 400, failed: 12 } },
        }),
        event('other', '11:20', {
          odoo: { testCounts: { passed: 412, failed: 0 } },
        }),
      ],
      'proceed',
      ['domains'],
    ],
    [
      'a schema migration that nobody rehearsed, and an old checkpoint',
      [
        event('proposed', '11:00', {
          odoo: { ...told, migrationClass: 'schema' },
        }),
        event('checkpoint-recorded', '10:30', {
          artifact: undefined,
          odoo: { checkpoint: hoursAgo(26) },
        }),
      ],
      'proceed',
      ['migration-class', 'checkpoint', 'migration-rehearsal'],
    ],
  ])('%s', (_, events, decision, top) => {
    expect(topOf(events)).toEqual({ decision, top });
  });

  it('never asks in which order it was told, or how often', () => {
    const events = [
      ...plain,
      event('tests-finished', '10:50', { outcome: 'failure' }),
      event('other', '11:05', { odoo: { migrationClass: 'data' } }),
      event('other', '11:05', { odoo: { changedLines: 700 } }),
      event('approval-decided', '11:20', {
        approval: { responder: 'kim', decision: 'approved' },
      }),
      event('rollout-started', '11:30'),
    ];
    const inOrder = JSON.stringify(judge(events));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...events, ...events], {
          minLength: 2 * events.length,
        }),
        shuffled => {
          expect(JSON.stringify(judge(shuffled))).toBe(inOrder);
        },
      ),
      { numRuns: 200 },
    );
  });
});
