import type { Entity } from '@backstage/catalog-model';
import {
  deriveEntities,
  type OdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { digestOf } from '../src/cdevents';

/** Each tenant has a production and a staging environment. */
export const ENVIRONMENTS_A_TENANT = 2;

const apiVersion = 'odoofleet.io/v1alpha1';
const location = {
  'backstage.io/managed-by-location': 'url:https://git.example.org/fleet',
  'backstage.io/managed-by-origin-location':
    'url:https://git.example.org/fleet',
};
const series = ['16.0', '17.0', '18.0', '19.0'];

const tenantName = (index: number) =>
  `tenant-${String(index).padStart(5, '0')}`;

function tenant(index: number): Entity {
  return {
    apiVersion,
    kind: 'OdooTenant',
    metadata: {
      name: tenantName(index),
      title: `Tenant ${index}`,
      annotations: location,
    },
    spec: {
      owner: 'group:default/bench',
      criticality: 'business-critical',
      timeZone: 'Europe/Paris',
      calendars: [{ name: 'trading', windows: [] }],
      recoveryObjectives: [
        { process: 'store-orders', rpo: 'PT15M', rto: 'PT2H' },
        { process: 'finance', rpo: 'P1D', rto: 'P2D' },
      ],
    },
  };
}

function environment(
  index: number,
  stage: 'production' | 'staging',
): OdooEnvironmentEntity {
  const name = `${tenantName(index)}-${stage}`;
  return {
    apiVersion,
    kind: 'OdooEnvironment',
    metadata: { name, title: name, annotations: location },
    spec: {
      tenant: `odootenant:default/${tenantName(index)}`,
      owner: 'group:default/bench',
      stage,
      hosting: 'multi-tenant',
      odoo: { series: series[index % series.length], edition: 'enterprise' },
      image: `registry.example.org/odoo:18.0@${digestOf(name, '1')}`,
      url: `https://${name}.example.org`,
      kubernetes: { cluster: `cluster-${index % 10}`, namespace: name },
      services: [
        { role: 'web' },
        { role: 'gevent' },
        { role: 'cron' },
        { role: 'queue' },
      ],
      database: { name: name.replaceAll('-', '_'), postgresVersion: '16' },
      redis: { database: index % 1000 },
      objectStorage: { bucket: 'attachments', prefix: `${name}/` },
      bindings: [
        {
          source: `https://ci.example.org/${tenantName(index)}`,
          environmentId: name,
        },
      ],
    },
  };
}

/** What the suite's benchmark declares: tenants with their environments. */
export function fleet(tenants: number): {
  tenants: Entity[];
  environments: OdooEnvironmentEntity[];
} {
  const indices = Array.from({ length: tenants }, (_, index) => index);
  return {
    tenants: indices.map(tenant),
    environments: indices.flatMap(index => [
      environment(index, 'production'),
      environment(index, 'staging'),
    ]),
  };
}

/** How many entities the catalog has in the end, those that follow from environments included. */
export function entitiesOf(tenants: number): number {
  const { environments } = fleet(1);
  const each =
    environments.length +
    environments.flatMap(one => deriveEntities(one)).length;
  return tenants * (1 + each);
}

/** The same number of entities that no module of ours has to do with. */
export function plainComponents(count: number): Entity[] {
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: `component-${String(index).padStart(6, '0')}`,
      title: `Component ${index}`,
      annotations: location,
    },
    spec: {
      type: 'service',
      lifecycle: 'production',
      owner: 'group:default/bench',
      // Derived services depend on three resources each, so these have relations as well
      dependsOn: [1, 2, 3].map(
        step =>
          `component:default/component-${String(
            (index + step) % count,
          ).padStart(6, '0')}`,
      ),
    },
  }));
}
