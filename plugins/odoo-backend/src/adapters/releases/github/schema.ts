import { artifactDigest } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  eventInstantSchema as instant,
  sourceNameSchema as longName,
  toUtcInstant as toUtc,
  webLinkSchema as link,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

const id = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const at = instant.transform(toUtc);
const sha = z.string().regex(/^[a-f0-9]{40,64}$/, 'is no commit id');
const text = z.string().min(1).max(200);
const user = z.object({ login: text });
/** GitHub leaves out, or writes null for, what it does not know. */
const optional = <T extends z.ZodType>(type: T) =>
  type.nullish().transform(value => value ?? undefined);

/** Where it happened, as the signed body says. The page of the repository is the source's name. */
const repository = z.object({
  html_url: z
    .string()
    .max(400)
    .regex(
      /^https?:\/\/[^/\s@]+\/[\w.-]+\/[\w.-]+$/,
      'is no page of a repository',
    ),
  full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'is no name'),
});

function digestIn(payload: unknown): { digest?: string } {
  let value = payload;
  if (typeof value === 'string') {
    try {
      value = JSON.parse(value);
    } catch {
      return {};
    }
  }
  if (typeof value !== 'object' || value === null) {
    return {};
  }
  for (const key of ['digest', 'image', 'artifact'] as const) {
    const named = (value as Record<string, unknown>)[key];
    const digest =
      typeof named === 'string' && named.length <= 512
        ? artifactDigest(named)
        : undefined;
    if (digest !== undefined) {
      return { digest };
    }
  }
  return {};
}

const deployment = z.object({
  id,
  sha,
  environment: text,
  /** What the pipeline wrote for others to read, an object or JSON as text; only an image's digest is taken from it. */
  payload: z.unknown().transform(digestIn),
  creator: optional(user),
  created_at: at,
});

const workflowRun = z.object({
  id,
  run_attempt: z.number().int().min(1),
  name: optional(longName),
  head_sha: sha,
  status: optional(text),
  conclusion: optional(text),
  html_url: optional(link),
  run_started_at: optional(at),
  updated_at: at,
});

const jobOf = z.object({ environment: optional(text) });

/**
 * The parts of GitHub's webhooks that are read; all else is dropped, so that one event has one body however it is delivered: two
 * webhooks tell of it with different frames, and counters of the repository change.
 */
export const bodies = {
  deployment: z.object({
    action: z.enum(['created']),
    deployment,
    repository,
  }),
  deployment_status: z.object({
    action: z.enum(['created']),
    deployment_status: z.object({
      id,
      state: text,
      environment: text,
      log_url: optional(link),
      target_url: optional(link),
      created_at: at,
    }),
    deployment,
    repository,
  }),
  deployment_review: z.object({
    action: z.enum(['requested', 'approved', 'rejected']),
    environment: optional(text),
    since: at,
    requestor: optional(user),
    approver: optional(user),
    workflow_job_run: optional(jobOf),
    workflow_job_runs: optional(z.array(jobOf).max(100)),
    workflow_run: workflowRun,
    repository,
  }),
  deployment_protection_rule: z.object({
    action: z.enum(['requested']),
    environment: text,
    deployment_callback_url: z.string().max(1024),
    deployment,
    repository,
  }),
  workflow_run: z.object({
    action: z.enum(['requested', 'in_progress', 'completed']),
    workflow_run: workflowRun,
    repository,
  }),
  check_run: z.object({
    action: z.enum(['completed']),
    check_run: z.object({
      id,
      name: longName,
      head_sha: sha,
      conclusion: text,
      html_url: optional(link),
      started_at: optional(at),
      completed_at: at,
    }),
    repository,
  }),
  release: z.object({
    action: z.enum(['published']),
    release: z.object({
      id,
      tag_name: text,
      target_commitish: optional(text),
      html_url: optional(link),
      author: optional(user),
      published_at: at,
    }),
    repository,
  }),
  pull_request_review: z.object({
    action: z.enum(['submitted']),
    review: z.object({
      id,
      state: z
        .string()
        .max(40)
        .transform(state => state.toLowerCase()),
      user,
      commit_id: sha,
      submitted_at: at,
      html_url: optional(link),
    }),
    pull_request: z.object({ number: id }),
    repository,
  }),
  pull_request: z.object({
    action: z.enum(['closed']),
    pull_request: z.object({
      id,
      number: id,
      merged: z.literal(true),
      merged_at: at,
      merge_commit_sha: sha,
      title: longName,
      html_url: optional(link),
      user,
      additions: optional(z.number().int().min(0).max(50_000_000)),
      deletions: optional(z.number().int().min(0).max(50_000_000)),
      head: z.object({ sha }),
    }),
    repository,
  }),
};

export type EventName = keyof typeof bodies;

export type BodyOf<T extends EventName> = z.output<(typeof bodies)[T]>;
