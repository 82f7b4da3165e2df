import type {
  EnvironmentDeployment,
  Release,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  Attribution,
  EnvironmentSpan,
  EventRecord,
  FoldableEvent,
  FoldInput,
  Pair,
  UnattributedReason,
} from '../ingest/ReleaseEventStore';
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
    component_ref:
      attribution.status === 'component' ? attribution.componentRef : null,
    reason: attribution.status === 'unattributed' ? attribution.reason : null,
  };
}

/** Columns to an attribution. */
export function attributionOf(row: {
  attribution: string;
  environment_ref: string | null;
  component_ref: string | null;
  reason: string | null;
}): Attribution {
  switch (row.attribution) {
    case 'environment':
      return { status: 'environment', environmentRef: row.environment_ref! };
    case 'artifact':
      return { status: 'artifact' };
    case 'component':
      return { status: 'component', componentRef: row.component_ref! };
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

/** A pair that is known by name (no instants), or that ran for some time. */
export interface SpannedPairRow extends PairRow {
  deployed_at: number | string | null;
  ended_at: number | string | null;
}

/** The pairs known by name, and those that ran at some instant of the span of their environment, ends included. */
export function pairsInSpans(
  rows: readonly SpannedPairRow[],
  spans: readonly EnvironmentSpan[],
): Pair[] {
  const byEnvironment = new Map(spans.map(span => [span.environmentRef, span]));
  return rows
    .filter(row => {
      const span = byEnvironment.get(row.environment_ref);
      return (
        row.deployed_at === null ||
        (span !== undefined &&
          Number(row.deployed_at) <= span.to &&
          (row.ended_at === null || Number(row.ended_at) >= span.from))
      );
    })
    .map(toPair);
}

/** A row of what a fold reads: an event, a deployment or a stored release. */
export interface FoldInputRow {
  part: 'artifact' | 'chain' | 'deployment' | 'release';
  environment_ref: string | null;
  artifact: string;
  /** JSON of the event or the release; of a deployment its source. */
  content: string;
  id: string;
  kind: EnvironmentDeployment['kind'];
  occurred_at: number | string;
}

/** Parts the rows of one statement again. */
export function toFoldInput(rows: readonly FoldInputRow[]): FoldInput {
  const input: FoldInput = {
    artifactEvents: [],
    chainEvents: [],
    deployments: [],
    releases: new Map(),
  };
  for (const row of rows) {
    const { environment_ref, artifact, content } = row;
    switch (row.part) {
      case 'artifact':
        input.artifactEvents.push(
          toFoldable({ environment_ref, event: content }),
        );
        break;
      case 'chain':
        input.chainEvents.push(toFoldable({ environment_ref, event: content }));
        break;
      case 'deployment':
        input.deployments.push({
          environmentRef: environment_ref!,
          artifact,
          at: new Date(Number(row.occurred_at)).toISOString(),
          kind: row.kind,
          source: content,
          eventId: row.id,
        });
        break;
      default:
        input.releases.set(row.id, {
          environmentRef: environment_ref!,
          artifact,
          json: content,
        });
    }
  }
  return input;
}

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
    subject: event.subject ?? null,
    artifact: event.artifact ?? null,
    chain_id: event.chainId ?? null,
    linked_chain_id: event.linkedChainId ?? null,
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

/** What a changed release changes in its row. */
export const releaseColumns: (keyof ReturnType<typeof toReleaseRow>)[] = [
  'first_seen_at',
  'deployed_at',
  'ended_at',
  'standing',
  'standing_at',
  'release',
];
