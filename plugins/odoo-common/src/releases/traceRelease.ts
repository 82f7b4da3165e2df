import { parseInstant, sayInstant } from '../instant';
import type { ReleaseEvent } from './model';
import type { ReleaseTrace, TraceStation } from './trace';
import {
  approvalsStation,
  checkpointStation,
  stagingStation,
} from './traceReadiness';
import {
  artifactStation,
  buildStation,
  changeStation,
} from './traceOfArtifact';
import { rolloutEvent, type TraceInput } from './traceStation';

const HURTS: ReadonlySet<ReleaseEvent['kind']> = new Set([
  'incident-detected',
  'incident-reported',
]);

function seconds(from: string | undefined, to: string): number | undefined {
  const length = from && (parseInstant(to) - parseInstant(from)) / 1000;
  return length !== undefined && length !== '' && length >= 0
    ? length
    : undefined;
}

function rolloutStation(input: TraceInput): TraceStation {
  const { lifecycle } = input.facts.release;
  const { rollingOutAt, deployedAt, failedAt, rolledBackAt } = lifecycle;
  const event = rolloutEvent(input);
  const station = {
    id: 'rollout',
    ...(rollingOutAt && { startedAt: rollingOutAt }),
    actors: [] as string[],
    ...(event?.url !== undefined && { url: event.url }),
    missing: [],
    evidence: event
      ? [
          {
            label: event.label ?? event.kind,
            source: event.source,
            observedAt: event.occurredAt,
            ...(event.url !== undefined && { url: event.url }),
            eventId: event.id,
          },
        ]
      : [],
  } as const satisfies Partial<TraceStation>;
  const began = rollingOutAt
    ? [`Began at ${sayInstant(parseInstant(rollingOutAt))}.`]
    : [];
  if (deployedAt) {
    const duration = seconds(rollingOutAt, deployedAt);
    const took = {
      at: deployedAt,
      ...(duration !== undefined && { durationSeconds: duration }),
    };
    const deployed = `Runs since ${sayInstant(parseInstant(deployedAt))}.`;
    return rolledBackAt
      ? {
          ...station,
          ...took,
          state: 'failed',
          summary: 'rolled back',
          details: [
            ...began,
            `Ran from ${sayInstant(parseInstant(deployedAt))}.`,
            `Rolled back at ${sayInstant(parseInstant(rolledBackAt))}.`,
          ],
        }
      : {
          ...station,
          ...took,
          state: 'done',
          summary: 'deployed',
          details: [
            ...began,
            lifecycle.supersededAt
              ? `Ran from ${sayInstant(
                  parseInstant(deployedAt),
                )} until ${sayInstant(parseInstant(lifecycle.supersededAt))}.`
              : deployed,
          ],
        };
  }
  if (failedAt) {
    return {
      ...station,
      at: failedAt,
      state: 'failed',
      summary: 'failed',
      details: [
        ...began,
        `Failed at ${sayInstant(
          parseInstant(failedAt),
        )}, before the artifact ran.`,
      ],
    };
  }
  return rollingOutAt
    ? { ...station, state: 'partly', summary: 'under way', details: began }
    : {
        ...station,
        state: 'waiting',
        summary: 'not yet',
        details: ['Nothing was said of a rollout.'],
      };
}

