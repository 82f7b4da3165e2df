import type { JsonObject, JsonValue } from '@backstage/types';
import { describeReleaseEventAdapterContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import fc from 'fast-check';
import { githubAdapter } from '.';
import {
  digest,
  headSha,
  repositoryUrl,
  sha,
  webhooks,
} from './__testUtils__/webhooks';
import { readWebhook } from './webhook';

function read(body: JsonValue) {
  const reading = readWebhook(body);
  if (reading.status !== 'read') {
    throw new Error(JSON.stringify(reading));
  }
  return reading.events;
}

function said(body: JsonValue) {
  return read(body).map(event => {
    const translation = githubAdapter.translate(event);
    if (translation.status !== 'translated') {
      throw new Error(`${translation.path}: ${translation.message}`);
    }
    return translation.event;
  });
}

describeReleaseEventAdapterContract(
  githubAdapter,
  Object.fromEntries(
    Object.entries(webhooks).map(([name, body]) => [name, read(body)[0]]),
  ),
);

const chainId = `${repositoryUrl}@${sha}`;

describe('webhooks of GitHub', () => {
  it.each<[string, object]>([
    [
      'deployment',
      {
        kind: 'proposed',
        environmentId: 'production',
        artifact: digest,
        chainId,
        facts: { commits: [sha] },
      },
    ],
    ['in-progress', { kind: 'rollout-started', artifact: digest }],
    [
      'deployed',
      {
        kind: 'deployed',
        artifact: digest,
        occurredAt: '2026-11-20T09:10:00.000Z',
        url: `${repositoryUrl}/actions/runs/1589`,
      },
    ],
    [
      'failed',
      {
        kind: 'pipeline-finished',
        outcome: 'failure',
        environmentId: 'production',
        artifact: `pkg:github/acme/odoo@${sha}`,
      },
    ],
    [
      'review-requested',
      { kind: 'approval-requested', approval: { requestor: 'jo' }, chainId },
    ],
    [
      'rejected',
      {
        kind: 'approval-decided',
        approval: { responder: 'sam', decision: 'rejected' },
        environmentId: 'production',
      },
    ],
    ['protection-rule', { kind: 'proposed', environmentId: 'production' }],
    ['run-requested', { kind: 'other' }],
    [
      'run-started',
      {
        kind: 'pipeline-started',
        occurredAt: '2026-11-20T08:00:00.000Z',
        subject: 'workflow_run/1589/1',
      },
    ],
    [
      'run',
      {
        kind: 'pipeline-finished',
        outcome: 'success',
        label: 'build and test',
        startedAt: '2026-11-20T08:00:00.000Z',
        chainId,
      },
    ],
    [
      'check',
      { kind: 'tests-finished', outcome: 'failure', label: 'point of sale' },
    ],
    [
      'release',
      {
        kind: 'artifact-published',
        artifact: 'pkg:github/acme/odoo@18.0.1.3',
        chainId,
      },
    ],
    [
      'approved-pull',
      {
        kind: 'approval-decided',
        approval: { responder: 'kim', decision: 'approved' },
      },
    ],
    [
      'merged',
      {
        kind: 'change-merged',
        chainId,
        label: '#12 Let the till take vouchers',
        linkedChainId: `${repositoryUrl}@${headSha}`,
        facts: { author: 'jo', changedLines: 320 },
      },
    ],
  ])('reads %s', (name, expected) => {
    expect(said(webhooks[name])).toMatchObject([expected]);
  });

  it('makes an event for each environment that a review decides about', () => {
    expect(said(webhooks.reviewed)).toMatchObject([
      { environmentId: 'production', approval: { decision: 'approved' } },
      { environmentId: 'staging', approval: { responder: 'kim' } },
    ]);
    expect(new Set(read(webhooks.reviewed).map(({ id }) => id)).size).toBe(2);
  });

  it('gives each event an identity of its own, whatever frame it comes in', () => {
    const ids = Object.values(webhooks).flatMap(body =>
      read(body).map(({ id }) => id),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const body of Object.values<JsonObject>(webhooks)) {
      const { installation: _, ...another } = body;
      expect(
        read({
          ...another,
          organization: { login: 'acme' },
          repository: { ...(body.repository as JsonObject), forks: 9 },
        }),
      ).toEqual(read(body));
    }
  });

  it('tells a second attempt of a run from the first', () => {
    const again = structuredClone(webhooks.run) as JsonObject;
    (again.workflow_run as JsonObject).run_attempt = 2;
    expect(read(again)[0].id).not.toBe(read(webhooks.run)[0].id);
  });

  it.each<[string, JsonValue]>([
    ['a star', { action: 'created', repository: {}, sender: {} }],
    [
      'a pull request that was not merged',
      { action: 'closed', pull_request: { merged: false } },
    ],
    ['one that is opened', { ...webhooks.merged, action: 'opened' }],
    ['a draft of a release', { ...webhooks.release, action: 'created' }],
    ['a deleted deployment', { ...webhooks.deployment, action: 'deleted' }],
  ])('leaves %s aside', (_, body) => {
    expect(readWebhook(body)).toEqual({ status: 'ignored' });
  });

  it.each(['skipped', 'neutral', 'action_required', 'constructor', null])(
    'takes a run that ended as %s for no word on what it would have tried',
    conclusion => {
      const body = structuredClone(webhooks.run) as JsonObject;
      (body.workflow_run as JsonObject).conclusion = conclusion;
      expect(said(body)).toMatchObject([{ kind: 'other' }]);
    },
  );

  it.each<[string, JsonValue]>([
    ['{"digest":"not one"}', `pkg:github/acme/odoo@${sha}`],
    ['no JSON', `pkg:github/acme/odoo@${sha}`],
    [`{"artifact":"pkg:oci/odoo@${digest}"}`, digest],
    ['null', `pkg:github/acme/odoo@${sha}`],
  ])('takes of the payload %s the digest alone', (payload, artifact) => {
    const body = structuredClone(webhooks.deployment) as JsonObject;
    (body.deployment as JsonObject).payload = payload;
    expect(said(body)).toMatchObject([{ artifact }]);
  });

  it('keeps out what no database takes', () => {
    const body = structuredClone(webhooks.merged) as JsonObject;
    (body.pull_request as JsonObject).title = 'a\0b\ud800';
    expect(said(body)).toMatchObject([{ label: '#12 a\ufffdb\ufffd' }]);
  });

  it('says where a body is wrong, and never what stands there', () => {
    const body = structuredClone(webhooks.deployed) as JsonObject;
    (body.deployment as JsonObject).sha = 'ghp_0123456789abcdef';
    expect(readWebhook(body)).toEqual({
      status: 'malformed',
      path: '$.deployment.sha',
      message: 'is no commit id',
    });
  });

  it('believes no event that names another repository than its body', () => {
    const [event] = read(webhooks.deployed);
    expect(
      githubAdapter.translate({ ...event, source: 'https://github.com/x/y' }),
    ).toMatchObject({ status: 'malformed' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...Object.values<JsonObject>(webhooks)),
        fc.string(),
        (value, body, key) => {
          readWebhook(value as JsonValue);
          readWebhook({ ...body, [key]: value as JsonValue });
          for (const at of Object.keys(body)) {
            readWebhook({ ...body, [at]: value as JsonValue });
          }
        },
      ),
    );
  });
});
