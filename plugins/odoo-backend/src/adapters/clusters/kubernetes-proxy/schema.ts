import type { KubernetesObject } from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

/** Repeats the whole object as it was applied, passwords in environment variables included. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform(record => record ?? {});

const ownerReference = z
  .object({
    apiVersion: z.string(),
    kind: z.string(),
    name: z.string(),
    uid: z.string(),
    controller: z.boolean().default(false),
  })
  .strip();

/** An object of a list has no apiVersion and kind of its own; the list says them once. */
export const itemSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1).optional(),
    uid: z.string().min(1),
    labels: texts,
    annotations: texts.transform(({ [LAST_APPLIED]: _, ...others }) => others),
    resourceVersion: z.string().min(1),
    creationTimestamp: z.iso.datetime().nullish(),
    deletionTimestamp: z.iso.datetime().nullish(),
    generation: z.number().int().optional(),
    ownerReferences: z.array(ownerReference).nullish(),
  }),
  spec: z.record(z.string(), z.unknown()).optional(),
  status: z.record(z.string(), z.unknown()).optional(),
});

/** Says what the answer is, which the fields of its items do not. */
const typeMeta = z.object({ apiVersion: z.string(), kind: z.string() });

/** One page of a list. Go writes a list of nothing as `null` here and there; a list that is missing is no list. */
export const listSchema = typeMeta.extend({
  metadata: z.object({ continue: z.string().optional() }),
  items: z
    .array(itemSchema)
    .nullable()
    .transform(items => items ?? []),
});

export const objectSchema = typeMeta.extend(itemSchema.shape);

/** Why the cluster did not do it, in the words of the Kubernetes API. */
export const statusSchema = z.object({
  kind: z.literal('Status'),
  details: z.object({ name: z.string().optional() }).nullish(),
});

/** Why the portal did not ask the cluster, in the words of Backstage. */
export const portalErrorSchema = z.object({
  error: z.object({ name: z.string(), message: z.string().optional() }),
});

/** What the portal's Kubernetes plugin says of its clusters. */
export const clustersSchema = z.object({
  items: z.array(
    z.object({ name: z.string().min(1), authProvider: z.string() }),
  ),
});

export function toObject(
  item: z.infer<typeof itemSchema>,
  apiVersion: string,
  kind: string,
): KubernetesObject {
  const { creationTimestamp, deletionTimestamp, ownerReferences, ...metadata } =
    item.metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      ...(creationTimestamp && { creationTimestamp }),
      ...(deletionTimestamp && { deletionTimestamp }),
      ownerReferences: ownerReferences ?? [],
    },
    ...(item.spec && { spec: item.spec }),
    ...(item.status && { status: item.status }),
  };
}
