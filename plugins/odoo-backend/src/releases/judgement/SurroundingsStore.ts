import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';

/** How many tenants and environments share something. */
export interface SharedBy {
  tenants: number;
  environments: number;
}

/** Reads what is around releases, for all of them at a time. Counts alone cross from one tenant to another. */
export interface SurroundingsStore {
  /** The last releases of each environment that were first seen before the instant, newest first, in the order of the questions. */
  listSeenBefore(
    questions: readonly { environmentRef: string; before: number }[],
    limit: number,
  ): Promise<Release[][]>;

  /** Who runs each of these artifacts now; artifacts that nobody runs are left out. */
  countRunning(artifacts: readonly string[]): Promise<Map<string, SharedBy>>;

  /** Who stands on each of these platform components. */
  countOnComponents(
    componentRefs: readonly string[],
  ): Promise<Map<string, SharedBy>>;
}
