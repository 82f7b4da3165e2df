import type { ReleaseEventAdapter } from '@odoo-fleet/backstage-plugin-odoo-node';
import { cdeventsAdapter } from './cdevents';
import { githubAdapter } from './github';

// What comes by another way than our own route is connected by its adapter
export { connectGithub, GITHUB_GATE_TOPIC } from './github';

/** The built-in adapters of release events, one a folder. */
export const releaseEventAdapters: readonly ReleaseEventAdapter[] = [
  cdeventsAdapter,
  githubAdapter,
];
