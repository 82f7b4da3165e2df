import { z } from 'zod';
import { operation } from '../operation';
import { entityRefParameter } from '../paging';
import { incidentSchema } from './incidents';
import { platformReleaseSchema } from './platformReleases';

const ofEntity = z.object({ entityRef: entityRefParameter }).strict();

/**
 * The REST operations about what happens to an environment, and to the platform components under it.
 *
 * @public
 */
export const platformOperations = {
  listIncidents: operation({
    method: 'get',
    path: '/incidents',
    summary:
      'Open incidents of an entity’s environments and of the platform components under them, newest first',
    query: ofEntity,
    response: z
      .object({
        items: z.array(incidentSchema),
        /** There are more than could be read; the newest are here. */
        more: z.boolean(),
      })
      .strict(),
  }),
  listPlatformReleases: operation({
    method: 'get',
    path: '/platform-releases',
    summary:
      'Work on the platform components under an entity’s environments that is planned, runs, or ended last, newest first',
    query: ofEntity,
    response: z
      .object({
        items: z.array(
          platformReleaseSchema
            .extend({
              /** Those of the entity’s environments that stand on the component. */
              environmentRefs: z.array(z.string()),
            })
            .strict(),
        ),
        more: z.boolean(),
      })
      .strict(),
  }),
};
