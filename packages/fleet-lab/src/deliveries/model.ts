/** One Odoo module that a delivery brings. */
export interface DeliveredModule {
  name: string;
  from?: string;
  to?: string;
  domain?: string;
}

/** How a rehearsal of the migration went on a copy of production. */
export interface DeliveredRehearsal {
  durationSeconds: number;
  longestLockWaitSeconds: number;
  tables: { name: string; rows: number }[];
}

/**
 * What was done for a delivery beside building it:
 *
 * - `bare`: nothing that anybody reported.
 * - `usual`: tests are counted, the signature is verified, the image scanned, guardrails defined; after it a smoke test.
 * - `thorough`: that, and the ways back were tried, and the hours after it prepared.
 */
export type Care = 'bare' | 'usual' | 'thorough';

/** One delivery of the demonstration: a change that went to staging and then, perhaps, to production. */
export interface Delivery {
  /** Name of the tenant in examples/fleet; the word before the dash begins the names of its environments and images. */
  tenant: string;
  version: string;
  author: string;
  approvers: string[];
  changedLines: number;
  modules: DeliveredModule[];
  migrationClass: string;
  /** Hours before the anchor at which each step happened; absent: it did not. */
  hoursAgo: {
    merged: number;
    staging?: number;
    checkpoint?: number;
    proposed?: number;
    /** The pipeline gave up before the artifact ran in production. */
    failed?: number;
    production?: number;
    incident?: number;
    rolledBack?: number;
    resolved?: number;
  };
  signed: boolean;
  /** `usual` when left out. */
  care?: Care;
  /** Modules of others that depend on one of the modules, by its name. */
  dependents?: Record<string, string[]>;
  /** Of the migration; absent: nobody rehearsed it. */
  rehearsal?: DeliveredRehearsal;
  /** Below the modules: Odoo itself, a dependency, the base image. */
  foundations?: string[];
  /** Mends the version before. */
  hotfix?: true;
  /** What hurt in production, in one sentence; with `hoursAgo.incident`. */
  incident?: string;
  /** The version that ran again; with `hoursAgo.rolledBack`. */
  rolledBackTo?: string;
}

/** `from` is left out for a module that is new. */
export function moduleOf(
  name: string,
  domain: string,
  to: string,
  from?: string,
): DeliveredModule {
  return { name, domain, to, ...(from !== undefined && { from }) };
}

/** The e-mail address by which a pipeline names one of examples/org. */
export function mail(person: string): string {
  return `${person}@odoo-fleet.example`;
}

/** Hours of so many days, and some more. */
export function days(count: number, hours = 0): number {
  return count * 24 + hours;
}
