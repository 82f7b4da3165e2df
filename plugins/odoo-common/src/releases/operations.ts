import { z } from 'zod';
import { hostingSchema, stageSchema } from '../catalog';
import { operation } from '../operation';
import { entityRefParameter, pageOf, pageParameters } from '../paging';
import { verdictStatusSchema } from '../verdict';
import { executiveAnswerSchema } from './executiveQuestions';
import {
  releaseEventKindSchema,
  releaseSchema,
  releaseStateSchema,
} from './model';
import { personDecisionSchema } from './personDecisions';
import { releaseSummarySchema } from './releaseSummary';
import { releaseTraceSchema } from './trace';
import { gateDecisionSchema, riskVerdictSchema } from './verdict';

const paging = pageParameters({ most: 100, unlessSaid: 20 });

/**
 * What the gate answered, frozen: later facts change the verdict now, never this.
 *
 * @public
 */
export const decisionOfRecordSchema = z
  .object({
    id: z.string(),
    askedAt: z.iso.datetime(),
    /** Entity reference of the person, or subject of the machine. */
    askedBy: z.string(),
    /** What was judged, on a dry run too. */
    decision: gateDecisionSchema,
    verdict: riskVerdictSchema,
    /** Present when the gate only recorded: the pipeline was let through whatever the decision. */
    dryRun: z.literal(true).optional(),
    /** Overrides and sign-offs that counted then, as they stood; absent when there was none. */
    personDecisions: z.array(personDecisionSchema).optional(),
  })
  .strict();

/** @public */
export type DecisionOfRecord = z.infer<typeof decisionOfRecordSchema>;

/**
 * A release with its verdict now and what the gate answered.
 *
 * @public
 */
export const judgedReleaseSchema = z
  .object({
    release: releaseSchema,
    state: releaseStateSchema,
    verdict: riskVerdictSchema,
    /** The five executive questions; empty for what does not go to production. */
    questions: z.array(executiveAnswerSchema),
    /** The last answer of the gate before the rollout; absent when it was never asked. */
    decisionOfRecord: decisionOfRecordSchema.optional(),
  })
  .strict();

/** @public */
export type JudgedRelease = z.infer<typeof judgedReleaseSchema>;

/** @public */
export const releaseEventSummarySchema = z
  .object({
    source: z.string(),
    id: z.string(),
    type: z.string(),
    kind: releaseEventKindSchema,
    occurredAt: z.iso.datetime(),
    receivedAt: z.iso.datetime(),
    label: z.string().optional(),
    outcome: z.string().optional(),
    url: z.string().optional(),
    /** How many times the source sent other facts under the same id; those were kept, not used. */
    contradictions: z.number().int(),
  })
  .strict();

/** @public */
export type ReleaseEventSummary = z.infer<typeof releaseEventSummarySchema>;

/** @public */
export const releaseDetailSchema = judgedReleaseSchema
  .extend({
    /** Its way from the change to what it did to the business. */
    trace: releaseTraceSchema,
    /** The facts that made it, newest first, at most 200. */
    events: z.array(releaseEventSummarySchema),
  })
  .strict();

/** @public */
export type ReleaseDetail = z.infer<typeof releaseDetailSchema>;

/**
 * Release risk of one entity: of the environment that a service belongs to, or of each environment of a tenant that the
 * caller may see.
 *
 * @public
 */
export const entityReleaseRiskSchema = z
  .object({
    entityRef: z.string(),
    /** Worst word over the environments; unknown when there is none. */
    status: verdictStatusSchema,
    environments: z.array(
      z
        .object({
          environmentRef: z.string(),
          title: z.string(),
          stage: stageSchema,
          hosting: hostingSchema,
          /** The release that is on its way, else the one that runs; absent when no event was ever received. */
          current: judgedReleaseSchema.optional(),
        })
        .strict(),
    ),
  })
  .strict();

/** @public */
export type EntityReleaseRisk = z.infer<typeof entityReleaseRiskSchema>;

