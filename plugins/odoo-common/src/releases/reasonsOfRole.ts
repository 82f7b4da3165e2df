import type { ServiceRole } from '../catalog';
import type { RiskReason } from './verdict';

/**
 * A reason as the page of one service reads it.
 *
 * @public
 */
export interface ReasonOfRole {
  reason: RiskReason;
  /** It is about the environment as a whole, or about another of its services. */
  isInherited: boolean;
}

/**
 * The reasons of an environment's release as the service of one role reads them: its own first, the inherited ones marked. Among
 * each the order stays. Without a role none is marked: it is the environment itself that is read.
 *
 * @public
 */
export function reasonsOfRole(
  reasons: readonly RiskReason[],
  role: ServiceRole | undefined,
): ReasonOfRole[] {
  const own = reasons.filter(
    reason => role !== undefined && reason.role === role,
  );
  return [
    ...own.map(reason => ({ reason, isInherited: false })),
    ...reasons
      .filter(reason => !own.includes(reason))
      .map(reason => ({ reason, isInherited: role !== undefined })),
  ];
}

/**
 * The role of the service that a source names: by the role itself, by the workload, or by a name that ends with the role.
 *
 * @public
 */
export function roleOfService(
  service: string,
  services: readonly { role: ServiceRole; workload?: string }[],
): ServiceRole | undefined {
  const name = service.toLowerCase();
  return services.find(
    ({ role, workload }) =>
      name === role || name === workload || name.endsWith(`-${role}`),
  )?.role;
}
