import type { Entity } from '@backstage/catalog-model';
import { plainText } from '../plainText';
import { ANNOTATION_MAINTENANCE } from './annotations';

const MAX_REASON = 200;

/**
 * Why something that environments share is in maintenance, in one line of at most 200 characters, as its author wrote it;
 * undefined when it is in none, or says nothing.
 *
 * @public
 */
export function maintenanceOf(entity: Entity): string | undefined {
  const reason = entity.metadata.annotations?.[ANNOTATION_MAINTENANCE];
  return typeof reason === 'string'
    ? plainText(reason, MAX_REASON) || undefined
    : undefined;
}
