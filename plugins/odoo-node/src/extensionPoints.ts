import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { ReleaseEventAdapter } from './ReleaseEventAdapter';

/**
 * Takes further formats of release events.
 *
 * @public
 */
export interface OdooReleaseEventAdaptersExtensionPoint {
  /** Adds adapters behind the built-in ones. Two adapters that accept the same type, or have the same id, stop the start. */
  addAdapter(...adapters: ReleaseEventAdapter[]): void;
}

/**
 * Where a backend module adds formats of release events to the plugin `odoo`.
 *
 * @public
 */
export const odooReleaseEventAdaptersExtensionPoint =
  createExtensionPoint<OdooReleaseEventAdaptersExtensionPoint>({
    id: 'odoo.releaseEventAdapters',
  });
