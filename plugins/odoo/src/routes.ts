import { createRouteRef } from '@backstage/core-plugin-api';

/** Mount point of the Release risk tab on an entity page. */
export const releaseRiskRouteRef = createRouteRef({ id: 'odoo-release-risk' });

/** Path of the Release risk tab below an entity's page, in both frontend systems. */
export const RELEASE_RISK_PATH = '/release-risk';
