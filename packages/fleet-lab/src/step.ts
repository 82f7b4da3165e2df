import type { Delivery } from './deliveries';

const HOUR = 3_600_000;

/** One event of a delivery, still without a date. */
export interface Step {
  name: string;
  type: string;
  /** Absent: it did not happen. */
  hoursAgo: number | undefined;
  subjectId: string;
  content: Record<string, unknown>;
  odoo?: Record<string, unknown>;
  /** Set by a step that begins a chain of its own, which brings none of this delivery's facts along. */
  ownChain?: true;
}

/** The word that the names of a tenant's environments and images begin with. */
export function shortName(tenant: string): string {
  return tenant.split('-')[0];
}

/** How the pipeline of a delivery names itself. */
export function sourceOf({ tenant }: Delivery): string {
  return `https://ci.odoo-fleet.example/${tenant}`;
}

/** Hours ago, so much later than another step; absent when that step is. */
export function after(
  hoursAgo: number | undefined,
  hours: number,
): number | undefined {
  return hoursAgo === undefined ? undefined : hoursAgo - hours;
}

/** An environment of the delivery's tenant as its pipeline names it. */
export function environmentOf(delivery: Delivery, stage: string) {
  return {
    environment: {
      id: `${shortName(delivery.tenant)}-${stage}`,
      source: sourceOf(delivery),
    },
  };
}

/** The instant so many hours before the anchor. */
export function instantOf(anchor: Date, hoursAgo: number): Date {
  return new Date(anchor.getTime() - hoursAgo * HOUR);
}
