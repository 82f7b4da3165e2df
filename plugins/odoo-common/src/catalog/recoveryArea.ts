import { z } from 'zod';

/**
 * What has to be got back before a retailer trades again: the database, the files beside it, what Git and the cluster say about
 * how it runs, and the secrets and certificates that it starts with.
 *
 * @public
 */
export const recoveryAreaSchema = z.enum([
  'postgresql',
  'attachments',
  'configuration',
  'secrets',
]);

/** @public */
export type RecoveryArea = z.infer<typeof recoveryAreaSchema>;

/**
 * Every recovery area, in the order in which pages show them.
 *
 * @public
 */
export const recoveryAreas = recoveryAreaSchema.options;
