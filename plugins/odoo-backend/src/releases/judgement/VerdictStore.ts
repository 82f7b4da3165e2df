import type { RiskVerdict } from '@odoo-fleet/backstage-plugin-odoo-common';
import type * as platform from '../../platform/VerdictStore';

/** The last verdict on an environment's current release. */
export type CachedVerdict = platform.CachedVerdict<RiskVerdict>;

/** The last verdict on each environment's current release. */
export type VerdictStore = platform.VerdictStore<RiskVerdict>;
