import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ANNOTATION_ROLE,
  serviceRoleSchema,
  type Workload,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** A service of an environment: as the catalog has it, as its cluster has it, or both. */
export interface ServiceRow {
  id: string;
  role: string | undefined;
  /** Absent for a workload that no service accounts for, or whose service the catalog does not show. */
  entity?: Entity;
  /** Absent while the cluster has not been looked at. */
  workload?: Workload;
}

/** The role that a service says it has; Components written by hand may say it by their type alone. */
export function roleOf(service: Entity): string | undefined {
  const type = service.spec?.type;
  return (
    service.metadata.annotations?.[ANNOTATION_ROLE] ??
    (typeof type === 'string' ? type.replace(/^odoo-/, '') : undefined)
  );
}

/** The workload of a service among those of its environment. */
export function workloadOf(
  service: Entity,
  workloads: readonly Workload[],
): Workload | undefined {
  const role = roleOf(service);
  return workloads.find(
    workload => workload.role !== undefined && workload.role === role,
  );
}

/** Services and workloads side by side, in the order of the roles; what nobody accounts for comes last. */
export function serviceRows(
  services: readonly Entity[],
  workloads: readonly Workload[],
): ServiceRow[] {
  const rows: ServiceRow[] = services.map(entity => ({
    id: stringifyEntityRef(entity),
    role: roleOf(entity),
    entity,
    workload: workloadOf(entity, workloads),
  }));
  const shown = new Set(rows.map(row => row.workload));
  const others = workloads
    .filter(workload => !shown.has(workload))
    .map(workload => ({
      id: `${workload.kind} ${workload.name} ${workload.role}`,
      role: workload.role,
      workload,
    }));
  const order: readonly (string | undefined)[] = serviceRoleSchema.options;
  const place = ({ role }: ServiceRow) =>
    order.includes(role) ? order.indexOf(role) : order.length;
  return [...rows, ...others].sort(
    (a, b) => place(a) - place(b) || a.id.localeCompare(b.id, 'en'),
  );
}
