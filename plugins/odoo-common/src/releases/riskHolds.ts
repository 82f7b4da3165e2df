import { sayNumber } from '../plainText';
import type { FactorFinding, RiskContext } from './factors';
import { saidAt } from './factors/contribution';
import { approvedByAuthorAlone } from './factors/approvals';
import { isNothingRestorable } from './factors/checkpointToReturnTo';
import { sayLoss } from './factors/recoveryPoint';
import { calendarHolds } from './calendarHolds';
import type { RiskRule, RuleFindings } from './riskRule';
import { signatureHold } from './signatureHold';
import { surroundingsHolds } from './surroundingsHolds';
import type { FactorResult } from './verdict';

/** What has to be known before anybody can be sure of a way back. */
interface NeededKnowledge {
  id: string;
  restates?: string;
  what: string;
  remedy: string;
}

const digestNeeded: NeededKnowledge = {
  id: 'digest-unknown',
  what: 'digest',
  remedy: 'Name the artifact by its image digest in the events.',
};

const checkpointNeeded: NeededKnowledge = {
  id: 'checkpoint-unknown',
  restates: 'checkpoint',
  what: 'checkpoint',
  remedy: 'Post the checkpoint that a rollback would return to.',
};

const calendarNeeded: NeededKnowledge = {
  id: 'calendar-unknown',
  restates: 'release-timing',
  what: 'calendar',
  remedy: 'Give the tenant a calendar that can be read.',
};

function missingKnowledge(
  { facts }: RiskContext,
  factors: readonly FactorResult[],
): NeededKnowledge[] {
  const isUnknown = (id: string) =>
    factors.some(factor => factor.id === id && factor.outcome === 'unknown');
  return [
    ...(facts.release.digest ? [] : [digestNeeded]),
    ...(isUnknown('checkpoint') ? [checkpointNeeded] : []),
    ...(isUnknown('release-timing') ? [calendarNeeded] : []),
  ];
}

/** In production nobody may let out what nobody can name; elsewhere it asks for caution. */
function missingRules(
  { facts }: RiskContext,
  missing: readonly NeededKnowledge[],
): RiskRule[] {
  const isProduction = facts.stage === 'production';
  return missing.map(({ id, restates, what, remedy }) => {
    const holds = isProduction && id === digestNeeded.id;
    return {
      effect: holds ? 'hold' : 'caution',
      ...(restates !== undefined && { restates }),
      reason: {
        id,
        status: 'unknown',
        message: holds
          ? 'The digest is not known: nobody can say what would go to production.'
          : `The ${what} is not known: that alone asks for caution, whatever the points.`,
        remedy,
        evidence: [],
      },
    };
  });
}

/** The migration class, when it changes what a restore has to bring back. */
function deepMigration({ facts }: RiskContext) {
  const migration = facts.release.facts.migrationClass;
  return facts.stage === 'production' &&
    (migration?.value === 'schema' || migration?.value === 'data')
    ? {
        reach: migration.value,
        evidence: [
          {
            label: `migration class ${migration.value}`,
            source: migration.source,
            observedAt: migration.occurredAt,
            ...(migration.url !== undefined && { url: migration.url }),
            eventId: migration.eventId,
          },
        ],
      }
    : undefined;
}

function migrationHold(
  context: RiskContext,
  missing: readonly NeededKnowledge[],
): RiskRule[] {
  const migration = deepMigration(context);
  if (!migration || missing.length === 0) {
    return [];
  }
  return [
    {
      effect: 'hold',
      liftableBy: 'override',
      reason: {
        id: 'migration-without-knowledge',
        status: 'critical',
        message: `A ${
          migration.reach
        } migration goes to production, and not known is: ${missing
          .map(({ what }) => what)
          .join(', ')}.`,
        remedy: missing.map(({ remedy }) => remedy).join(' '),
        evidence: migration.evidence,
      },
    },
  ];
}

