import type { JsonObject } from '@backstage/types';

export const sha = 'a1'.repeat(20);
export const headSha = 'b2'.repeat(20);
export const digest = `sha256:${'5e'.repeat(32)}`;
export const repositoryUrl = 'https://github.com/acme/odoo';

const repository = {
  id: 7,
  full_name: 'acme/odoo',
  html_url: repositoryUrl,
  stargazers_count: 3,
};

const deployment = {
  id: 145,
  sha,
  ref: 'main',
  task: 'deploy',
  payload: { image: `registry.example.org/odoo@${digest}` },
  environment: 'production',
  creator: { login: 'acme-bot' },
  created_at: '2026-11-20T09:00:00Z',
  updated_at: '2026-11-20T09:00:00Z',
};

const run = {
  id: 1589,
  run_attempt: 1,
  name: 'build and test',
  head_sha: sha,
  status: 'completed',
  conclusion: 'success',
  html_url: `${repositoryUrl}/actions/runs/1589`,
  run_started_at: '2026-11-20T08:00:00Z',
  updated_at: '2026-11-20T08:20:00Z',
};

const framed = (body: JsonObject): JsonObject => ({
  ...body,
  repository,
  sender: { login: 'acme-bot' },
  installation: { id: 12 },
});

/** Bodies of webhooks, our own, in the shape of GitHub's. */
export const webhooks = {
  deployment: framed({ action: 'created', deployment }),
  inProgress: framed({
    action: 'created',
    deployment_status: {
      id: 208,
      state: 'in_progress',
      environment: 'production',
      log_url: '',
      created_at: '2026-11-20T09:05:00Z',
    },
    deployment,
  }),
  deployed: framed({
    action: 'created',
    deployment_status: {
      id: 209,
      state: 'success',
      environment: 'production',
      log_url: `${repositoryUrl}/actions/runs/1589`,
      target_url: '',
      created_at: '2026-11-20T09:10:00Z',
    },
    deployment,
    workflow_run: run,
  }),
  failed: framed({
    action: 'created',
    deployment_status: {
      id: 210,
      state: 'failure',
      environment: 'production',
      created_at: '2026-11-20T09:10:00Z',
    },
    deployment: { ...deployment, id: 146, payload: '{}' },
  }),
  reviewRequested: framed({
    action: 'requested',
    environment: 'production',
    since: '2026-11-20T08:21:00Z',
    requestor: { login: 'jo' },
    reviewers: [{ type: 'User', reviewer: { login: 'kim' } }],
    workflow_job_run: { environment: 'production' },
    workflow_run: run,
  }),
  reviewed: framed({
    action: 'approved',
    since: '2026-11-20T08:21:00Z',
    approver: { login: 'kim' },
    comment: 'go',
    workflow_job_runs: [
      { environment: 'production' },
      { environment: 'staging' },
      { environment: null },
    ],
    workflow_run: { ...run, updated_at: '2026-11-20T08:40:00Z' },
  }),
  rejected: framed({
    action: 'rejected',
    since: '2026-11-20T08:21:00Z',
    approver: { login: 'sam' },
    environment: 'production',
    workflow_run: { ...run, updated_at: '2026-11-20T08:41:00Z' },
  }),
  protectionRule: framed({
    action: 'requested',
    environment: 'production',
    event: 'push',
    deployment_callback_url:
      'https://api.github.com/repos/acme/odoo/actions/runs/1589/deployment_protection_rule',
    deployment,
    pull_requests: [],
  }),
  runRequested: framed({
    action: 'requested',
    workflow_run: { ...run, status: 'queued', conclusion: null },
  }),
  runStarted: framed({
    action: 'in_progress',
    workflow_run: { ...run, status: 'in_progress', conclusion: null },
  }),
  run: framed({ action: 'completed', workflow_run: run }),
  check: framed({
    action: 'completed',
    check_run: {
      id: 31,
      name: 'point of sale',
      head_sha: sha,
      conclusion: 'failure',
      html_url: `${repositoryUrl}/runs/31`,
      started_at: '2026-11-20T08:02:00Z',
      completed_at: '2026-11-20T08:15:00Z',
      check_suite: { id: 3 },
    },
  }),
  release: framed({
    action: 'published',
    release: {
      id: 51,
      tag_name: '18.0.1.3',
      target_commitish: sha,
      html_url: `${repositoryUrl}/releases/tag/18.0.1.3`,
      author: { login: 'jo' },
      published_at: '2026-11-20T08:50:00Z',
    },
  }),
  approvedPull: framed({
    action: 'submitted',
    review: {
      id: 77,
      state: 'APPROVED',
      user: { login: 'kim' },
      commit_id: headSha,
      submitted_at: '2026-11-20T07:30:00Z',
      html_url: `${repositoryUrl}/pull/12#pullrequestreview-77`,
    },
    pull_request: { number: 12 },
  }),
  merged: framed({
    action: 'closed',
    pull_request: {
      id: 99,
      number: 12,
      merged: true,
      merged_at: '2026-11-20T07:50:00Z',
      merge_commit_sha: sha,
      title: 'Let the till take vouchers',
      html_url: `${repositoryUrl}/pull/12`,
      user: { login: 'jo' },
      additions: 200,
      deletions: 120,
      head: { sha: headSha },
    },
  }),
} satisfies Record<string, JsonObject>;
