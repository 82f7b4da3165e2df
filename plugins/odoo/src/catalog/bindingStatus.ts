import type {
  BindingState,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** Nothing is read through a claim that is not confirmed, so what it would have told is unknown; two who hold one is worse. */
export const bindingStatus: Record<BindingState, VerdictStatus> = {
  confirmed: 'ok',
  unconfirmed: 'unknown',
  contested: 'critical',
};
