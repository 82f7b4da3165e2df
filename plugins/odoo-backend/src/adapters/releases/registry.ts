import type { ReleaseEventAdapter } from '@odoo-fleet/backstage-plugin-odoo-node';
import { cdeventsAdapter } from './cdevents';
import { githubAdapter } from './github';

/** The built-in adapters of release events, one a folder. */
export const releaseEventAdapters: readonly ReleaseEventAdapter[] = [
  cdeventsAdapter,
  githubAdapter,
];
