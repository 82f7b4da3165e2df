import { dedicatedDeliveries } from './dedicated';
import type { Delivery } from './model';
import { sharedDeliveries } from './shared';

export type { Delivery } from './model';

/** What the retailers of examples/fleet delivered, in words that need no dates. */
export const deliveries: readonly Delivery[] = [
  ...sharedDeliveries,
  ...dedicatedDeliveries,
];