/** A schema or data change without a way back inside the objective: what is known of recovery points says so. */
function recoveryPointHold(
  context: RiskContext,
  findings: ReadonlyMap<string, FactorFinding>,
): RuleFindings {
  const migration = deepMigration(context);
  const { policy, facts, releaseInstant } = context;
  if (!policy.holds.recoveryPoint || !migration) {
    return { rules: [], changesAt: [] };
  }
  const said = saidAt(facts.readiness, 'recoveryPoint', releaseInstant);
  const checkpoint = findings.get('checkpoint');
  const isCheckpointKnown = checkpoint?.outcome === 'known';
  const isCheckpointFine = isCheckpointKnown && checkpoint.share === 0;
  const isCheckpointOld = isCheckpointKnown && !isCheckpointFine;
  const isOutside =
    said.known !== undefined &&
    (said.known.lossMinutes ?? Infinity) > said.known.objectiveMinutes;
  const isInside = said.known !== undefined && !isOutside;
  // A checkpoint bound to the release is a recovery point, too: one that is fine is enough, but where nothing can be restored
  const isEnough = isCheckpointFine && !isNothingRestorable(context);
  if (isEnough || isInside || !(isCheckpointOld || isOutside)) {
    return { rules: [], changesAt: said.changesAt };
  }
  return {
    rules: [
      {
        effect: 'hold',
        liftableBy: 'override',
        reason: {
          id: 'no-recovery-point',
          status: 'critical',
          message: `A ${
            migration.reach
          } migration goes to production without a recovery point inside the objective${
            isOutside
              ? `. ${sayLoss(said.known!)}, and ${sayNumber(
                  said.known!.objectiveMinutes,
                )} min are allowed`
              : ': the last checkpoint is too old'
          }.`,
          remedy: 'Take a checkpoint right before the release and post it.',
          evidence: [
            ...migration.evidence,
            ...(said.known?.evidence ?? []),
            ...((isCheckpointOld && checkpoint.evidence) || []),
          ],
        },
      },
    ],
    changesAt: said.changesAt,
  };
}

function dutiesHold(context: RiskContext): RiskRule[] {
  if (
    context.facts.stage !== 'production' ||
    !approvedByAuthorAlone(context.facts)
  ) {
    return [];
  }
  const { author, approvers } = context.facts.release.facts;
  return [
    {
      effect: 'hold',
      restates: 'approvals',
      reason: {
        id: 'separation-of-duties',
        status: 'critical',
        message:
          'The author approved the release alone: who asks cannot be who approves.',
        remedy: 'Have somebody else approve.',
        evidence: [author, approvers].flatMap(fact =>
          fact
            ? [
                {
                  label: fact === author ? 'author' : 'approvers',
                  source: fact.source,
                  observedAt: fact.occurredAt,
                  ...(fact.url !== undefined && { url: fact.url }),
                  eventId: fact.eventId,
                },
              ]
            : [],
        ),
      },
    },
  ];
}

/** What must not fail when it is tried before the release. */
const tried = ['tests', 'migration-rehearsal', 'rollback-rehearsal'];

function triedAndFailed(
  { facts }: RiskContext,
  findings: ReadonlyMap<string, FactorFinding>,
): RiskRule[] {
  const failed = tried.flatMap(id => {
    const finding = findings.get(id);
    return finding?.outcome === 'known' && finding.share === 1 ? finding : [];
  });
  if (facts.stage !== 'production' || failed.length === 0) {
    return [];
  }
  return [
    {
      effect: 'caution',
      reason: {
        id: 'tried-and-failed',
        status: 'warning',
        message: `What was tried before the release did not work, which asks for caution, whatever the points. ${failed
          .map(({ message }) => message)
          .join(' ')}`,
        remedy: failed.flatMap(({ remedy }) => remedy ?? []).join(' '),
        evidence: failed.flatMap(({ evidence }) => evidence ?? []),
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
      liftableBy: 'override',
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
 * The rules that no points dilute, holds first. In production: the author approved alone; the digest is not known, or not
 * signed; a freeze of the tenant's trading, or a delicate change at its peak; an open incident, work on the platform, a burnt
 * error budget; a schema or data migration without a recovery point inside the objective, or while digest, checkpoint or
 * calendar is not known. Everywhere: more than half of the weight unknown. What failed when it was tried, and what is asked for and
 * not known, is at least caution.
 */
export function riskRules(
  context: RiskContext,
  factors: readonly FactorResult[],
  findings: ReadonlyMap<string, FactorFinding>,
): RuleFindings {
  const missing = missingKnowledge(context, factors);
  const missed = missingRules(context, missing);
  const calendar = calendarHolds(context);
  const surroundings = surroundingsHolds(context);
  const recoveryPoint = recoveryPointHold(context, findings);
  return {
    rules: [
      ...dutiesHold(context),
      ...missed.filter(({ effect }) => effect === 'hold'),
      ...calendar,
      ...surroundings.rules,
      ...signatureHold(context, findings),
      ...recoveryPoint.rules,
      ...migrationHold(context, missing),
      ...mostlyUnknownHold(factors),
      ...triedAndFailed(context, findings),
      ...missed.filter(({ effect }) => effect === 'caution'),
    ],
    changesAt: [...surroundings.changesAt, ...recoveryPoint.changesAt],
  };
}
