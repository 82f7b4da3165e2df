import type { RiskPolicy } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { GateSettings } from './gateRules';

/** `odoo.releases` of the config, parsed. */
export interface ReleasesSettings {
  policy: RiskPolicy;
  /** How much each source is trusted when two speak of the same instant; a source that is not listed has rank 0. */
  sourceRanks: readonly { source: string; rank: number }[];
  gate: GateSettings;
  retention: {
    eventsDays: number;
    deadLettersDays: number;
    gateDecisionsDays: number;
  };
  deadLetters: {
    maxPerMachine: number;
  };
}
