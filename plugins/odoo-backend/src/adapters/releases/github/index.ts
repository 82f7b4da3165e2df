import type { ReleaseEvent } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  describeSchemaError,
  type CloudEvent,
  type ReleaseEventAdapter,
  type ReleaseEventTranslation,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { bodies, type BodyOf, type EventName } from './schema';

export { connectGithub } from './connectGithub';
export { GITHUB_GATE_TOPIC } from './GithubGateAnswers';

type Said = Omit<ReleaseEvent, 'source' | 'id' | 'type'>;

/** Facts of one commit of one repository belong together. */
const chainOf = (source: string, sha: string) => `${source}@${sha}`;

/** What is deployed: the image when the pipeline names its digest in the deployment's payload, else the commit as a package URL. */
function artifactOf({
  deployment,
  repository,
}: Pick<BodyOf<'deployment'>, 'deployment' | 'repository'>): string {
  return (
    deployment.payload.digest ??
    `pkg:github/${repository.full_name.toLowerCase()}@${deployment.sha}`
  );
}

/** Conclusions of runs, as far as they say how something ended. */
const outcomes: Readonly<Record<string, ReleaseEvent['outcome']>> = {
  success: 'success',
  failure: 'failure',
  timed_out: 'failure',
  startup_failure: 'error',
  cancelled: 'cancelled',
  stale: 'cancelled',
};

const outcomeOf = (conclusion: string | undefined) =>
  conclusion !== undefined && Object.hasOwn(outcomes, conclusion)
    ? outcomes[conclusion]
    : undefined;

/** What a status says; others (queued, pending, waiting, inactive) change nothing. */
const states: Readonly<Record<string, Pick<ReleaseEvent, 'kind' | 'outcome'>>> =
  {
    in_progress: { kind: 'rollout-started' },
    success: { kind: 'deployed' },
    failure: { kind: 'pipeline-finished', outcome: 'failure' },
    error: { kind: 'pipeline-finished', outcome: 'error' },
  };

function sayDeployment(
  body: BodyOf<'deployment'> | BodyOf<'deployment_protection_rule'>,
): Said {
  const { deployment, repository } = body;
  return {
    kind: 'proposed',
    occurredAt: deployment.created_at,
    environmentId: deployment.environment,
    artifact: artifactOf(body),
    chainId: chainOf(repository.html_url, deployment.sha),
    subject: `deployment/${deployment.id}`,
    facts: { commits: [deployment.sha] },
  };
}

