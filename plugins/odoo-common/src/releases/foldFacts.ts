import { parseInstant, rewriteInstant } from '../instant';
import { factOf } from './factOf';
import { foldApprovals } from './foldApprovals';
import { foldRuns } from './foldRuns';
import type {
  OdooCustomData,
  ReleaseEvent,
  ReleaseFacts,
  ReleaseLifecycle,
} from './model';

function checkpointOf(event: ReleaseEvent): ReleaseFacts['checkpoint'] {
  if (event.facts.checkpoint === undefined) {
    return undefined;
  }
  return factOf(event, {
    at: rewriteInstant(event.facts.checkpoint),
    ...(event.kind === 'checkpoint-recorded' &&
      event.label !== undefined && { label: event.label }),
  });
}

function factsByKind(event: ReleaseEvent): ReleaseFacts {
  switch (event.kind) {
    case 'artifact-packaged':
      return { packaged: factOf(event, true) };
    case 'artifact-signed':
      return { signed: factOf(event, true) };
    case 'artifact-published':
      return { published: factOf(event, true) };
    default:
      return {};
  }
}

/** What a pipeline posts of its own accord: each is taken over as it is. */
const postedFields = [
  'commits',
  'hotfix',
  'foundations',
  'rehearsal',
  'testCounts',
  'signature',
  'provenance',
  'vulnerabilities',
  'rollbackRehearsal',
  'smokeTest',
  'cachePolicy',
  'preparation',
  'guardrails',
] as const satisfies readonly (keyof ReleaseFacts & keyof OdooCustomData)[];

function postedFactsOf(event: ReleaseEvent): ReleaseFacts {
  return Object.fromEntries(
    postedFields.flatMap(field => {
      const value = event.facts[field];
      return value === undefined ? [] : [[field, factOf(event, value)]];
    }),
  );
}

function factsOf(event: ReleaseEvent): ReleaseFacts {
  const { author, changeRecord, changedLines } = event.facts;
  const { modules, migrationClass } = event.facts;
  return {
    ...(author !== undefined && { author: factOf(event, author) }),
    ...(changeRecord && { changeRecord: factOf(event, changeRecord) }),
    ...(changedLines !== undefined && {
      changedLines: factOf(event, changedLines),
    }),
    ...(modules && { modules: factOf(event, modules) }),
    ...(migrationClass && { migrationClass: factOf(event, migrationClass) }),
    ...postedFactsOf(event),
    ...factsByKind(event),
  };
}

/** Keys in one order, so that the same facts have the same bytes whichever event brought which. */
const fields: readonly (keyof ReleaseFacts)[] = [
  'author',
  'approvers',
  'approvals',
  'requestedBy',
  'changeRecord',
  'changedLines',
  'modules',
  'migrationClass',
  'checkpoint',
  'build',
  'tests',
  'packaged',
  'signed',
  'published',
  ...postedFields,
];

/**
 * What is known of one attempt, from its events in their order: field by field the last writer wins. A checkpoint from after
 * the release went out is left aside: nobody can return to before the release by it.
 */
export function foldFacts(
  events: readonly ReleaseEvent[],
  lifecycle: ReleaseLifecycle,
): ReleaseFacts {
  const releasedAt = lifecycle.deployedAt ?? lifecycle.failedAt;
  const written: ReleaseFacts = {};
  for (const event of events) {
    Object.assign(written, factsOf(event));
    const checkpoint = checkpointOf(event);
    if (
      checkpoint &&
      (!releasedAt ||
        parseInstant(checkpoint.value.at) <= parseInstant(releasedAt))
    ) {
      written.checkpoint = checkpoint;
    }
  }
  Object.assign(written, foldApprovals(events), foldRuns(events));
  return Object.fromEntries(
    fields
      .filter(field => written[field] !== undefined)
      .map(field => [field, written[field]]),
  );
}
