import type { ReleaseEvent } from '@odoo-fleet/backstage-plugin-odoo-common';

/** Why no environment could be found for an event. */
export type UnattributedReason =
  | 'not-bound'
  | 'bound-twice'
  /** It was bound after it came, and the machine that sent it may not write to that environment. */
  | 'sender-not-permitted';

/** Whom an event concerns. */
export type Attribution =
  | { status: 'environment'; environmentRef: string }
  /** It names no environment, but its source is bound: it concerns an artifact or a change. */
  | { status: 'artifact' }
  /** It names a platform component: it concerns whoever stands on it, by query. */
  | { status: 'component'; componentRef: string }
  | { status: 'unattributed'; reason: UnattributedReason }
  | { status: 'not-understood' };

/** Whether anything is folded from an event, or told of it, that is attributed like this. */
export function isFolded({ status }: Attribution): boolean {
  return status !== 'unattributed' && status !== 'not-understood';
}

/** An event as a fold reads it. */
export interface FoldableEvent {
  /** Absent: of artifact scope. */
  environmentRef?: string;
  event: ReleaseEvent;
}
