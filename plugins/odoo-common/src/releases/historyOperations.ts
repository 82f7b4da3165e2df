import { z } from 'zod';
import { operation } from '../operation';
import { entityRefParameter } from '../paging';
import { releaseHistorySchema } from './releaseHistory';

/**
 * The REST operation that says how the last releases went.
 *
 * @public
 */
export const releaseHistoryOperations = {
  getReleaseHistory: operation({
    method: 'get',
    path: '/release-history',
    summary:
      'How the last releases of an environment, of a service’s environment or of a tenant to production went, by tier',
    query: z.object({ entityRef: entityRefParameter }).strict(),
    response: releaseHistorySchema,
  }),
};
