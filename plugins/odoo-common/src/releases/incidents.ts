import { z } from 'zod';
import { httpUrlSchema } from '../fields';
import { parseInstant, rewriteInstant } from '../instant';
import type { ReleaseEvent } from './model';

/**
 * An incident as its source tells of it, on an environment or on a platform component.
 *
 * @public
 */
export const incidentSchema = z
  .object({
    /** The system that tells of it, and what that calls it. */
    source: z.string(),
    subject: z.string(),
    /** Absent for an incident of a platform component. */
    environmentRef: z.string().optional(),
    componentRef: z.string().optional(),
    openedAt: z.iso.datetime(),
    /** Absent while it is open. */
    resolvedAt: z.iso.datetime().optional(),
    label: z.string().optional(),
    service: z.string().optional(),
    url: httpUrlSchema.optional(),
    /** The event that opened it. */
    eventId: z.string(),
  })
  .strict();

/** @public */
export type Incident = z.infer<typeof incidentSchema>;

/**
 * An event with the environment that it was attributed to, if it was.
 *
 * @public
 */
export interface IncidentEvent {
  environmentRef?: string;
  event: ReleaseEvent;
}

const rank = { 'incident-resolved': 1 } as Partial<
  Record<ReleaseEvent['kind'], number>
>;

function inOrder(a: IncidentEvent, b: IncidentEvent): number {
  return (
    parseInstant(a.event.occurredAt) - parseInstant(b.event.occurredAt) ||
    (rank[a.event.kind] ?? 0) - (rank[b.event.kind] ?? 0) ||
    (a.event.id < b.event.id ? -1 : Number(a.event.id !== b.event.id))
  );
}

function open(
  { environmentRef, event }: IncidentEvent,
  before: Incident | undefined,
): Incident {
  const { source, id, componentRef, service } = event;
  const stillOpen = before && before.resolvedAt === undefined;
  const label = event.label ?? before?.label;
  const url = event.url ?? before?.url;
  return {
    source,
    subject: event.subject ?? id,
    ...(environmentRef !== undefined && { environmentRef }),
    ...(componentRef !== undefined && { componentRef }),
    openedAt: stillOpen ? before.openedAt : rewriteInstant(event.occurredAt),
    ...(label !== undefined && { label }),
    ...(service !== undefined && { service }),
    ...(url !== undefined && { url }),
    eventId: stillOpen ? before.eventId : id,
  };
}

/**
 * Incidents from their events, in any order, newest first. One that is detected and then reported is one; one that was resolved
 * and is detected again is open again. An event that resolves what nobody opened makes none.
 *
 * @public
 */
export function foldIncidents(events: readonly IncidentEvent[]): Incident[] {
  const incidents = new Map<string, Incident>();
  for (const item of [...events].sort(inOrder)) {
    const { event } = item;
    const key = JSON.stringify([
      event.source,
      event.subject ?? event.id,
      item.environmentRef ?? event.componentRef ?? null,
    ]);
    const before = incidents.get(key);
    if (
      event.kind === 'incident-detected' ||
      event.kind === 'incident-reported'
    ) {
      incidents.set(key, open(item, before));
    } else if (
      event.kind === 'incident-resolved' &&
      before &&
      before.resolvedAt === undefined
    ) {
      incidents.set(key, {
        ...before,
        resolvedAt: rewriteInstant(event.occurredAt),
      });
    }
  }
  return [...incidents.values()].sort(
    (a, b) =>
      parseInstant(b.openedAt) - parseInstant(a.openedAt) ||
      (JSON.stringify([a.source, a.subject]) <
      JSON.stringify([b.source, b.subject])
        ? -1
        : 1),
  );
}