function runtimeStation({ facts }: TraceInput): TraceStation {
  const { deployedAt } = facts.release.lifecycle;
  const { smokeTest, cachePolicy } = facts.release.facts;
  const caches = cachePolicy
    ? [`Caches after the release: ${cachePolicy.value.replace('-', ' ')}.`]
    : [];
  const station = {
    id: 'runtime',
    actors: [] as string[],
    details: caches,
  } as const;
  if (!deployedAt) {
    return {
      ...station,
      state: 'waiting',
      summary: 'not yet',
      missing: [],
      evidence: [],
    };
  }
  const how =
    'Log in, or call JSON-RPC, after the deployment and post smokeTest; /web/health touches no database and proves nothing.';
  // What was tried before the release ran says nothing about how it runs
  if (
    !smokeTest ||
    parseInstant(smokeTest.occurredAt) < parseInstant(deployedAt)
  ) {
    return {
      ...station,
      state: 'not-known',
      summary: 'not known',
      details: [
        smokeTest
          ? 'The last smoke test is from before the deployment.'
          : 'No smoke test after the deployment was reported.',
        ...caches,
      ],
      missing: [how],
      evidence: [],
    };
  }
  const { outcome, method, durationSeconds } = smokeTest.value;
  const passed = outcome === 'success';
  const by = method === 'login' ? 'login' : 'JSON-RPC';
  return {
    ...station,
    state: passed ? 'done' : 'failed',
    summary: `${by} ${passed ? 'passed' : 'failed'}`,
    at: smokeTest.occurredAt,
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(smokeTest.url !== undefined && { url: smokeTest.url }),
    details: [
      `The smoke test by ${by} ${passed ? 'passed' : 'failed'} at ${sayInstant(
        parseInstant(smokeTest.occurredAt),
      )}.`,
      ...caches,
    ],
    missing: passed ? [] : [how],
    evidence: [
      {
        label: `smoke test by ${by}: ${outcome}`,
        source: smokeTest.source,
        observedAt: smokeTest.occurredAt,
        ...(smokeTest.url !== undefined && { url: smokeTest.url }),
        eventId: smokeTest.eventId,
      },
    ],
  };
}

/** Until guardrails measure it, only an incident says what a release did to the business. No incident proves nothing. */
function businessStation({ facts, events }: TraceInput): TraceStation {
  const { deployedAt } = facts.release.lifecycle;
  const { guardrails } = facts.release.facts;
  const defined = guardrails
    ? [
        guardrails.value.count > 0
          ? `Guardrails defined before the release: ${guardrails.value.count}.`
          : 'No guardrail was defined before the release.',
      ]
    : [];
  const station = {
    id: 'business',
    actors: [] as string[],
    ...(guardrails?.value.url !== undefined && { url: guardrails.value.url }),
  } as const;
  if (!deployedAt) {
    return {
      ...station,
      state: 'waiting',
      summary: 'not yet',
      details: defined,
      missing: [],
      evidence: [],
    };
  }
  const incidents = events
    .filter(
      ({ kind, occurredAt }) =>
        HURTS.has(kind) && parseInstant(occurredAt) >= parseInstant(deployedAt),
    )
    .sort(
      (a, b) =>
        parseInstant(a.occurredAt) - parseInstant(b.occurredAt) ||
        (a.id < b.id ? -1 : 1),
    );
  if (incidents.length > 0) {
    return {
      ...station,
      state: 'failed',
      summary: 'incident',
      at: incidents[0].occurredAt,
      details: ['An incident was reported after the deployment.', ...defined],
      missing: [],
      evidence: incidents.slice(0, 5).map(event => ({
        label: event.label ?? event.kind,
        source: event.source,
        observedAt: event.occurredAt,
        ...(event.url !== undefined && { url: event.url }),
        eventId: event.id,
      })),
    };
  }
  return {
    ...station,
    state: 'not-known',
    summary: 'not known',
    details: [
      ...defined,
      'No incident was reported after the deployment, which does not say that nothing was hurt.',
    ],
    missing: [
      'Guardrails fill this: indicators with thresholds, measured after the deployment.',
    ],
    evidence: [],
  };
}

/**
 * The way of a release from the change to the business, from what is known: a pure function, the same for pages and API. A
 * station is `done` only by evidence; what nobody said is `not-known` and says what would fill it.
 *
 * @public
 */
export function traceRelease(input: TraceInput): ReleaseTrace {
  return [
    changeStation(input),
    buildStation(input),
    artifactStation(input),
    approvalsStation(input),
    stagingStation(input),
    checkpointStation(input),
    rolloutStation(input),
    runtimeStation(input),
    businessStation(input),
  ];
}
