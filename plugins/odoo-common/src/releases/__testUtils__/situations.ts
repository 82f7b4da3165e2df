import { nobodyReports, type Readiness } from '../readiness';
import { nothingAround, type RiskFacts } from '../riskFacts';
import type { RiskTierName } from '../tiers';
import type { GateDecision } from '../verdict';
import type { VerdictStatus } from '../../verdict';
import { digestB, environmentRef } from './events';
import {
  change,
  decision,
  fact,
  freeze,
  hoursAgo,
  incident,
  modules,
  noon,
  riskFacts,
  wellReported,
  work,
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

const wellKnown = riskFacts().release.facts;

/** Nobody reported anything but that there is a release. */
export const nothingKnown: Situation = {
  facts: Object.fromEntries(
    Object.keys(wellKnown).map(field => [field, undefined]),
  ),
  staging: unknownStaging,
  calendar: unknownCalendar,
  people: { author: undefined, approvers: undefined },
  around: nothingAround,
  readiness: nobodyReports,
};

const { calendar } = riskFacts();
const calendarOf = (from: number, horizon: number): Situation => ({
  calendar:
    calendar.status === 'known'
      ? { ...calendar, from: hoursAgo(from), horizon: hoursAgo(-horizon) }
      : calendar,
});

const peak = (startsInHours: number, endsInHours: number) => ({
  ...freeze(startsInHours, endsInHours),
  kind: 'peak' as const,
  reason: 'Saturday',
});

const rehearsed = fact({ outcome: 'success' as const, durationSeconds: 240 });

const sharedBy = (tenants: number): RiskFacts['blastRadius'] => ({
  status: 'known',
  image: { tenants: 1, environments: 2 },
  components: [
    {
      componentRef: 'resource:default/pg-shared-eu',
      tenants,
      environments: 2 * tenants,
    },
  ],
  source: environmentRef,
  observedAt: hoursAgo(3),
});

const outcomes = (
  environmentWell: number,
  environmentFailed: number,
  authorWell: number,
  authorFailed: number,
): RiskFacts['familiarity'] => ({
  status: 'known',
  environment: { well: environmentWell, failed: environmentFailed },
  author: { well: authorWell, failed: authorFailed },
  lookedAt: environmentWell + environmentFailed,
});

type RecoveryPoint = Extract<Readiness['recoveryPoint'], { status: 'known' }>;

const losing = (lossMinutes: number): RecoveryPoint => ({
  ...(wellReported.recoveryPoint as RecoveryPoint),
  lossMinutes,
});

const losingAll: RecoveryPoint = {
  status: 'known',
  process: 'store-orders',
  objectiveMinutes: 15,
  evidence: [],
};

type Drill = Extract<Readiness['restoreDrill'], { status: 'known' }>;

const drilled = (rest: Partial<Drill>): Drill => ({
  ...(wellReported.restoreDrill as Drill),
  ...rest,
});

/**
 * What is the case; word, decision, tier; rules that spoke and that nobody lifted; factors with points as `id:points`,
 * `id?:points` when not known, in the order of the list of factors.
 */
export type ExpectedSituation = [
  name: string,
  situation: Situation,
  status: VerdictStatus,
  decision: GateDecision,
  tier: RiskTierName,
  holds: string[],
  points: string,
];

// One line a situation: it is read as a table.
// prettier-ignore
export const situations: ExpectedSituation[] = [
  // Size, time, staging, approvals, checkpoint: each at its bounds
  ['everything in order', {}, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['50 lines', { facts: { changedLines: fact(50) } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['51 lines', { facts: { changedLines: fact(51) } }, 'ok', 'proceed', 'routine', [], 'domains:2 change-size:3'],
  ['modules weigh more than lines', { facts: { changedLines: fact(60), modules: fact(modules(7, 'sale')) } }, 'ok', 'proceed', 'routine', [], 'domains:2 change-size:9'],
  ['only lines known', { facts: { changedLines: fact(1001), modules: undefined } }, 'ok', 'proceed', 'routine', [], 'domains?:8 change-size?:12 module-dependents?:2'],
  ['only modules known', { facts: { changedLines: undefined } }, 'ok', 'proceed', 'routine', [], 'domains:2 change-size?:12'],
  ['size not known', { facts: { changedLines: undefined, modules: undefined } }, 'ok', 'proceed', 'routine', [], 'domains?:8 change-size?:12 module-dependents?:2'],
  ['inside a freeze', { freezes: [freeze(-1, 30)] }, 'critical', 'hold', 'peak-critical', ['freeze'], 'domains:2 release-timing:8'],
  ['last millisecond before a freeze', { freezes: [{ ...freeze(0, 30), start: new Date(noon + 1).toISOString() }] }, 'ok', 'proceed', 'routine', [], 'domains:2 release-timing:4'],
  ['first instant of a freeze', { freezes: [freeze(0, 30)] }, 'critical', 'hold', 'peak-critical', ['freeze'], 'domains:2 release-timing:8'],
  ['end of a freeze', { freezes: [freeze(-30, 0)] }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['a day before a freeze', { freezes: [freeze(24, 48)] }, 'ok', 'proceed', 'routine', [], 'domains:2 release-timing:4'],
  ['more than a day before a freeze', { freezes: [freeze(24.001, 48)] }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['freeze of a domain that it touches', { freezes: [freeze(-1, 1, ['stock', 'sale'])] }, 'critical', 'hold', 'peak-critical', ['domain-freeze'], 'domains:2 release-timing:8'],
  ['freeze of another domain', { freezes: [freeze(-1, 1, ['stock'])] }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['freeze of a domain, touched domains not known', { freezes: [freeze(-1, 1, ['stock'])], facts: { modules: undefined } }, 'critical', 'hold', 'peak-critical', ['domain-freeze'], 'domains?:8 change-size?:12 release-timing:8 module-dependents?:2'],
  ['freeze of a domain, one module without domain', { freezes: [freeze(-1, 1, ['stock'])], facts: { modules: fact(modules(1)) } }, 'critical', 'hold', 'peak-critical', ['domain-freeze'], 'domains?:8 release-timing:8'],
  ['went out inside a freeze that is over', { lifecycle: { deployedAt: hoursAgo(5) }, facts: { checkpoint: fact({ at: hoursAgo(6) }) }, freezes: [freeze(-6, -4)] }, 'critical', 'hold', 'peak-critical', ['freeze'], 'domains:2 release-timing:8'],
  ['went out before the freeze that holds now', { lifecycle: { deployedAt: hoursAgo(30) }, stagingSince: hoursAgo(90), facts: { checkpoint: fact({ at: hoursAgo(31) }) }, freezes: [freeze(-1, 4)] }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['no calendar', { calendar: unknownCalendar }, 'warning', 'caution', 'elevated', ['calendar-unknown'], 'domains:2 release-timing?:8'],
  ['calendar ends within the approach', calendarOf(99, 24), 'warning', 'caution', 'elevated', ['calendar-unknown'], 'domains:2 release-timing?:8'],
  ['calendar begins later', calendarOf(-1, 99), 'warning', 'caution', 'elevated', ['calendar-unknown'], 'domains:2 release-timing?:8'],
  ['staging ran it for an hour', { stagingSince: hoursAgo(1) }, 'ok', 'proceed', 'routine', [], 'domains:2 staging-same-digest:3'],
  ['staging ran it for a day', { stagingSince: hoursAgo(24) }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['staging ran it only afterwards', { lifecycle: { deployedAt: hoursAgo(50) }, facts: { checkpoint: fact({ at: hoursAgo(51) }) } }, 'ok', 'proceed', 'routine', [], 'domains:2 staging-same-digest:6'],
  ['staging ran another artifact', { artifact: digestB }, 'ok', 'proceed', 'routine', [], 'domains:2 staging-same-digest:6'],
  ['staging not known', { staging: unknownStaging }, 'ok', 'proceed', 'routine', [], 'domains:2 staging-same-digest?:6'],
  ['a tag, no digest', { artifact: 'odoo:18.0' }, 'critical', 'hold', 'high', ['digest-unknown'], 'domains:2 staging-same-digest?:6'],
  ['approved by the author alone', { people: { approvers: ['user:default/JO'] } }, 'critical', 'hold', 'high', ['separation-of-duties'], 'domains:2 approvals:5'],
  ['approved by nobody', { people: { approvers: [] } }, 'ok', 'proceed', 'routine', [], 'domains:2 approvals:5'],
  ['approvals not reported', { people: { approvers: undefined } }, 'ok', 'proceed', 'routine', [], 'domains:2 approvals?:5'],
  ['author not known', { people: { author: undefined } }, 'ok', 'proceed', 'routine', [], 'domains:2 approvals?:5'],
  ['approver not mapped', { people: { approvers: [], unmapped: ['k.im'] } }, 'ok', 'proceed', 'routine', [], 'domains:2 approvals?:5'],
  ['one approver mapped, one not', { people: { unmapped: ['k.im'] } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['checkpoint of 24 hours ago', { facts: { checkpoint: fact({ at: hoursAgo(24) }) } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['checkpoint older than that', { facts: { checkpoint: fact({ at: hoursAgo(24.001) }) } }, 'ok', 'proceed', 'routine', [], 'domains:2 checkpoint:5'],
  ['checkpoint from after the release', { facts: { checkpoint: fact({ at: hoursAgo(-1) }) } }, 'warning', 'caution', 'elevated', ['checkpoint-unknown'], 'domains:2 checkpoint?:5'],
  ['no checkpoint', { facts: { checkpoint: undefined } }, 'warning', 'caution', 'elevated', ['checkpoint-unknown'], 'domains:2 checkpoint?:5'],
  ['schema migration, all known', { facts: { migrationClass: fact('schema') } }, 'ok', 'proceed', 'routine', [], 'migration-class:9 domains:2 migration-rehearsal?:4 rollback-class:1'],
  ['schema migration, no checkpoint', { facts: { migrationClass: fact('schema'), checkpoint: undefined } }, 'critical', 'hold', 'high', ['migration-without-knowledge', 'checkpoint-unknown'], 'migration-class:9 domains:2 checkpoint?:5 migration-rehearsal?:4 rollback-class?:1'],
  ['data migration, no calendar', { facts: { migrationClass: fact('data') }, calendar: unknownCalendar }, 'critical', 'hold', 'high', ['migration-without-knowledge', 'calendar-unknown'], 'migration-class:12 domains:2 release-timing?:8 migration-rehearsal?:4 rollback-class:1'],
  ['data migration, no digest', { facts: { migrationClass: fact('data') }, artifact: 'odoo:18.0' }, 'critical', 'hold', 'high', ['digest-unknown', 'migration-without-knowledge'], 'migration-class:12 domains:2 staging-same-digest?:6 migration-rehearsal?:4 rollback-class:1'],
  ['module migration, no checkpoint', { facts: { migrationClass: fact('module'), checkpoint: undefined } }, 'warning', 'caution', 'elevated', ['checkpoint-unknown'], 'migration-class:6 domains:2 checkpoint?:5 migration-rehearsal?:4 rollback-class:1'],
  ['nothing known', nothingKnown, 'unknown', 'hold', 'high', ['mostly-unknown', 'checkpoint-unknown', 'calendar-unknown'], 'migration-class?:12 domains?:8 change-size?:12 release-timing?:8 foundation?:5 shared-platform?:4 module-dependents?:2 familiarity?:4 checkpoint?:5 recovery-point?:2 restore-drill?:2 staging-same-digest?:6 migration-rehearsal?:4 tests?:4 approvals?:5 change-record?:1 signature?:2 provenance?:1 vulnerabilities?:2 rollback-class?:1 rollback-rehearsal?:2 guardrails-defined?:2 preparation?:1'],
  ['staging environment: only the size is asked', { ...nothingKnown, stage: 'staging', facts: { ...nothingKnown.facts, changedLines: fact(10), modules: fact(modules(1)) } }, 'ok', 'proceed', 'routine', [], ''],
  ['staging environment, inside a freeze', { stage: 'staging', freezes: [freeze(-1, 1)] }, 'ok', 'proceed', 'routine', [], ''],
  ['staging environment, schema migration by a tag', { stage: 'staging', artifact: 'odoo:18.0', facts: { migrationClass: fact('schema') } }, 'warning', 'caution', 'elevated', ['digest-unknown'], ''],
  ['development environment, nothing known', { ...nothingKnown, stage: 'development' }, 'unknown', 'hold', 'high', ['mostly-unknown'], 'change-size?:12'],
  ['58 points', { facts: { migrationClass: fact('data'), rehearsal: rehearsed, modules: fact(Array.from({ length: 61 }, (_, i) => ({ name: `product_${i}`, dependents: [`dep_${i}`] }))), foundations: fact(['series']) }, around: { blastRadius: sharedBy(60), familiarity: outcomes(9, 0, 0, 0), inFlight: [change('infrastructure'), change('connector')] }, people: { approvers: [] } }, 'warning', 'caution', 'elevated', [], 'migration-class:12 domains:8 change-size:12 foundation:5 shared-platform:4 module-dependents:2 concurrency:5 familiarity:4 approvals:5 rollback-class:1'],
  ['exactly 60 points', { facts: { migrationClass: fact('data'), rehearsal: rehearsed, modules: fact(Array.from({ length: 61 }, (_, i) => ({ name: `product_${i}`, dependents: [`dep_${i}`] }))), foundations: fact(['series']) }, around: { blastRadius: sharedBy(60), familiarity: outcomes(9, 0, 0, 0), inFlight: [change('infrastructure'), change('connector')] }, people: { approvers: [] }, readiness: { restoreDrill: drilled({ outcome: 'failure' }) } }, 'critical', 'hold', 'high', [], 'migration-class:12 domains:8 change-size:12 foundation:5 shared-platform:4 module-dependents:2 concurrency:5 familiarity:4 restore-drill:2 approvals:5 rollback-class:1'],
  ['30 points and all is known', { facts: { migrationClass: fact('data'), rehearsal: rehearsed, modules: fact(modules(7, 'pricing')) } }, 'warning', 'caution', 'elevated', [], 'migration-class:12 domains:8 change-size:9 rollback-class:1'],
  ['29 points', { facts: { migrationClass: fact('schema'), rehearsal: rehearsed, modules: fact(modules(7, 'pricing')) }, readiness: { restoreDrill: nobodyReports.restoreDrill } }, 'ok', 'proceed', 'routine', [], 'migration-class:9 domains:8 change-size:9 restore-drill?:2 rollback-class:1'],
  ['exactly half of the weight unknown', { facts: { changedLines: undefined, modules: undefined, foundations: undefined, preparation: undefined }, calendar: unknownCalendar, staging: unknownStaging, around: { familiarity: nothingAround.familiarity }, readiness: { recoveryPoint: nobodyReports.recoveryPoint, capacity: nobodyReports.capacity } }, 'warning', 'caution', 'elevated', ['calendar-unknown'], 'domains?:8 change-size?:12 release-timing?:8 foundation?:5 module-dependents?:2 familiarity?:4 recovery-point?:2 staging-same-digest?:6 preparation?:1'],
  ['more than half of the weight unknown', { facts: { changedLines: undefined, modules: undefined, foundations: undefined, preparation: undefined, changeRecord: undefined }, calendar: unknownCalendar, staging: unknownStaging, around: { familiarity: nothingAround.familiarity }, readiness: { recoveryPoint: nobodyReports.recoveryPoint, capacity: nobodyReports.capacity } }, 'unknown', 'hold', 'high', ['mostly-unknown', 'calendar-unknown'], 'domains?:8 change-size?:12 release-timing?:8 foundation?:5 module-dependents?:2 familiarity?:4 recovery-point?:2 staging-same-digest?:6 change-record?:1 preparation?:1'],
  // What the release reaches
  ['pricing', { facts: { modules: fact(modules(1, 'pricing')) } }, 'ok', 'proceed', 'routine', [], 'domains:8'],
  ['a module whose domain its name says', { facts: { modules: fact([{ name: 'stock_account', dependents: [] }]) } }, 'ok', 'proceed', 'routine', [], 'domains:6'],
  ['a module of which nobody knows the domain', { facts: { modules: fact(modules(1)) } }, 'ok', 'proceed', 'routine', [], 'domains?:8'],
  ['no module changes', { facts: { modules: fact([]) } }, 'ok', 'proceed', 'routine', [], ''],
  ['dependents not reported', { facts: { modules: fact([{ name: 'sale_x' }]) } }, 'ok', 'proceed', 'routine', [], 'domains:2 module-dependents?:2'],
  ['many dependents', { facts: { modules: fact([{ name: 'sale_x', dependents: Array.from({ length: 61 }, (_, i) => `m${i}`) }]) } }, 'ok', 'proceed', 'routine', [], 'domains:2 module-dependents:2'],
  ['core moves', { facts: { foundations: fact(['core', 'dependency']) } }, 'ok', 'proceed', 'routine', [], 'domains:2 foundation:4'],
  ['series upgrade with a data migration', { facts: { foundations: fact(['series', 'core', 'enterprise']), migrationClass: fact('data'), changedLines: fact(90000), modules: fact(modules(60, 'platform')), rehearsal: rehearsed } }, 'warning', 'caution', 'elevated', [], 'migration-class:12 domains:8 change-size:12 foundation:5 rollback-class:1'],
  ['60 tenants on the same database server', { around: { blastRadius: sharedBy(60) } }, 'ok', 'proceed', 'routine', [], 'domains:2 shared-platform:4'],
  ['platform components not known', { around: { blastRadius: nothingAround.blastRadius } }, 'ok', 'proceed', 'routine', [], 'domains:2 shared-platform?:4'],
  ['first release of its author', { around: { familiarity: outcomes(9, 0, 0, 0) } }, 'ok', 'proceed', 'routine', [], 'domains:2 familiarity:4'],
  ['the last releases failed', { around: { familiarity: outcomes(3, 4, 3, 2) } }, 'ok', 'proceed', 'routine', [], 'domains:2 familiarity:4'],
  ['a connector update while another connector rolls out', { facts: { modules: fact([{ name: 'connector_shopify', dependents: ['queue_job'] }]) }, around: { inFlight: [change('connector')] } }, 'ok', 'proceed', 'routine', [], 'domains:4 concurrency:3'],
  ['application, infrastructure and connector at once', { around: { inFlight: [change('infrastructure'), change('connector')] } }, 'ok', 'proceed', 'routine', [], 'domains:2 concurrency:5'],
  ['a change that starts only later', { around: { inFlight: [change('connector', { since: hoursAgo(-1) })] } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  // Readiness
  ['nothing but backup status is silent', { readiness: { recoveryPoint: nobodyReports.recoveryPoint, restoreDrill: nobodyReports.restoreDrill } }, 'ok', 'proceed', 'routine', [], 'domains:2 recovery-point?:2 restore-drill?:2'],
  ['a restore would lose too much', { readiness: { recoveryPoint: losing(31) } }, 'ok', 'proceed', 'routine', [], 'domains:2 recovery-point:2'],
  ['what backup status said is over', { readiness: { recoveryPoint: { ...losing(4), validUntil: hoursAgo(0) } } }, 'ok', 'proceed', 'routine', [], 'domains:2 recovery-point?:2'],
  ['restore drill failed', { readiness: { restoreDrill: drilled({ outcome: 'failure' }) } }, 'ok', 'proceed', 'routine', [], 'domains:2 restore-drill:2'],
  ['restore drill of 30 days ago', { readiness: { restoreDrill: drilled({ at: hoursAgo(24 * 30) }) } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['restore drill older than that', { readiness: { restoreDrill: drilled({ at: hoursAgo(24 * 30 + 0.001) }) } }, 'ok', 'proceed', 'routine', [], 'domains:2 restore-drill:2'],
  ['restore drill took too long', { readiness: { restoreDrill: drilled({ durationSeconds: 3601 }) } }, 'ok', 'proceed', 'routine', [], 'domains:2 restore-drill:1'],
  ['checkpoint that the backup itself bound', { facts: { checkpoint: undefined }, readiness: { checkpoint: { status: 'known', at: hoursAgo(1), evidence: [] } } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['tests failed', { facts: { testCounts: fact({ passed: 400, failed: 12 }) } }, 'warning', 'caution', 'elevated', ['tried-and-failed'], 'domains:2 tests:4'],
  ['tests cancelled', { facts: { testCounts: undefined, tests: fact({ outcome: 'cancelled' }) } }, 'ok', 'proceed', 'routine', [], 'domains:2 tests?:4'],
  ['contradictory: the suite passed, and counts say that one failed', { facts: { tests: fact({ outcome: 'success' }), testCounts: fact({ passed: 9, failed: 1 }) } }, 'warning', 'caution', 'elevated', ['tried-and-failed'], 'domains:2 tests:4'],
  ['no test ran', { facts: { testCounts: fact({ passed: 0, failed: 0 }) } }, 'warning', 'caution', 'elevated', ['tried-and-failed'], 'domains:2 tests:4'],
  ['signed, and nobody verified it', { facts: { signature: undefined, signed: fact(true) } }, 'ok', 'proceed', 'routine', [], 'domains:2 signature:1'],
  ['signature could not be verified', { facts: { signature: fact({ verified: false }) } }, 'critical', 'hold', 'high', ['unsigned-digest'], 'domains:2 signature:2'],
  ['signature not reported', { facts: { signature: undefined } }, 'ok', 'proceed', 'routine', [], 'domains:2 signature?:2'],
  ['signature could not be verified, on staging', { stage: 'staging', facts: { signature: fact({ verified: false }) } }, 'ok', 'proceed', 'routine', [], ''],
  ['a critical vulnerability', { facts: { vulnerabilities: fact({ critical: 1, high: 0, medium: 0, low: 0 }) } }, 'ok', 'proceed', 'routine', [], 'domains:2 vulnerabilities:2'],
  ['base system without support', { facts: { vulnerabilities: fact({ critical: 0, high: 0, medium: 0, low: 0, endOfSupport: true }) } }, 'ok', 'proceed', 'routine', [], 'domains:2 vulnerabilities:1'],
  ['module update, rehearsed', { facts: { migrationClass: fact('module'), rehearsal: rehearsed } }, 'ok', 'proceed', 'routine', [], 'migration-class:6 domains:2 rollback-class:1'],
  ['module update, rehearsal not known', { facts: { migrationClass: fact('module') } }, 'ok', 'proceed', 'routine', [], 'migration-class:6 domains:2 migration-rehearsal?:4 rollback-class:1'],
  ['configuration alone: nothing to rehearse', { facts: { migrationClass: fact('configuration'), rollbackRehearsal: fact({ application: 'success' }) } }, 'ok', 'proceed', 'routine', [], 'migration-class:3 domains:2'],
  ['rehearsal of another image', { facts: { migrationClass: fact('module'), rehearsal: fact({ outcome: 'success', durationSeconds: 60, digest: digestB }) } }, 'warning', 'caution', 'elevated', ['tried-and-failed'], 'migration-class:6 domains:2 migration-rehearsal:4 rollback-class:1'],
  ['rehearsal waited for locks', { facts: { migrationClass: fact('module'), rehearsal: fact({ outcome: 'success', durationSeconds: 60, longestLockWaitSeconds: 5.5 }) } }, 'ok', 'proceed', 'routine', [], 'migration-class:6 domains:2 migration-rehearsal:2 rollback-class:1'],
  ['rehearsal failed', { facts: { migrationClass: fact('module'), rehearsal: fact({ outcome: 'failure', durationSeconds: 60 }) } }, 'warning', 'caution', 'elevated', ['tried-and-failed'], 'migration-class:6 domains:2 migration-rehearsal:4 rollback-class:1'],
  ['rollback of the database not tried, none needed', { facts: { rollbackRehearsal: fact({ application: 'success' }) } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['rollback of the database not tried, but needed', { facts: { migrationClass: fact('module'), rehearsal: rehearsed, rollbackRehearsal: fact({ application: 'success' }) } }, 'ok', 'proceed', 'routine', [], 'migration-class:6 domains:2 rollback-class:1 rollback-rehearsal?:2'],
  ['rollback tried and failed', { facts: { rollbackRehearsal: fact({ application: 'failure', database: 'success' }) } }, 'warning', 'caution', 'elevated', ['tried-and-failed'], 'domains:2 rollback-rehearsal:2'],
  ['no guardrails', { facts: { guardrails: fact({ count: 0 }) }, readiness: { guardrails: nobodyReports.guardrails } }, 'ok', 'proceed', 'routine', [], 'domains:2 guardrails-defined:2'],
  ['little headroom, jobs run', { facts: { preparation: fact({ jobsFrozen: false }) }, readiness: { capacity: { status: 'known', databaseHeadroomPercent: 10, evidence: [] } } }, 'ok', 'proceed', 'routine', [], 'domains:2 preparation:1'],
  ['no change record', { facts: { changeRecord: undefined } }, 'ok', 'proceed', 'routine', [], 'domains:2 change-record?:1'],
  ['migration class not known', { facts: { migrationClass: undefined } }, 'ok', 'proceed', 'routine', [], 'migration-class?:12 domains:2 migration-rehearsal?:4 rollback-class?:1'],
  ['schema migration that would lose an hour and more', { facts: { migrationClass: fact('schema'), rehearsal: rehearsed, checkpoint: fact({ at: hoursAgo(1.001) }) } }, 'ok', 'proceed', 'routine', [], 'migration-class:9 domains:2 rollback-class:1'],
  // Holds from around the release
  ['freeze that names pricing, and pricing changes', { freezes: [freeze(-1, 1, ['pricing'])], facts: { modules: fact(modules(1, 'pricing')) } }, 'critical', 'hold', 'peak-critical', ['domain-freeze'], 'domains:8 release-timing:8'],
  ['peak-season module deployment: tills at the peak', { freezes: [peak(-1, 1)], facts: { modules: fact(modules(2, 'point-of-sale')), migrationClass: fact('module') } }, 'critical', 'hold', 'peak-critical', ['peak'], 'migration-class:6 domains:8 change-size:3 release-timing:4 migration-rehearsal?:4 rollback-class:1'],
  ['peak, accounting changes', { freezes: [peak(-1, 1)], facts: { modules: fact(modules(1, 'accounting')) } }, 'ok', 'proceed', 'routine', [], 'domains:4 release-timing:4'],
  ['peak, nobody said what changes', { freezes: [peak(-1, 1)], facts: { modules: undefined } }, 'critical', 'hold', 'peak-critical', ['peak'], 'domains?:8 change-size?:12 release-timing:4 module-dependents?:2'],
  ['peak on staging', { stage: 'staging', freezes: [peak(-1, 1)], facts: { modules: fact(modules(1, 'pricing')) } }, 'ok', 'proceed', 'routine', [], ''],
  ['two freezes at once, one for all and one for sale', { freezes: [freeze(-1, 1, ['sale']), freeze(-1, 2)] }, 'critical', 'hold', 'peak-critical', ['domain-freeze', 'freeze'], 'domains:2 release-timing:8'],
  ['incident on the environment', { around: { incidents: [incident()] } }, 'critical', 'hold', 'high', ['open-incident'], 'domains:2'],
  ['regional outage in progress', { around: { incidents: [incident({ on: 'platform', entityRef: 'resource:default/region-eu', label: 'region eu-west down' })], inFlight: [change('infrastructure')] } }, 'critical', 'hold', 'high', ['open-incident'], 'domains:2 concurrency:3'],
  ['incident that began after the release went out', { lifecycle: { deployedAt: hoursAgo(2) }, facts: { checkpoint: fact({ at: hoursAgo(3) }) }, around: { incidents: [incident()] } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['infrastructure patching in a multi-tenant cluster', { around: { maintenance: [work({ from: hoursAgo(1), until: hoursAgo(-1) })], inFlight: [change('infrastructure')], blastRadius: sharedBy(14) } }, 'critical', 'hold', 'high', ['platform-maintenance'], 'domains:2 shared-platform:2 concurrency:3'],
  ['patching planned for tonight', { around: { maintenance: [work({ from: hoursAgo(-8), until: hoursAgo(-10) })] } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['patching that should be over, and was not reported to be', { around: { maintenance: [work({ from: hoursAgo(5), until: hoursAgo(3), startedAt: hoursAgo(5) })] } }, 'critical', 'hold', 'high', ['platform-maintenance'], 'domains:2'],
  ['patching that is over', { around: { maintenance: [work({ startedAt: hoursAgo(5), finishedAt: hoursAgo(0) })] } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['error budget burnt', { readiness: { errorBudget: { status: 'known', remainingPercent: 0, evidence: [] } } }, 'critical', 'hold', 'high', ['error-budget'], 'domains:2'],
  ['error budget not known', { readiness: { errorBudget: nobodyReports.errorBudget } }, 'ok', 'proceed', 'routine', [], 'domains:2'],
  ['schema migration, checkpoint too old, recovery point inside the objective', { facts: { migrationClass: fact('schema'), rehearsal: rehearsed, checkpoint: fact({ at: hoursAgo(25) }) } }, 'ok', 'proceed', 'routine', [], 'migration-class:9 domains:2 checkpoint:5 rollback-class:1'],
  ['schema migration, checkpoint too old, recovery points not known', { facts: { migrationClass: fact('schema'), rehearsal: rehearsed, checkpoint: fact({ at: hoursAgo(25) }) }, readiness: { recoveryPoint: nobodyReports.recoveryPoint } }, 'critical', 'hold', 'high', ['no-recovery-point'], 'migration-class:9 domains:2 checkpoint:5 recovery-point?:2 rollback-class:1'],
  ['data migration, recent checkpoint, recovery point outside the objective', { facts: { migrationClass: fact('data'), rehearsal: rehearsed }, readiness: { recoveryPoint: losing(31) } }, 'ok', 'proceed', 'routine', [], 'migration-class:12 domains:2 recovery-point:2 rollback-class:1'],
  ['data migration, nothing to return to', { facts: { migrationClass: fact('data'), rehearsal: rehearsed, checkpoint: undefined }, readiness: { recoveryPoint: losing(31) } }, 'critical', 'hold', 'high', ['no-recovery-point', 'migration-without-knowledge', 'checkpoint-unknown'], 'migration-class:12 domains:2 checkpoint?:5 recovery-point:2 rollback-class?:1'],
  ['data migration, nothing that can be restored', { facts: { migrationClass: fact('data'), rehearsal: rehearsed, checkpoint: fact({ at: hoursAgo(25) }) }, readiness: { recoveryPoint: losingAll } }, 'critical', 'hold', 'high', ['no-recovery-point'], 'migration-class:12 domains:2 checkpoint:5 recovery-point:2 rollback-class:1'],
  ['data migration, recent checkpoint, and nothing that can be restored', { facts: { migrationClass: fact('data'), rehearsal: rehearsed }, readiness: { recoveryPoint: losingAll } }, 'critical', 'hold', 'high', ['no-recovery-point'], 'migration-class:12 domains:2 recovery-point:2 rollback-class:1'],
  ['small change, nothing that can be restored', { readiness: { recoveryPoint: losingAll } }, 'ok', 'proceed', 'routine', [], 'domains:2 recovery-point:2'],
  // What people lift
  ['override of an open incident', { around: { incidents: [incident()], decisions: [decision('override')] } }, 'warning', 'caution', 'high', [], 'domains:2'],
  ['override that expired', { around: { incidents: [incident()], decisions: [decision('override', { expiresAt: hoursAgo(0) })] } }, 'critical', 'hold', 'high', ['open-incident'], 'domains:2'],
  ['override that was revoked', { around: { incidents: [incident()], decisions: [decision('override', { revokedAt: hoursAgo(0) })] } }, 'critical', 'hold', 'high', ['open-incident'], 'domains:2'],
  ['override of another digest', { around: { incidents: [incident()], decisions: [decision('override', { digest: digestB })] } }, 'critical', 'hold', 'high', ['open-incident'], 'domains:2'],
  ['override by the author', { around: { incidents: [incident()], decisions: [decision('override', { by: 'user:default/jo' })] } }, 'critical', 'hold', 'high', ['open-incident'], 'domains:2'],
  ['override while the author approved alone', { people: { approvers: ['user:default/jo'] }, around: { decisions: [decision('override')] } }, 'critical', 'hold', 'high', ['separation-of-duties'], 'domains:2 approvals:5'],
  ['override of a tag', { artifact: 'odoo:18.0', around: { decisions: [decision('override')] } }, 'critical', 'hold', 'high', ['digest-unknown'], 'domains:2 staging-same-digest?:6'],
  ['override at the peak of what needs a sign-off', { freezes: [peak(-1, 1)], facts: { modules: fact(modules(1, 'pricing')) }, around: { decisions: [decision('override')] } }, 'critical', 'hold', 'peak-critical', ['peak'], 'domains:8 release-timing:4'],
  ['sign-off at the peak', { freezes: [peak(-1, 1)], facts: { modules: fact(modules(1, 'pricing')) }, around: { decisions: [decision('executive-sign-off')] } }, 'warning', 'caution', 'peak-critical', [], 'domains:8 release-timing:4'],
  ['sign-off of a freeze of everything', { freezes: [freeze(-1, 1)], around: { decisions: [decision('executive-sign-off')] } }, 'critical', 'hold', 'peak-critical', ['freeze'], 'domains:2 release-timing:8'],
  ['sign-off and override of both', { freezes: [freeze(-1, 1), freeze(-1, 1, ['sale'])], around: { decisions: [decision('executive-sign-off'), decision('override')] } }, 'warning', 'caution', 'peak-critical', [], 'domains:2 release-timing:8'],
  ['override of what nobody knows', { ...nothingKnown, people: { approvers: undefined }, around: { ...nothingAround, decisions: [decision('override')] } }, 'unknown', 'caution', 'high', ['checkpoint-unknown', 'calendar-unknown'], 'migration-class?:12 domains?:8 change-size?:12 release-timing?:8 foundation?:5 shared-platform?:4 module-dependents?:2 familiarity?:4 checkpoint?:5 recovery-point?:2 restore-drill?:2 staging-same-digest?:6 migration-rehearsal?:4 tests?:4 approvals?:5 change-record?:1 signature?:2 provenance?:1 vulnerabilities?:2 rollback-class?:1 rollback-rehearsal?:2 guardrails-defined?:2 preparation?:1'],
  ['override that the release went out under, expired since', { lifecycle: { deployedAt: hoursAgo(2) }, facts: { checkpoint: fact({ at: hoursAgo(3) }) }, around: { incidents: [incident({ since: hoursAgo(4) })], decisions: [decision('override', { at: hoursAgo(3), expiresAt: hoursAgo(1) })] } }, 'warning', 'caution', 'high', [], 'domains:2'],
];
