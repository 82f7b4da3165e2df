import type { AuditorServiceCreateEventOptions } from '@backstage/backend-plugin-api';

/** What happened, in the auditor's words: `eventId` in kebab-case, variations in `meta`. Who asked is added from the request. */
export type AuditEvent = Omit<AuditorServiceCreateEventOptions, 'request'>;
