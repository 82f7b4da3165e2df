import type { JsonValue } from '@backstage/types';

/**
 * One CloudEvents 1.0 event as it was received: nothing is added to it, no id and no time are invented. Its strings hold no NUL
 * and no lone surrogate, and `data` nests at most 64 levels deep.
 *
 * @public
 */
export interface CloudEvent {
  specversion: '1.0';
  /** Unique together with `source`. */
  id: string;
  source: string;
  type: string;
  /** RFC 3339, as the sender wrote it; absent when it wrote none. */
  time?: string;
  subject?: string;
  /** Absent when the event has no data. */
  data?: JsonValue;
}
