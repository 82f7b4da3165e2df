import type { GateDecision } from '../verdict';
import type { VerdictStatus } from '../../verdict';
import { digestB } from './events';
import {
  fact,
  freeze,
  hoursAgo,
  modules,
  noon,
  riskFacts,
  type Situation,
} from './riskFacts';

const unknownCalendar = {
  status: 'unknown',
  reason: 'the tenant has no calendar',
} as const;
const unknownStaging = {
  status: 'unknown',
  reason: 'the tenant has no staging environment',
} as const;

/** Nobody reported anything but that there is a release. */
export const nothingKnown: Situation = {
  facts: {
    author: undefined,
    approvers: undefined,
    changedLines: undefined,
    modules: undefined,
    migrationClass: undefined,
    checkpoint: undefined,
  },
  staging: unknownStaging,
  calendar: unknownCalendar,
  people: { author: undefined, approvers: undefined },
};

const { calendar } = riskFacts();
const calendarOf = (from: number, horizon: number): Situation => ({
  calendar:
    calendar.status === 'known'
      ? { ...calendar, from: hoursAgo(from), horizon: hoursAgo(-horizon) }
      : calendar,
});

/** What is the case; word, decision, rules that spoke; factors with points as `id:points`, `id?:points` when not known. */
export type ExpectedSituation = [
  name: string,
  situation: Situation,
  status: VerdictStatus,
  decision: GateDecision,
  holds: string[],
  points: string,
];

