import type { OdooEnvironmentEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import { createHash } from 'node:crypto';
import type { DeclaredFleet } from '../kubernetes/readFleet';
import type { Trouble } from '../kubernetes/trouble';
import type { StoredBucket, StoredObject } from './ObjectStoreStandIn';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How often somebody attaches something. */
const EVERY_MS = 7 * MINUTE;

/** Newest attachments that are kept in the play; a real bucket has millions. */
const KEPT = 90;

/** For how long nothing was written any more where files go elsewhere. */
const BEHIND_MS = 40 * HOUR;

/** Attachments as Odoo names them, by the SHA-1 of what is in them; at the same instant always the same ones. */
function attachmentsOf(
  { metadata: { name } }: OdooEnvironmentEntity,
  prefix: string,
  until: number,
): [string, StoredObject][] {
  const newest = Math.floor(until / EVERY_MS);
  return Array.from({ length: KEPT }, (_, index) => {
    const count = newest - index;
    const hash = createHash('sha1').update(`${name} ${count}`).digest('hex');
    return [
      `${prefix}${hash.slice(0, 2)}/${hash}`,
      {
        at: new Date(
          count * EVERY_MS + (parseInt(hash.slice(-4), 16) % 60) * 1000,
        ),
        bytes: 8_000 + (parseInt(hash.slice(0, 5), 16) % 400_000),
        replication: 'COMPLETED',
      },
    ];
  });
}

/** The buckets that the descriptors of a fleet name, as they would be at an instant. */
export function demonstrationBuckets(
  { environments }: DeclaredFleet,
  { recovery }: Pick<Trouble, 'recovery'>,
  now: Date,
): ReadonlyMap<string, StoredBucket> {
  const buckets = new Map<string, Map<string, StoredObject>>();
  for (const environment of environments) {
    const { objectStorage } = environment.spec;
    if (objectStorage) {
      const { bucket, prefix = '' } = objectStorage;
      const objects = buckets.get(bucket) ?? new Map<string, StoredObject>();
      buckets.set(bucket, objects);
      const isBehind = recovery.some(
        ({ environment: name, what }) =>
          name === environment.metadata.name && what === 'attachments-behind',
      );
      // What was written within the last minute is still on its way
      const until = now.getTime() - (isBehind ? BEHIND_MS : MINUTE);
      attachmentsOf(environment, prefix, until).forEach(([key, object]) =>
        objects.set(key, object),
      );
    }
  }
  return new Map(
    [...buckets].map(([name, objects]) => [
      name,
      {
        objects,
        versioning: 'Enabled',
        replicatedTo: `${name}-replica`,
        oldVersionsKeptDays: 35,
        encrypted: true,
      },
    ]),
  );
}
