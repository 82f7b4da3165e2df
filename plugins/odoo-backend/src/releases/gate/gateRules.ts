import type { Stage } from '@odoo-fleet/backstage-plugin-odoo-common';
import { patternToRegExp } from '../../platform/environmentPattern';

/** How the gate of one environment behaves. */
export interface GateRule {
  /** What the gate's `passes`, and with it `/gate/enforce`, say on caution. */
  caution: 'pass' | 'stop';
  /** It records what it would have said, and lets through. */
  dryRun: boolean;
}

/** `odoo.releases.gate` of the config. */
export interface GateSettings extends GateRule {
  /** Environments with rules of their own; the first entry that fits counts, and what it leaves out is as for all. */
  environments: readonly ({
    /** References of environments in lower case; `*` stands for any characters. */
    environments: readonly string[];
    /** Absent: every stage. */
    stages?: readonly Stage[];
  } & Partial<GateRule>)[];
}

/** The rule of one environment. */
export function gateRuleOf(
  settings: GateSettings,
  environment: { environmentRef: string; stage: Stage },
): GateRule {
  const entry = settings.environments.find(
    ({ environments, stages }) =>
      environments.some(pattern =>
        patternToRegExp(pattern).test(environment.environmentRef),
      ) &&
      (stages === undefined || stages.includes(environment.stage)),
  );
  return {
    caution: entry?.caution ?? settings.caution,
    dryRun: entry?.dryRun ?? settings.dryRun,
  };
}
