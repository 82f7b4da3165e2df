import type { BackupObservationOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  parseKubernetesObject,
  type KubernetesObject,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { podSchema } from './schema';

const ZONE = 'topology.kubernetes.io/zone';

/** Zone of each node that has one. */
export function zonesOf(
  nodes: readonly KubernetesObject[],
): ReadonlyMap<string, string> {
  return new Map(
    nodes.flatMap(({ metadata: { name, labels } }) =>
      labels[ZONE] ? [[name, labels[ZONE].slice(0, 100)] as const] : [],
    ),
  );
}

/** The instances beside the primary. Objects say nothing of their lag, so none is given. */
export function standbysOf(
  pods: readonly KubernetesObject[],
  primary: string | undefined,
  zones: ReadonlyMap<string, string>,
): BackupObservationOf<'standbys'> | undefined {
  // While there is no primary, nobody stands by
  if (!primary) {
    return undefined;
  }
  const instances = pods.map(pod => {
    const { spec, status } = parseKubernetesObject(podSchema, pod);
    const zone = spec.nodeName && zones.get(spec.nodeName);
    return {
      name: pod.metadata.name,
      ...(zone && { zone }),
      ready:
        pod.metadata.deletionTimestamp === undefined &&
        (status?.conditions?.some(
          ({ type, status: value }) => type === 'Ready' && value === 'True',
        ) ??
          false),
    };
  });
  const primaryZone = instances.find(({ name }) => name === primary)?.zone;
  return {
    kind: 'standbys',
    standbys: instances
      .filter(({ name }) => name !== primary)
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...(primaryZone && { primaryZone }),
  };
}
