import type {
  Release,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  Attribution,
  EventRecord,
  FoldableEvent,
  Pair,
  UnattributedReason,
} from './ReleaseEventStore';
import { releaseInstants } from './releaseInstants';

export interface FoldableRow {
  environment_ref: string | null;
  event: string;
}

export interface PairRow {
  environment_ref: string;
  artifact: string;
}

/** Columns to a pair. */
export const toPair = (row: PairRow): Pair => ({
  environmentRef: row.environment_ref,
  artifact: row.artifact,
});

/** An attribution to its columns. */
export function attributionColumns(attribution: Attribution) {
  return {
    attribution: attribution.status,
    environment_ref:
      attribution.status === 'environment' ? attribution.environmentRef : null,
    reason: attribution.status === 'unattributed' ? attribution.reason : null,
  };
}

/** Columns to an attribution. */
export function attributionOf(row: {
  attribution: string;
  environment_ref: string | null;
  reason: string | null;
}): Attribution {
  switch (row.attribution) {
    case 'environment':
      return { status: 'environment', environmentRef: row.environment_ref! };
    case 'artifact':
      return { status: 'artifact' };
    case 'unattributed':
      return {
        status: 'unattributed',
        reason: row.reason as UnattributedReason,
      };
    default:
      return { status: 'not-understood' };
  }
}

/** Columns to an event as a fold reads it. */
export const toFoldable = (row: FoldableRow): FoldableEvent => ({
  ...(row.environment_ref !== null && { environmentRef: row.environment_ref }),
  event: JSON.parse(row.event) as ReleaseEvent,
});

/** An event to its row. */
export function toEventRow(record: EventRecord) {
  const { event } = record;
  return {
    event_key: record.key,
    source: event.source,
    event_id: event.id,
    type: event.type,
    kind: event.kind,
    occurred_at: record.occurredAt,
    received_at: record.receivedAt,
    ...attributionColumns(record.attribution),
    environment_id: event.environmentId ?? null,
    service: event.service ?? null,
    artifact: event.artifact ?? null,
    chain_id: event.chainId ?? null,
    body_hash: record.bodyHash,
    event: JSON.stringify(event),
    raw: record.raw,
    sent_by: record.sentBy,
  };
}

/** A release to its row. */
export function toReleaseRow({
  release,
  json,
}: {
  release: Release;
  json: string;
}) {
  const instants = releaseInstants(release);
  return {
    id: release.id,
    environment_ref: release.environmentRef,
    artifact: release.artifact,
    attempt: release.attempt,
    first_seen_at: instants.firstSeenAt,
    deployed_at: instants.deployedAt ?? null,
    ended_at: instants.endedAt ?? null,
    standing: instants.endedAt === undefined ? 1 : 0,
    standing_at: instants.standingAt,
    release: json,
  };
}
