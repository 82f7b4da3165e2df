/** Source of the facts that the gate writes itself. Nobody else may speak in its name. */
export const GATE_SOURCE = 'odoo-fleet/gate';
