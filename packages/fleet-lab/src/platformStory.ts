import { pipelineEvent, type PipelineEvent } from './cdevents';
import { instantOf } from './step';

/** The team that runs what environments share tells of its work under this name. */
const SOURCE = 'https://changes.odoo-fleet.example/platform';

/** A retailer whose pipeline runs, and whom nobody declared. */
export const STRAY_SOURCE = 'https://ci.odoo-fleet.example/vellmore-outlet';

interface Told {
  id: string;
  type: string;
  /** Hours before the anchor. */
  hoursAgo: number;
  subjectId: string;
  content: Record<string, unknown>;
  odoo?: Record<string, unknown>;
}

const component = (name: string) => ({
  component: { id: `resource:default/${name}` },
});

function workOf(anchor: Date): Told[] {
  return [
    {
      id: 'redis-patch-planned',
      type: 'dev.cdeventsx.odoo-maintenance.planned.0.1.0',
      hoursAgo: 80,
      subjectId: 'redis-patch',
      content: {
        ...component('shared-redis'),
        activity: 'patching',
        from: instantOf(anchor, 52).toISOString(),
        until: instantOf(anchor, 51).toISOString(),
        label: 'Redis 7.4.6',
      },
    },
    {
      id: 'redis-patch-finished',
      type: 'dev.cdeventsx.odoo-maintenance.finished.0.1.0',
      hoursAgo: 51.2,
      subjectId: 'redis-patch',
      content: { ...component('shared-redis'), outcome: 'success' },
    },
    {
      // Reaches every environment on the shared server: told once, seen on each of them
      id: 'pg-16-9-planned',
      type: 'dev.cdeventsx.odoo-maintenance.planned.0.1.0',
      hoursAgo: 26,
      subjectId: 'pg-16-9',
      content: {
        ...component('shared-postgresql'),
        activity: 'database-upgrade',
        from: instantOf(anchor, -18).toISOString(),
        until: instantOf(anchor, -19.5).toISOString(),
        label: 'PostgreSQL 16.9, node by node',
      },
    },
  ];
}

/** What is told of the platform itself, and what comes from a source that no environment claims. */
export function tellOfPlatform(anchor: Date): PipelineEvent[] {
  const at = anchor.toISOString();
  return [
    ...workOf(anchor).map(({ id, hoursAgo, ...told }) =>
      pipelineEvent({
        ...told,
        id: `${id}-${at}`,
        source: SOURCE,
        subjectId: `${told.subjectId}-${at}`,
        at: instantOf(anchor, hoursAgo),
      }),
    ),
    pipelineEvent({
      id: `vellmore-deployed-${at}`,
      source: STRAY_SOURCE,
      type: 'dev.cdevents.service.deployed.0.3.0',
      at: instantOf(anchor, 5),
      subjectId: 'vellmore-outlet-production-web',
      content: {
        environment: { id: 'vellmore-outlet-production', source: STRAY_SOURCE },
        artifactId: 'pkg:oci/vellmore-odoo@18.0',
      },
    }),
  ];
}
