import { ANNOTATION_ENVIRONMENT } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { KubernetesObject } from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';
import type { ObservedNamespace, ObservedWorkload } from './ClusterStore';

/** The label by which namespaces of the suite are known, so that those that nobody declares can be found. */
const PART_OF_LABEL = 'app.kubernetes.io/part-of';
const PART_OF_SUITE = 'odoo-fleet';

const replicas = z.number().int().min(0).catch(0);

/** Kubernetes leaves out what has its default: one replica wanted, none ready. A field of another type counts as left out. */
const workloadSpecSchema = z.object({
  replicas: z.number().int().min(0).catch(1),
  template: z
    .object({
      metadata: z
        .object({ labels: z.record(z.string(), z.string()).catch({}) })
        .catch({ labels: {} }),
      spec: z
        .object({
          containers: z.array(z.object({ image: z.string().catch('') })),
        })
        .catch({ containers: [] }),
    })
    .catch({ metadata: { labels: {} }, spec: { containers: [] } }),
});
const workloadStatusSchema = z.object({ readyReplicas: replicas });

/** What is kept of a namespace. */
export function toObservedNamespace(
  cluster: string,
  { metadata }: KubernetesObject,
): ObservedNamespace {
  const environmentName = metadata.annotations[ANNOTATION_ENVIRONMENT];
  return {
    cluster,
    namespace: metadata.name,
    ...(environmentName === undefined ? {} : { environmentName }),
    partOfSuite: metadata.labels[PART_OF_LABEL] === PART_OF_SUITE,
  };
}

/** What is kept of a workload. */
export function toObservedWorkload(
  cluster: string,
  kind: ObservedWorkload['kind'],
  object: KubernetesObject,
): ObservedWorkload {
  const spec = workloadSpecSchema.parse(object.spec ?? {});
  const status = workloadStatusSchema.parse(object.status ?? {});
  return {
    cluster,
    namespace: object.metadata.namespace ?? '',
    kind,
    name: object.metadata.name,
    desired: spec.replicas,
    ready: status.readyReplicas,
    images: spec.template.spec.containers
      .map(({ image }) => image)
      .filter(image => image !== ''),
    labels: spec.template.metadata.labels,
  };
}
