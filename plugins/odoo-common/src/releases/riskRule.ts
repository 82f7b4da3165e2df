import type { PersonDecisionKind } from './personDecisions';
import type { RiskReason } from './verdict';

/** What a rule does to the decision, whatever the points say. */
export interface RiskRule {
  effect: 'hold' | 'caution';
  reason: RiskReason;
  /** Id of the factor whose reason says the same, and need not be read twice. */
  restates?: string;
  /** The one decision of a person that lifts it; absent: nobody can. */
  liftableBy?: PersonDecisionKind;
}

/** What the rules found, and the instants from which they may find something else although no fact changed. */
export interface RuleFindings {
  rules: RiskRule[];
  changesAt: number[];
}