// One line a situation: it is read as a table.
// prettier-ignore
export const situations: ExpectedSituation[] = [
  ['everything in order', {}, 'ok', 'proceed', [], ''],
  ['50 lines', { facts: { changedLines: fact(50) } }, 'ok', 'proceed', [], ''],
  ['51 lines', { facts: { changedLines: fact(51) } }, 'ok', 'proceed', [], 'change-size:10'],
  ['modules weigh more than lines', { facts: { changedLines: fact(60), modules: fact(modules(7, 'sale')) } }, 'warning', 'caution', [], 'change-size:30'],
  ['only lines known', { facts: { changedLines: fact(1001), modules: undefined } }, 'warning', 'caution', [], 'change-size:40'],
  ['only modules known', { facts: { changedLines: undefined } }, 'ok', 'proceed', [], ''],
  ['size not known', { facts: { changedLines: undefined, modules: undefined } }, 'warning', 'caution', [], 'change-size?:40'],
  ['inside a freeze', { freezes: [freeze(-1, 30)] }, 'critical', 'hold', ['freeze'], 'release-timing:20'],
  ['last millisecond before a freeze', { freezes: [{ ...freeze(0, 30), start: new Date(noon + 1).toISOString() }] }, 'ok', 'proceed', [], 'release-timing:10'],
  ['first instant of a freeze', { freezes: [freeze(0, 30)] }, 'critical', 'hold', ['freeze'], 'release-timing:20'],
  ['end of a freeze', { freezes: [freeze(-30, 0)] }, 'ok', 'proceed', [], ''],
  ['a day before a freeze', { freezes: [freeze(24, 48)] }, 'ok', 'proceed', [], 'release-timing:10'],
  ['more than a day before a freeze', { freezes: [freeze(24.001, 48)] }, 'ok', 'proceed', [], ''],
  ['freeze of a domain that it touches', { freezes: [freeze(-1, 1, ['stock', 'sale'])] }, 'critical', 'hold', ['freeze'], 'release-timing:20'],
  ['freeze of another domain', { freezes: [freeze(-1, 1, ['stock'])] }, 'ok', 'proceed', [], ''],
  ['freeze of a domain, touched domains not known', { freezes: [freeze(-1, 1, ['stock'])], facts: { modules: undefined } }, 'critical', 'hold', ['freeze'], 'release-timing:20'],
  ['freeze of a domain, one module without domain', { freezes: [freeze(-1, 1, ['stock'])], facts: { modules: fact(modules(1)) } }, 'critical', 'hold', ['freeze'], 'release-timing:20'],
  ['went out inside a freeze that is over', { lifecycle: { deployedAt: hoursAgo(5) }, facts: { checkpoint: fact({ at: hoursAgo(6) }) }, freezes: [freeze(-6, -4)] }, 'critical', 'hold', ['freeze'], 'release-timing:20'],
  ['went out before the freeze that holds now', { lifecycle: { deployedAt: hoursAgo(30) }, stagingSince: hoursAgo(90), facts: { checkpoint: fact({ at: hoursAgo(31) }) }, freezes: [freeze(-1, 4)] }, 'ok', 'proceed', [], ''],
  ['no calendar', { calendar: unknownCalendar }, 'warning', 'caution', ['calendar-unknown'], 'release-timing?:20'],
  ['calendar ends within the approach', calendarOf(99, 24), 'warning', 'caution', ['calendar-unknown'], 'release-timing?:20'],
  ['calendar begins later', calendarOf(-1, 99), 'warning', 'caution', ['calendar-unknown'], 'release-timing?:20'],
  ['staging ran it for an hour', { stagingSince: hoursAgo(1) }, 'ok', 'proceed', [], 'staging-same-digest:8'],
  ['staging ran it for a day', { stagingSince: hoursAgo(24) }, 'ok', 'proceed', [], ''],
  ['staging ran it only afterwards', { lifecycle: { deployedAt: hoursAgo(50) }, facts: { checkpoint: fact({ at: hoursAgo(51) }) } }, 'ok', 'proceed', [], 'staging-same-digest:15'],
  ['staging ran another artifact', { artifact: digestB }, 'ok', 'proceed', [], 'staging-same-digest:15'],
  ['staging not known', { staging: unknownStaging }, 'ok', 'proceed', [], 'staging-same-digest?:15'],
  ['a tag, no digest', { artifact: 'odoo:18.0' }, 'warning', 'caution', ['digest-unknown'], 'staging-same-digest?:15'],
  ['approved by the author alone', { people: { approvers: ['user:default/JO'] } }, 'ok', 'proceed', [], 'approvals:15'],
  ['approved by nobody', { people: { approvers: [] } }, 'ok', 'proceed', [], 'approvals:15'],
  ['approvals not reported', { people: { approvers: undefined } }, 'ok', 'proceed', [], 'approvals?:15'],
  ['author not known', { people: { author: undefined } }, 'ok', 'proceed', [], 'approvals?:15'],
  ['approver not mapped', { people: { approvers: [], unmapped: ['k.im'] } }, 'ok', 'proceed', [], 'approvals?:15'],
  ['one approver mapped, one not', { people: { unmapped: ['k.im'] } }, 'ok', 'proceed', [], ''],
  ['checkpoint of 24 hours ago', { facts: { checkpoint: fact({ at: hoursAgo(24) }) } }, 'ok', 'proceed', [], ''],
  ['checkpoint older than that', { facts: { checkpoint: fact({ at: hoursAgo(24.001) }) } }, 'ok', 'proceed', [], 'checkpoint:10'],
  ['checkpoint from after the release', { facts: { checkpoint: fact({ at: hoursAgo(-1) }) } }, 'warning', 'caution', ['checkpoint-unknown'], 'checkpoint?:10'],
  ['no checkpoint', { facts: { checkpoint: undefined } }, 'warning', 'caution', ['checkpoint-unknown'], 'checkpoint?:10'],
  ['schema migration, all known', { facts: { migrationClass: fact('schema') } }, 'ok', 'proceed', [], ''],
  ['schema migration, no checkpoint', { facts: { migrationClass: fact('schema'), checkpoint: undefined } }, 'critical', 'hold', ['migration-without-knowledge', 'checkpoint-unknown'], 'checkpoint?:10'],
  ['data migration, no calendar', { facts: { migrationClass: fact('data') }, calendar: unknownCalendar }, 'critical', 'hold', ['migration-without-knowledge', 'calendar-unknown'], 'release-timing?:20'],
  ['data migration, no digest', { facts: { migrationClass: fact('data') }, artifact: 'odoo:18.0' }, 'critical', 'hold', ['migration-without-knowledge', 'digest-unknown'], 'staging-same-digest?:15'],
  ['module migration, no checkpoint', { facts: { migrationClass: fact('module'), checkpoint: undefined } }, 'warning', 'caution', ['checkpoint-unknown'], 'checkpoint?:10'],
  ['exactly 60 points', { facts: { changedLines: fact(5000), checkpoint: fact({ at: hoursAgo(30) }) }, freezes: [freeze(3, 30)] }, 'critical', 'hold', [], 'change-size:40 release-timing:10 checkpoint:10'],
  ['exactly half of the weight unknown', { facts: { changedLines: undefined, modules: undefined, checkpoint: undefined } }, 'warning', 'caution', ['checkpoint-unknown'], 'change-size?:40 checkpoint?:10'],
  ['more than half of the weight unknown', { facts: { changedLines: undefined, modules: undefined }, staging: unknownStaging }, 'unknown', 'hold', ['mostly-unknown'], 'change-size?:40 staging-same-digest?:15'],
  ['nothing known', nothingKnown, 'unknown', 'hold', ['mostly-unknown', 'checkpoint-unknown', 'calendar-unknown'], 'change-size?:40 release-timing?:20 staging-same-digest?:15 approvals?:15 checkpoint?:10'],
  ['staging environment: only the size is asked', { ...nothingKnown, stage: 'staging', facts: { ...nothingKnown.facts, changedLines: fact(10) } }, 'ok', 'proceed', [], ''],
  ['staging environment, inside a freeze', { stage: 'staging', freezes: [freeze(-1, 1)] }, 'ok', 'proceed', [], ''],
  ['staging environment, schema migration by a tag', { stage: 'staging', artifact: 'odoo:18.0', facts: { migrationClass: fact('schema') } }, 'warning', 'caution', ['digest-unknown'], ''],
  ['development environment, nothing known', { ...nothingKnown, stage: 'development' }, 'unknown', 'hold', ['mostly-unknown'], 'change-size?:40'],
];
