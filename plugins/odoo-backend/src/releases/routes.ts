import {
  releaseOperations,
  type IngestOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import { decodeCursor } from '../platform/cursor';
import type { OperationRouter } from '../platform/http';
import { toPageBody } from '../platform/page';
import type { IngestService } from './ingest/IngestService';
import type { ReleaseService } from './ReleaseService';

const releasePositionSchema = z
  .object({ firstSeenAt: z.number().int(), id: z.string().max(100) })
  .strict();

const seqSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Contradictions first: they are the news. A repetition is none, whatever the event was when it first came. */
function ingestStatus(outcomes: readonly IngestOutcome[]): number {
  if (outcomes.some(({ result }) => result === 'contradictory')) {
    return 409;
  }
  return outcomes.some(
    ({ result, attribution }) =>
      result === 'stored' && attribution !== 'attributed',
  )
    ? 202
    : 200;
}

/** Mounts the operations about releases. */
export function mountReleaseRoutes(
  http: OperationRouter,
  services: {
    ingest: IngestService;
    releases: ReleaseService;
  },
): void {
  const { ingest, releases } = services;

  http.handle(
    releaseOperations.postEvents,
    {
      verb: 'events.write',
      rateLimit: 'ingest',
      onUnreadBody: body => ingest.keepUnread(body),
    },
    async ({ credentials, headers, rawBody }) => {
      const items = await ingest.ingest(credentials, headers, rawBody);
      return { status: ingestStatus(items), body: { items } };
    },
  );

  http.handle(
    releaseOperations.listReleases,
    { verb: 'releases.read' },
    async ({ query, credentials }) => {
      const after = decodeCursor(releasePositionSchema, query.cursor);
      return {
        body: toPageBody(
          await releases.listReleases(
            { ...query, ...(after && { after }) },
            credentials,
          ),
        ),
      };
    },
  );

  http.handle(
    releaseOperations.getRelease,
    { verb: 'releases.read' },
    async ({ params, credentials }) => ({
      body: await releases.getRelease(params.releaseId, credentials),
    }),
  );

  http.handle(
    releaseOperations.getReleaseRisk,
    { verb: 'releases.read' },
    async ({ query, credentials }) => ({
      body: await releases.getEntityRisk(query.entityRef, credentials),
    }),
  );

  http.handle(
    releaseOperations.listUnattributedEvents,
    {},
    async ({ query, credentials }) => {
      const afterSeq = decodeCursor(seqSchema, query.cursor);
      return {
        body: toPageBody(
          await releases.listUnattributed(
            { limit: query.limit, ...(afterSeq !== undefined && { afterSeq }) },
            credentials,
          ),
        ),
      };
    },
  );

  http.handle(
    releaseOperations.listDeadLetters,
    {},
    async ({ query, credentials }) => {
      const afterSeq = decodeCursor(seqSchema, query.cursor);
      return {
        body: toPageBody(
          await releases.listDeadLetters(
            { limit: query.limit, ...(afterSeq !== undefined && { afterSeq }) },
            credentials,
          ),
        ),
      };
    },
  );
}