const sayings: { [T in EventName]: (body: BodyOf<T>) => Said } = {
  deployment: sayDeployment,
  deployment_protection_rule: body => ({
    ...sayDeployment(body),
    environmentId: body.environment,
  }),
  deployment_status: body => {
    const { deployment_status: status } = body;
    const { state, environment, log_url: log, target_url: target } = status;
    const url = log ?? target;
    return {
      ...sayDeployment(body),
      ...(Object.hasOwn(states, state)
        ? states[state]
        : { kind: 'other' as const }),
      occurredAt: status.created_at,
      environmentId: environment,
      label: `deployment ${body.deployment.id}`,
      ...(url !== undefined && { url }),
    };
  },
  deployment_review: ({
    action,
    environment,
    requestor,
    approver,
    since,
    workflow_run: run,
    repository,
  }) => ({
    kind: action === 'requested' ? 'approval-requested' : 'approval-decided',
    occurredAt: action === 'requested' ? since : run.updated_at,
    chainId: chainOf(repository.html_url, run.head_sha),
    subject: `workflow_run/${run.id}/${run.run_attempt}`,
    approval: {
      ...(requestor && { requestor: requestor.login }),
      ...(approver && { responder: approver.login }),
      ...(action !== 'requested' && { decision: action }),
    },
    ...(environment !== undefined && { environmentId: environment }),
    ...(run.html_url !== undefined && { url: run.html_url }),
    facts: {},
  }),
  workflow_run: ({ action, workflow_run: run, repository }) => {
    const outcome = outcomeOf(run.conclusion);
    const kinds = {
      requested: 'other',
      in_progress: 'pipeline-started',
      // A run that was skipped, or waits for somebody, says nothing about what it would have tried
      completed: outcome ? 'pipeline-finished' : 'other',
    } as const;
    return {
      kind: kinds[action],
      occurredAt:
        action === 'in_progress' && run.run_started_at !== undefined
          ? run.run_started_at
          : run.updated_at,
      chainId: chainOf(repository.html_url, run.head_sha),
      subject: `workflow_run/${run.id}/${run.run_attempt}`,
      ...(run.name !== undefined && run.name !== '' && { label: run.name }),
      ...(outcome && { outcome }),
      ...(run.run_started_at !== undefined && {
        startedAt: run.run_started_at,
      }),
      ...(run.html_url !== undefined && { url: run.html_url }),
      facts: {},
    };
  },
  check_run: ({ check_run: run, repository }) => {
    const outcome = outcomeOf(run.conclusion);
    return {
      kind: outcome ? 'tests-finished' : 'other',
      occurredAt: run.completed_at,
      chainId: chainOf(repository.html_url, run.head_sha),
      subject: `check_run/${run.id}`,
      ...(run.name !== '' && { label: run.name }),
      ...(outcome && { outcome }),
      ...(run.started_at !== undefined && { startedAt: run.started_at }),
      ...(run.html_url !== undefined && { url: run.html_url }),
      facts: {},
    };
  },
  release: ({ release, repository }) => {
    const { target_commitish: target, html_url: url } = release;
    return {
      kind: 'artifact-published',
      occurredAt: release.published_at,
      artifact: `pkg:github/${repository.full_name.toLowerCase()}@${
        release.tag_name
      }`,
      label: release.tag_name.replace(/\s+/g, ' '),
      ...(target !== undefined &&
        /^[a-f0-9]{40,64}$/.test(target) && {
          chainId: chainOf(repository.html_url, target),
        }),
      ...(url !== undefined && { url }),
      facts: {},
    };
  },
  pull_request_review: ({ review, repository, pull_request: pull }) => {
    const decisions: Readonly<Record<string, 'approved' | 'rejected'>> = {
      approved: 'approved',
      changes_requested: 'rejected',
    };
    const decision = Object.hasOwn(decisions, review.state)
      ? decisions[review.state]
      : undefined;
    return {
      kind: decision ? 'approval-decided' : 'other',
      occurredAt: review.submitted_at,
      chainId: chainOf(repository.html_url, review.commit_id),
      subject: `pull_request/${pull.number}`,
      label: `#${pull.number}`,
      approval: {
        responder: review.user.login,
        ...(decision && { decision }),
      },
      ...(review.html_url !== undefined && { url: review.html_url }),
      facts: {},
    };
  },
  pull_request: ({ pull_request: pull, repository }) => {
    const { additions, deletions, html_url: url } = pull;
    return {
      kind: 'change-merged',
      occurredAt: pull.merged_at,
      chainId: chainOf(repository.html_url, pull.merge_commit_sha),
      // What was reviewed, and tested before, is the last commit of the branch
      linkedChainId: chainOf(repository.html_url, pull.head.sha),
      subject: `pull_request/${pull.number}`,
      label: `#${pull.number} ${pull.title}`,
      ...(url !== undefined && { url }),
      facts: {
        author: pull.user.login,
        ...(additions !== undefined &&
          deletions !== undefined && { changedLines: additions + deletions }),
      },
    };
  },
};

/** `com.github.<event>.<action>` of what is read. */
function eventNameOf(type: string): EventName | undefined {
  const [, name = '', action] =
    /^com\.github\.([a-z_]+)\.([a-z_]+)$/.exec(type) ?? [];
  return Object.hasOwn(bodies, name) &&
    bodies[name as EventName].shape.action.safeParse(action).success
    ? (name as EventName)
    : undefined;
}

function translate(event: CloudEvent): ReleaseEventTranslation {
  const name = eventNameOf(event.type);
  if (!name) {
    return {
      status: 'malformed',
      path: '$.type',
      message: 'is no type that this adapter accepts',
    };
  }
  const parsed = bodies[name].safeParse(event.data);
  if (!parsed.success) {
    return {
      status: 'malformed',
      ...describeSchemaError(parsed.error, '$.data'),
    };
  }
  if (
    parsed.data.repository.html_url !== event.source ||
    `com.github.${name}.${parsed.data.action}` !== event.type
  ) {
    return {
      status: 'malformed',
      path: '$.data.repository.html_url',
      message:
        'source and type of the event must be those that its own body names',
    };
  }
  const say = sayings[name] as (body: typeof parsed.data) => Said;
  return {
    status: 'translated',
    event: {
      source: event.source,
      id: event.id,
      type: event.type,
      ...say(parsed.data),
    },
  };
}

/** Webhooks of GitHub, read by {@link readWebhook} and named as CloudEvents. */
export const githubAdapter: ReleaseEventAdapter = {
  id: 'github',
  accepts: type => eventNameOf(type) !== undefined,
  translate,
};
