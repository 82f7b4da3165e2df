import { sayInstant } from '../instant';
import { plainText, sayNumber } from '../plainText';
import type { Reason } from '../verdict';
import type { RiskContext } from './factors';
import { freeFrom, freezeAt } from './factors/freezesOfRelease';
import type { FactorResult } from './verdict';

/** What a rule does to the decision, whatever the points say. */
export interface RiskRule {
  effect: 'hold' | 'caution';
  reason: Reason;
  /** Id of the factor whose reason says the same, and need not be read twice. */
  restates?: string;
}

/** What has to be known before anybody can be sure of a way back. */
interface NeededKnowledge {
  id: string;
  restates?: string;
  what: string;
  remedy: string;
}

function missingKnowledge(
  { facts }: RiskContext,
  factors: readonly FactorResult[],
): NeededKnowledge[] {
  const isUnknown = (id: string) =>
    factors.some(factor => factor.id === id && factor.outcome === 'unknown');
  return [
    ...(facts.release.digest
      ? []
      : [
          {
            id: 'digest-unknown',
            what: 'digest',
            remedy: 'Name the artifact by its image digest in the events.',
          },
        ]),
    ...(isUnknown('checkpoint')
      ? [
          {
            id: 'checkpoint-unknown',
            restates: 'checkpoint',
            what: 'checkpoint',
            remedy: 'Post the checkpoint that a rollback would return to.',
          },
        ]
      : []),
    ...(isUnknown('release-timing')
      ? [
          {
            id: 'calendar-unknown',
            restates: 'release-timing',
            what: 'calendar',
            remedy: 'Give the tenant a calendar that can be read.',
          },
        ]
      : []),
  ];
}

function freezeHold(context: RiskContext): RiskRule[] {
  const { facts, releaseInstant, freezes } = context;
  if (facts.stage !== 'production' || facts.calendar.status === 'unknown') {
    return [];
  }
  const holding = freezeAt(freezes, releaseInstant);
  if (!holding) {
    return [];
  }
  const { listed } = holding;
  return [
    {
      effect: 'hold',
      restates: 'release-timing',
      reason: {
        id: 'freeze',
        status: 'critical',
        message: `The tenant's trading is frozen until ${sayInstant(
          holding.end,
        )}: «${plainText(listed.reason)}»${
          listed.domains ? ` (${listed.domains.join(', ')})` : ''
        }.`,
        remedy: `Release from ${sayInstant(
          freeFrom(freezes, holding.end),
        )} on, when no freeze holds.`,
        evidence: [
          {
            label: `calendar ${plainText(listed.calendar)}`,
            source: facts.calendar.source,
            observedAt: facts.calendar.observedAt,
          },
        ],
      },
    },
  ];
}

function migrationHold(
  { facts }: RiskContext,
  missing: readonly NeededKnowledge[],
): RiskRule[] {
  const migration = facts.release.facts.migrationClass;
  if (
    facts.stage !== 'production' ||
    !migration ||
    (migration.value !== 'schema' && migration.value !== 'data') ||
    missing.length === 0
  ) {
    return [];
  }
  return [
    {
      effect: 'hold',
      reason: {
        id: 'migration-without-knowledge',
        status: 'critical',
        message: `A ${
          migration.value
        } migration goes to production, and not known is: ${missing
          .map(({ what }) => what)
          .join(', ')}.`,
        remedy: missing.map(({ remedy }) => remedy).join(' '),
        evidence: [
          {
            label: `migration class ${migration.value}`,
            source: migration.source,
            observedAt: migration.occurredAt,
            ...(migration.url !== undefined && { url: migration.url }),
            eventId: migration.eventId,
          },
        ],
      },
    },
  ];
}

function mostlyUnknownHold(factors: readonly FactorResult[]): RiskRule[] {
  const { unknownWeight, applicableWeight } = weighKnowledge(factors);
  if (unknownWeight * 2 <= applicableWeight) {
    return [];
  }
  return [
    {
      effect: 'hold',
      reason: {
        id: 'mostly-unknown',
        status: 'unknown',
        message: `Too little is known to judge this release: ${sayNumber(
          unknownWeight,
        )} of ${sayNumber(
          applicableWeight,
        )} points are about what nobody reported.`,
        remedy: `Report what is missing: ${factors
          .filter(factor => factor.outcome === 'unknown')
          .map(factor => factor.title.toLowerCase())
          .join(', ')}.`,
        evidence: [],
      },
    },
  ];
}

/** How much of the weight that applies to a release is about something unknown. */
export function weighKnowledge(factors: readonly FactorResult[]) {
  let unknownWeight = 0;
  let applicableWeight = 0;
  for (const factor of factors) {
    if (factor.outcome !== 'not-applicable') {
      applicableWeight += factor.weight;
      unknownWeight += factor.outcome === 'unknown' ? factor.weight : 0;
    }
  }
  return { unknownWeight, applicableWeight };
}

/**
 * The rules that no points dilute, holds first: a freeze of the tenant's trading; a schema or data migration in production
 * while digest, checkpoint or calendar is unknown; more than half of the weight unknown. Each of the three unknowns by itself
 * is at least caution.
 */
export function riskRules(
  context: RiskContext,
  factors: readonly FactorResult[],
): RiskRule[] {
  const missing = missingKnowledge(context, factors);
  return [
    ...freezeHold(context),
    ...migrationHold(context, missing),
    ...mostlyUnknownHold(factors),
    ...missing.map<RiskRule>(({ id, restates, what, remedy }) => ({
      effect: 'caution',
      ...(restates !== undefined && { restates }),
      reason: {
        id,
        status: 'unknown',
        message: `The ${what} is not known: that alone asks for caution, whatever the points.`,
        remedy,
        evidence: [],
      },
    })),
  ];
}
