import type { JsonObject, JsonValue } from '@backstage/types';
import {
  describeSchemaError,
  type CloudEvent,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { bodies, type BodyOf, type EventName } from './schema';

/** What a webhook's body came to. */
export type WebhookReading =
  | { status: 'read'; events: CloudEvent[] }
  /** GitHub tells of much that concerns no release. */
  | { status: 'ignored' }
  | { status: 'malformed'; path: string; message: string };

/**
 * By which key the body of each event is known, the more telling first: a status carries its deployment along, and a review of a
 * deployment the run of its workflow. The header that names the event is not signed, so it isn't asked.
 */
const marks: readonly (readonly [EventName, readonly string[]])[] = [
  ['deployment_protection_rule', ['deployment_callback_url']],
  ['deployment_status', ['deployment_status']],
  ['deployment_review', ['since', 'workflow_run']],
  ['check_run', ['check_run']],
  ['workflow_run', ['workflow_run']],
  ['pull_request_review', ['review', 'pull_request']],
  ['deployment', ['deployment']],
  ['release', ['release']],
  ['pull_request', ['pull_request']],
];

/** Actions of each event that are read; others are none of ours. */
const isOurs = (name: EventName, body: JsonObject) =>
  bodies[name].shape.action.safeParse(body.action).success &&
  (name !== 'pull_request' ||
    (body.pull_request as JsonObject | null)?.merged === true);

/** What is one event and what is another, from the signed body alone: a delivery that comes again has another delivery id. */
const identities: {
  [T in EventName]: (body: BodyOf<T>) => (string | number)[];
} = {
  deployment: ({ deployment }) => [deployment.id],
  deployment_status: ({ deployment_status: status }) => [status.id],
  deployment_review: ({ action, workflow_run: run, approver, since }) => [
    run.id,
    run.run_attempt,
    action,
    approver?.login ?? '',
    since,
  ],
  deployment_protection_rule: ({ deployment, environment }) => [
    deployment.id,
    environment,
  ],
  workflow_run: ({ action, workflow_run: run }) => [
    run.id,
    run.run_attempt,
    action,
  ],
  check_run: ({ check_run: run }) => [run.id, run.completed_at, run.conclusion],
  release: ({ release }) => [release.id, release.published_at],
  pull_request_review: ({ review }) => [review.id],
  pull_request: ({ pull_request: pull }) => [pull.id, pull.merged_at],
};

/** A review may decide about several environments at once: one event for each. */
function partsOf(name: EventName, data: JsonObject): [string, JsonObject][] {
  if (name !== 'deployment_review') {
    return [['', data]];
  }
  const { workflow_job_run, workflow_job_runs, environment, ...rest } =
    data as JsonObject & {
      environment?: string;
      workflow_job_run?: { environment?: string };
      workflow_job_runs?: { environment?: string }[];
    };
  const named = new Set(
    environment !== undefined
      ? [environment]
      : [workflow_job_run, ...(workflow_job_runs ?? [])].flatMap(
          job => job?.environment ?? [],
        ),
  );
  return [...named].map(one => [`/${one}`, { ...rest, environment: one }]);
}

/**
 * Plain JSON, and texts that every database takes: the portal's parser lets NUL and halves of characters through, which
 * CloudEvents of ours never hold.
 */
const toJson = <T>(value: T) =>
  JSON.parse(
    JSON.stringify(value, (_, item) =>
      typeof item === 'string'
        ? item.replace(/\p{Cs}/gu, '\ufffd').replaceAll('\0', '\ufffd')
        : item,
    ),
  ) as T;

/**
 * Reads the body of a webhook of GitHub whose signature was checked. Its events are named as the CloudEvents adapter for GitHub
 * names them: the repository's page is the source, `com.github.<event>.<action>` the type.
 */
export function readWebhook(body: JsonValue | undefined): WebhookReading {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { status: 'malformed', path: '$', message: 'is no object' };
  }
  const name = marks.find(([, keys]) =>
    keys.every(key => Object.hasOwn(body, key)),
  )?.[0];
  if (name === undefined || !isOurs(name, body)) {
    return { status: 'ignored' };
  }
  const parsed = bodies[name].safeParse(body);
  if (!parsed.success) {
    return { status: 'malformed', ...describeSchemaError(parsed.error, '$') };
  }
  const data = toJson(parsed.data);
  const identityOf = identities[name] as (
    of: typeof data,
  ) => (string | number)[];
  const id = [name, ...identityOf(data)].join('/');
  return {
    status: 'read',
    events: partsOf(name, data as JsonObject).map(([suffix, part]) => ({
      specversion: '1.0',
      id: `${id}${suffix}`,
      source: data.repository.html_url,
      type: `com.github.${name}.${data.action}`,
      data: part,
    })),
  };
}
