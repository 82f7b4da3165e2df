import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/**
 * Credentials of a machine of `odoo.machines[]` for what the backend does on its behalf without a request of it. They carry no
 * token: they open no other service, and what they may do here is what the entry of that name says.
 */
export function machineCredentials(subject: string): BackstageCredentials {
  return {
    $$type: '@backstage/BackstageCredentials',
    principal: { type: 'service', subject },
  };
}
