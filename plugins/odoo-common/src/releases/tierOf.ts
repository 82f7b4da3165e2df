import { plainText, sayCount } from '../plainText';
import { riskFactors, type FactorFinding, type RiskContext } from './factors';
import type { PersonDecision } from './personDecisions';
import type { RiskRule } from './riskRule';
import type { RiskTier, RiskTierName } from './tiers';

/** Holds that mean that the release goes out while the tenant trades most. */
const peakHolds: readonly string[] = ['domain-freeze', 'freeze', 'peak'];

const titles = new Map(riskFactors.map(({ id, title }) => [id, title]));

interface Judged {
  /** Every rule that spoke, lifted ones included: a lifted risk is a risk. */
  rules: readonly RiskRule[];
  total: number;
  findings: ReadonlyMap<string, FactorFinding>;
  signOff: PersonDecision | undefined;
}

function nameOf(
  { policy: { thresholds } }: RiskContext,
  { rules, total }: Judged,
): [RiskTierName, string] {
  const points = sayCount(total, 'point');
  if (rules.some(({ reason }) => peakHolds.includes(reason.id))) {
    return [
      'peak-critical',
      `It falls into a freeze or a peak of the tenant's trading; the score is ${points}.`,
    ];
  }
  const holds = rules.filter(({ effect }) => effect === 'hold');
  if (holds.length > 0) {
    return ['high', `A rule holds it; the score is ${points}.`];
  }
  if (total >= thresholds.hold) {
    return [
      'high',
      `The score is ${points}, of which ${thresholds.hold} hold.`,
    ];
  }
  if (rules.length > 0) {
    return ['elevated', `A rule asks for caution; the score is ${points}.`];
  }
  return total >= thresholds.caution
    ? [
        'elevated',
        `The score is ${points}, and ${thresholds.caution} ask for caution.`,
      ]
    : ['routine', `No rule speaks against it, and the score is ${points}.`];
}

function requirement(
  id: string,
  { findings, signOff }: Judged,
): RiskTier['requires'][number] {
  if (id === 'executive-sign-off') {
    return {
      id,
      title: "Executive's sign-off",
      status: signOff ? 'ok' : 'critical',
      message: signOff
        ? `Signed off by ${plainText(signOff.by, 120)}.`
        : 'No executive has signed it off.',
    };
  }
  const finding = findings.get(id);
  const common = {
    id,
    title: titles.get(id) ?? id,
    message: finding?.message ?? 'Nothing is known about it.',
  };
  if (!finding || finding.outcome === 'unknown') {
    return { ...common, status: 'unknown' };
  }
  const isThere = finding.outcome === 'not-applicable' || finding.share === 0;
  return { ...common, status: isThere ? 'ok' : 'critical' };
}

/** The tier of a release from its score and holds, with the evidence that the policy requires of it. */
export function tierOf(context: RiskContext, judged: Judged): RiskTier {
  const [name, message] = nameOf(context, judged);
  return {
    name,
    message,
    requires: context.policy.tiers[name].map(id => requirement(id, judged)),
  };
}
