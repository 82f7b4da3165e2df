import { z } from 'zod';

/**
 * Topic of the portal's events bus on which the catalog module tells of tenants, environments, Users and Groups whose descriptors
 * are new or other than before. It tells of no deletion, and is not delivered for sure: whoever listens looks at the whole now and then.
 *
 * @public
 */
export const CATALOG_CHANGED_TOPIC = 'odoo.catalog.changed';

/**
 * Payload of {@link CATALOG_CHANGED_TOPIC}: names, never facts.
 *
 * @public
 */
export const catalogChangedSchema = z.object({
  entityRefs: z.array(z.string().min(1).max(300)).max(1000),
});