/** @public */
export const ingestOutcomeSchema = z
  .object({
    source: z.string(),
    id: z.string(),
    /** `stored`: new. `duplicate`: the same again, nothing changed. `contradictory`: same id, other facts; kept, not used. */
    result: z.enum(['stored', 'duplicate', 'contradictory']),
    /** `unattributed`: stored, but no environment, or more than one, is bound to it. `not-understood`: stored, type unknown. */
    attribution: z.enum(['attributed', 'unattributed', 'not-understood']),
    /** What to do about it, when there is something to do. */
    message: z.string().optional(),
  })
  .strict();

/** @public */
export type IngestOutcome = z.infer<typeof ingestOutcomeSchema>;

const unattributedEventSchema = z
  .object({
    source: z.string(),
    id: z.string(),
    type: z.string(),
    kind: releaseEventKindSchema,
    occurredAt: z.iso.datetime(),
    receivedAt: z.iso.datetime(),
    environmentId: z.string().optional(),
    service: z.string().optional(),
    /** Why no environment could be found. */
    reason: z.string(),
    /** Environments that it may be meant for, as far as the caller may see them; the likeliest first. */
    candidates: z.array(
      z.object({ environmentRef: z.string(), title: z.string() }).strict(),
    ),
    /** YAML for the descriptor of the environment that it is meant for. */
    bindingSnippet: z.string(),
  })
  .strict();

/** @public */
export type UnattributedEvent = z.infer<typeof unattributedEventSchema>;

const deadLetterSchema = z
  .object({
    id: z.string(),
    receivedAt: z.iso.datetime(),
    /** Subject of the machine that sent it. */
    subject: z.string(),
    status: z.number().int(),
    error: z.string(),
    /** The body as received, with what looks like a secret redacted, cut at 16 KiB. */
    body: z.string(),
    bytes: z.number().int(),
  })
  .strict();

/** @public */
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/**
 * The REST operations about releases. The server validates with these schemas, the client is typed by them, and
 * `openapi.yaml` is generated from them.
 *
 * @public
 */
export const releaseOperations = {
  postEvents: operation({
    method: 'post',
    path: '/events',
    summary:
      'Post one CloudEvent, or a batch, that carries facts about releases',
    rawBody: [
      'application/cloudevents+json',
      'application/cloudevents-batch+json',
      'application/json',
    ],
    response: z.object({ items: z.array(ingestOutcomeSchema) }).strict(),
    statuses: {
      200: 'Everything stored, or stored before',
      202: 'Stored; at least one event is unattributed or of an unknown type',
      409: 'At least one event contradicts what was stored under its source and id; it is kept apart',
    },
  }),
  listReleases: operation({
    method: 'get',
    path: '/releases',
    summary:
      'Releases of an environment, of a service’s environment or of a tenant, newest first',
    query: z.object({ entityRef: entityRefParameter, ...paging }).strict(),
    response: pageOf(releaseSummarySchema),
  }),
  getRelease: operation({
    method: 'get',
    path: '/releases/{releaseId}',
    summary:
      'One release with its verdict now, its decision of record and its events',
    params: z.object({ releaseId: z.string().min(1).max(100) }).strict(),
    response: releaseDetailSchema,
  }),
  getReleaseRisk: operation({
    method: 'get',
    path: '/release-risk',
    summary: 'Release risk of an entity, environment by environment',
    query: z.object({ entityRef: entityRefParameter }).strict(),
    response: entityReleaseRiskSchema,
  }),
  listUnattributedEvents: operation({
    method: 'get',
    path: '/unattributed-events',
    summary: 'Events that no environment could be found for, newest first',
    query: z.object(paging).strict(),
    response: pageOf(unattributedEventSchema),
  }),
  listDeadLetters: operation({
    method: 'get',
    path: '/dead-letters',
    summary:
      'Refused bodies of known machines, newest first, kept for a few days',
    query: z.object(paging).strict(),
    response: pageOf(deadLetterSchema),
  }),
};
