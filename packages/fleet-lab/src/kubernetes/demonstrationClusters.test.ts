import {
  ANNOTATION_ENVIRONMENT,
  deriveEntities,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import type { LabObject } from './ClusterContents';
import { demonstrationClusters, renewRecovery } from './demonstrationClusters';
import { readFleet, type DeclaredFleet } from './readFleet';
import { servedResources } from './resources';
import { labelSelector } from './selectors';
import { demonstrationTrouble, noTrouble } from './trouble';

const ROOT = resolve(__dirname, '../../../..');
const now = new Date('2026-11-22T08:00:00Z');

function everything(clusters: ReturnType<typeof demonstrationClusters>) {
  return new Map(
    clusters.map(({ name, contents }) => [
      name,
      servedResources.flatMap(resource => contents.snapshot(resource).objects),
    ]),
  );
}

describe('demonstrationClusters', () => {
  let fleet: DeclaredFleet;
  let objects: Map<string, LabObject[]>;

  beforeAll(async () => {
    fleet = await readFleet(resolve(ROOT, 'examples/fleet'));
    objects = everything(
      demonstrationClusters(fleet, demonstrationTrouble, now),
    );
  });

  const found = (cluster: string, namespace: string, kind: string) =>
    (objects.get(cluster) ?? []).filter(
      object => object.kind === kind && object.metadata.namespace === namespace,
    );
  const namespace = (cluster: string, name: string) =>
    (objects.get(cluster) ?? []).find(
      object => object.kind === 'Namespace' && object.metadata.name === name,
    );

  it('is the same for the same instant, to the byte', () => {
    const again = demonstrationClusters(fleet, demonstrationTrouble, now);
    expect(JSON.stringify([...everything(again)])).toBe(
      JSON.stringify([...objects]),
    );
  });

  it('has the clusters that the demonstration config of the portal names', () => {
    const config = parse(
      readFileSync(resolve(ROOT, 'app-config.demo.yaml'), 'utf8'),
    );
    const named = config.kubernetes.clusterLocatorMethods[0].clusters.map(
      ({ name, url }: { name: string; url: string }) => {
        expect(url.endsWith(`/clusters/${name}`)).toBe(true);
        return name;
      },
    );
    expect([...objects.keys()]).toEqual(named.sort());
  });

  it('gives no two objects of a cluster one identity', () => {
    for (const inCluster of objects.values()) {
      const ids = inCluster.map(({ metadata }) => metadata.uid);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('runs every service under the name and labels by which the catalog finds it', () => {
    for (const environment of fleet.environments) {
      if (
        demonstrationTrouble.withoutNamespace.includes(
          environment.metadata.name,
        )
      ) {
        continue;
      }
      for (const derived of [
        ...deriveEntities(environment),
        ...fleet.components,
      ]) {
        const annotations = derived.metadata.annotations ?? {};
        const selector = annotations['backstage.io/kubernetes-label-selector'];
        if (!selector) {
          continue;
        }
        const matches = labelSelector(selector);
        const at = [
          annotations['backstage.io/kubernetes-cluster'],
          annotations['backstage.io/kubernetes-namespace'],
        ] as const;
        expect(
          found(...at, 'Deployment')
            .filter(matches)
            .map(({ metadata }) => metadata.name),
        ).toEqual([derived.metadata.name]);
        expect(found(...at, 'Pod').filter(matches)).not.toEqual([]);
      }
    }
  });

  it('names its environment on every namespace, but for the trouble', () => {
    const carried = fleet.environments.map(({ metadata, spec }) => {
      const here = namespace(
        spec.kubernetes.cluster,
        spec.kubernetes.namespace,
      );
      return [
        metadata.name,
        here?.metadata.annotations?.[ANNOTATION_ENVIRONMENT],
        here?.metadata.labels?.[ANNOTATION_ENVIRONMENT],
        here?.metadata.labels?.['app.kubernetes.io/part-of'],
      ];
    });
    const { withoutNamespace, misnamed } = demonstrationTrouble;
    expect(carried).toEqual(
      fleet.environments.map(({ metadata: { name } }) =>
        withoutNamespace.includes(name)
          ? [name, undefined, undefined, undefined]
          : [
              name,
              misnamed.find(({ environment }) => environment === name)
                ?.carries ?? `default/${name}`,
              name,
              'odoo-fleet',
            ],
      ),
    );
  });

  it('runs in production what Git declares, by digest, but where somebody changed it by hand', () => {
    const production = fleet.environments.filter(
      ({ spec }) => spec.stage === 'production',
    );
    const drifted = demonstrationTrouble.drifted.map(t => t.environment);
    expect(drifted).not.toEqual([]);
    expect(production.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(drifted),
    );
    for (const { metadata, spec } of production) {
      const { cluster, namespace: at } = spec.kubernetes;
      const pods = found(cluster, at, 'Pod').filter(
        labelSelector(`app.kubernetes.io/component=web`),
      );
      expect(pods).toHaveLength(3);
      const digest = spec.image?.split('@')[1];
      expect(JSON.stringify(pods[0].status).includes(`@${digest}`)).toBe(
        !drifted.includes(metadata.name),
      );
      expect(pods[0].metadata.name).toContain(`${metadata.name}-web-`);
    }
  });

  it('speaks of trouble with environments that there are', () => {
    const names = fleet.environments.map(({ metadata }) => metadata.name);
    const { unready, crashing, withoutNamespace, misnamed, undeclared } =
      demonstrationTrouble;
    for (const { environment, role } of [...unready, ...crashing]) {
      const declared = fleet.environments.find(
        ({ metadata }) => metadata.name === environment,
      );
      expect(declared?.spec.services.map(s => s.role)).toContain(role);
    }
    for (const name of [
      ...withoutNamespace,
      ...misnamed.map(({ environment }) => environment),
    ]) {
      expect(names).toContain(name);
    }
    for (const { environment, cluster } of undeclared) {
      expect(names).not.toContain(environment);
      expect([...objects.keys()]).toContain(cluster);
    }
  });

  it('shows the trouble in the state of the workloads, and nowhere else', () => {
    const notReady = (all: Map<string, LabObject[]>) =>
      [...all.values()]
        .flat()
        .filter(
          ({ kind, spec, status }) =>
            kind === 'Deployment' &&
            (status?.readyReplicas ?? 0) !== spec?.replicas,
        )
        .map(({ metadata }) => metadata.name)
        .sort();
    const { unready, crashing } = demonstrationTrouble;
    expect(notReady(objects)).toEqual(
      [...unready, ...crashing]
        .map(({ environment, role }) => `${environment}-${role}`)
        .sort(),
    );
    expect(
      notReady(everything(demonstrationClusters(fleet, noTrouble, now))),
    ).toEqual([]);
  });

  it('has in its clusters what descriptors name as their backups, one of each sort at least', () => {
    const kinds = [...objects.values()].flat().map(({ kind }) => kind);
    for (const kind of [
      'Cluster',
      'ObjectStore',
      'ScheduledBackup',
      'Schedule',
      'Restore',
      'CronJob',
      'ExternalSecret',
      'Certificate',
      'Application',
    ]) {
      expect(kinds).toContain(kind);
    }
    for (const { environment } of demonstrationTrouble.recovery) {
      expect(fleet.environments.map(({ metadata }) => metadata.name)).toContain(
        environment,
      );
    }
  });

  it('makes backups anew as time goes on, and no more of them', () => {
    const clusters = demonstrationClusters(fleet, demonstrationTrouble, now);
    const later = new Date(now.getTime() + 3_600_000);
    const count = () => [...everything(clusters).values()].flat().length;
    const before = count();
    renewRecovery(clusters, fleet, demonstrationTrouble, later);
    expect(count()).toBe(before);
    const renewed = [...everything(clusters).values()].flat();
    const cronJob = renewed.find(({ kind }) => kind === 'CronJob');
    expect(
      Date.parse(String(cronJob?.status?.lastScheduleTime)),
    ).toBeGreaterThan(now.getTime());
  });
});
