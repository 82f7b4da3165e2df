import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { BackupAdapter } from './BackupAdapter';
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

/**
 * Takes further kinds of backup sources.
 *
 * @public
 */
export interface OdooBackupAdaptersExtensionPoint {
  /** Adds adapters behind the built-in ones. Two with the same id, or with a format of the same name, stop the start. */
  addAdapter(...adapters: BackupAdapter[]): void;
}

/**
 * Where a backend module adds kinds of backup sources to the plugin `odoo`.
 *
 * @public
 */
export const odooBackupAdaptersExtensionPoint =
  createExtensionPoint<OdooBackupAdaptersExtensionPoint>({
    id: 'odoo.backupAdapters',
  });
