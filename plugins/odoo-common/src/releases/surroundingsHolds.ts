import { parseInstant, sayInstant } from '../instant';
import { plainText, sayNumber } from '../plainText';
import type { RiskContext } from './factors';
import { saidAt } from './factors/contribution';
import type { OpenIncident, PlatformMaintenance } from './riskFacts';
import type { RiskRule, RuleFindings } from './riskRule';

/** Most incidents, and works, that are named one by one. */
const NAMED = 3;

const more = (count: number) =>
  count > NAMED ? ` and ${count - NAMED} more` : '';

const evidenceOf = (
  item: OpenIncident | PlatformMaintenance,
  label: string,
  observedAt: string,
) => ({
  label,
  source: item.source,
  observedAt,
  ...(item.url !== undefined && { url: item.url }),
  eventId: item.eventId,
});

function incidentHold({ facts, releaseInstant }: RiskContext): RiskRule[] {
  const open = facts.incidents.filter(
    ({ since }) => parseInstant(since) <= releaseInstant,
  );
  if (open.length === 0) {
    return [];
  }
  const [{ role: first }] = open;
  const isOfOneRole =
    first !== undefined && open.every(({ role }) => role === first);
  const where = open.every(({ on }) => on === 'platform')
    ? 'on the platform under the environment'
    : 'on the environment';
  return [
    {
      effect: 'hold',
      liftableBy: 'override',
      reason: {
        id: 'open-incident',
        status: 'critical',
        message: `An incident is open ${where}: ${open
          .slice(0, NAMED)
          .map(
            ({ label, since, on, entityRef }) =>
              `«${plainText(label)}» since ${sayInstant(parseInstant(since))}${
                on === 'platform' ? ` (${plainText(entityRef, 120)})` : ''
              }`,
          )
          .join('; ')}${more(open.length)}.`,
        remedy: 'Wait until the incident is resolved.',
        evidence: open
          .slice(0, NAMED)
          .map(item =>
            evidenceOf(item, `incident ${plainText(item.label)}`, item.since),
          ),
        ...(isOfOneRole && { role: first }),
      },
    },
  ];
}

/** From when until when a platform component is worked on: as reported, else as planned. */
function spanOf(work: PlatformMaintenance): [from: number, until: number] {
  const from = work.startedAt ?? work.from;
  // One that is overdue is not over: only its end, or the planned one of what never started, ends it
  const until =
    work.finishedAt ?? (work.startedAt === undefined ? work.until : undefined);
  return [
    from === undefined ? Infinity : parseInstant(from),
    until === undefined ? Infinity : parseInstant(until),
  ];
}

function maintenanceHold({ facts, releaseInstant }: RiskContext): RiskRule[] {
  const going = facts.maintenance.filter(work => {
    const [from, until] = spanOf(work);
    return from <= releaseInstant && releaseInstant < until;
  });
  if (going.length === 0) {
    return [];
  }
  return [
    {
      effect: 'hold',
      liftableBy: 'override',
      reason: {
        id: 'platform-maintenance',
        status: 'critical',
        message: `The platform under the environment is being worked on: ${going
          .slice(0, NAMED)
          .map(
            work =>
              `${work.activity} of ${plainText(
                work.componentRef,
                120,
              )} since ${sayInstant(spanOf(work)[0])}`,
          )
          .join('; ')}${more(going.length)}.`,
        remedy: 'Wait until the work is reported to be finished.',
        evidence: going
          .slice(0, NAMED)
          .map(work =>
            evidenceOf(
              work,
              `${work.activity} of ${plainText(work.componentRef, 120)}`,
              (work.startedAt ?? work.from)!,
            ),
          ),
      },
    },
  ];
}

function errorBudgetHold({ facts, releaseInstant }: RiskContext): RuleFindings {
  const said = saidAt(facts.readiness, 'errorBudget', releaseInstant);
  if (!said.known || said.known.remainingPercent > 0) {
    return { rules: [], changesAt: said.changesAt };
  }
  return {
    rules: [
      {
        effect: 'hold',
        liftableBy: 'override',
        reason: {
          id: 'error-budget',
          status: 'critical',
          message: `The error budget of the environment is burnt: ${sayNumber(
            said.known.remainingPercent,
          )} % are left.`,
          remedy:
            'Mend what burnt it first; what mends it, or closes a security hole, goes out by an override.',
          evidence: said.known.evidence,
        },
      },
    ],
    changesAt: said.changesAt,
  };
}

const nothing: RuleFindings = { rules: [], changesAt: [] };

/** The holds that come from around a release to production: incidents, work on the platform, a burnt error budget. */
export function surroundingsHolds(context: RiskContext): RuleFindings {
  const { facts, policy } = context;
  if (facts.stage !== 'production') {
    return nothing;
  }
  const budget = policy.holds.errorBudget ? errorBudgetHold(context) : nothing;
  return {
    rules: [
      ...(policy.holds.openIncident ? incidentHold(context) : []),
      ...(policy.holds.platformMaintenance ? maintenanceHold(context) : []),
      ...budget.rules,
    ],
    changesAt: [
      ...facts.incidents.map(({ since }) => parseInstant(since)),
      ...facts.maintenance.flatMap(spanOf).filter(Number.isFinite),
      ...budget.changesAt,
    ],
  };
}
