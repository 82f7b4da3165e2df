import { z } from 'zod';
import { httpUrlSchema } from '../fields';
import { parseInstant, rewriteInstant } from '../instant';
import { shortHash } from '../shortHash';
import type { ReleaseEvent } from './model';
import { maintenanceSchema } from './postedFacts';

/**
 * A release of scope `platform`: work on a platform component. It reaches every environment on that component by query and is
 * kept once.
 *
 * @public
 */
export const platformReleaseSchema = z
  .object({
    /** Derived from component, source and subject alone, so it is the same in whatever order the events came. */
    id: z.string(),
    scope: z.literal('platform'),
    componentRef: z.string(),
    source: z.string(),
    subject: z.string(),
    activity: maintenanceSchema.shape.activity,
    state: z.enum(['planned', 'running', 'finished']),
    /** As planned. */
    from: z.iso.datetime().optional(),
    until: z.iso.datetime().optional(),
    /** As reported. */
    startedAt: z.iso.datetime().optional(),
    finishedAt: z.iso.datetime().optional(),
    outcome: z.enum(['success', 'failure', 'cancelled', 'error']).optional(),
    label: z.string().optional(),
    url: httpUrlSchema.optional(),
    /** The event that said so last, and when. */
    eventId: z.string(),
    occurredAt: z.iso.datetime(),
  })
  .strict();

/** @public */
export type PlatformRelease = z.infer<typeof platformReleaseSchema>;

/** A plan comes before a start, and a start before an end, when all are said of one instant. */
const order: readonly ReleaseEvent['kind'][] = [
  'maintenance-planned',
  'maintenance-started',
  'maintenance-finished',
];

function inOrder(a: ReleaseEvent, b: ReleaseEvent): number {
  return (
    parseInstant(a.occurredAt) - parseInstant(b.occurredAt) ||
    order.indexOf(a.kind) - order.indexOf(b.kind) ||
    (a.id < b.id ? -1 : Number(a.id !== b.id))
  );
}

function after(
  before: PlatformRelease | undefined,
  event: ReleaseEvent,
  componentRef: string,
): PlatformRelease {
  const at = rewriteInstant(event.occurredAt);
  const subject = event.subject ?? event.id;
  const { maintenance } = event.facts;
  return {
    id: `plr-${shortHash(
      JSON.stringify([componentRef, event.source, subject]),
      32,
    )}`,
    scope: 'platform',
    componentRef,
    source: event.source,
    subject,
    activity: before?.activity ?? 'other',
    state: before?.state ?? 'planned',
    ...before,
    ...(maintenance && { activity: maintenance.activity }),
    ...(maintenance?.from !== undefined && {
      from: rewriteInstant(maintenance.from),
    }),
    ...(maintenance?.until !== undefined && {
      until: rewriteInstant(maintenance.until),
    }),
    ...(event.kind === 'maintenance-started' &&
      before?.state !== 'finished' && {
        state: 'running' as const,
        startedAt: before?.startedAt ?? at,
      }),
    ...(event.kind === 'maintenance-finished' && {
      state: 'finished' as const,
      finishedAt: at,
      ...(event.outcome !== undefined && { outcome: event.outcome }),
    }),
    ...(event.label !== undefined && { label: event.label }),
    ...(event.url !== undefined && { url: event.url }),
    eventId: event.id,
    occurredAt: at,
  };
}

/**
 * Releases of scope `platform` from their events, in any order, the one that was heard of last first. What ended stays ended: an
 * end that is reported with an instant before the start's still ends it.
 *
 * @public
 */
export function foldPlatformReleases(
  events: readonly ReleaseEvent[],
): PlatformRelease[] {
  const found = new Map<string, PlatformRelease>();
  for (const event of [...events].sort(inOrder)) {
    const { componentRef } = event;
    if (componentRef !== undefined && order.includes(event.kind)) {
      const key = JSON.stringify([
        componentRef,
        event.source,
        event.subject ?? event.id,
      ]);
      found.set(key, after(found.get(key), event, componentRef));
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      parseInstant(b.occurredAt) - parseInstant(a.occurredAt) ||
      (a.id < b.id ? -1 : 1),
  );
}
