import type { RiskPolicy } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { GateSettings } from './gate/gateRules';

/** `odoo.releases` of the config, parsed. */
export interface ReleasesSettings {
  policy: RiskPolicy;
  /** How much each source is trusted when two speak of the same instant; a source that is not listed has rank 0. */
  sourceRanks: readonly { source: string; rank: number }[];
  gate: GateSettings;
  decisions: {
    /** Most hours that an override or a sign-off counts. */
    longestHours: number;
    /** Users and groups who are told that somebody asks for a sign-off, by entity reference. */
    signOffRecipients: readonly string[];
  };
  retention: {
    eventsDays: number;
    deadLettersDays: number;
    gateDecisionsDays: number;
  };
  deadLetters: {
    maxPerMachine: number;
  };
}
