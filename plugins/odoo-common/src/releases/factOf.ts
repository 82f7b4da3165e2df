import { rewriteInstant } from '../instant';
import type { Fact, ReleaseEvent } from './model';

/** A value with the event that wrote it. */
export function factOf<T>(event: ReleaseEvent, value: T): Fact<T> {
  return {
    value,
    source: event.source,
    eventId: event.id,
    occurredAt: rewriteInstant(event.occurredAt),
    ...(event.url !== undefined && { url: event.url }),
  };
}
