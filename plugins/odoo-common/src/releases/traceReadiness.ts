import { parseInstant, sayInstant, writeInstant } from '../instant';
import { plainText, sayNumber } from '../plainText';
import { normaliseArtifact } from './artifact';
import type { TraceStation } from './trace';
import {
  checkpointToReturnTo,
  isNothingRestorable,
} from './factors/checkpointToReturnTo';
import { wentOutAt } from './riskContext';
import { factorOf, type TraceInput } from './traceStation';
import type { FactorResult } from './verdict';

/** What the factor says in its own words: a station and the score never tell two stories. */
function wordsOf(factor: FactorResult | undefined) {
  return {
    details: factor ? [factor.reason.message] : [],
    missing: factor?.reason.remedy !== undefined ? [factor.reason.remedy] : [],
    evidence: factor?.reason.evidence ?? [],
  };
}

const isFine = (factor: FactorResult | undefined) =>
  factor?.outcome === 'known' && factor.points === 0;

/** Approvals of others than the author. */
export function approvalsStation({
  facts,
  verdict,
  events,
}: TraceInput): TraceStation {
  const { approvers } = facts.release.facts;
  const { people } = facts;
  const factor = factorOf(verdict, 'approvals');
  const isOut = facts.release.lifecycle.deployedAt !== undefined;
  const asked = events
    .filter(({ kind }) => kind === 'approval-requested' || kind === 'proposed')
    .map(({ occurredAt }) => occurredAt)
    .sort()[0];
  const others = new Set(
    (people.approvers ?? []).filter(
      person => person.toLowerCase() !== people.author?.toLowerCase(),
    ),
  ).size;
  const named = approvers?.value.length ?? 0;
  const station = {
    id: 'approvals',
    ...(asked !== undefined && { startedAt: asked }),
    actors: people.approvers ?? [],
    ...(approvers?.url !== undefined && { url: approvers.url }),
    ...wordsOf(factor),
  } as const;
  if (factor?.outcome === 'not-applicable') {
    return { ...station, state: 'not-asked', summary: 'not asked' };
  }
  if (approvers && isFine(factor)) {
    const took = asked
      ? (parseInstant(approvers.occurredAt) - parseInstant(asked)) / 1000
      : 0;
    return {
      ...station,
      state: 'done',
      summary: `${sayNumber(others)} approved`,
      at: approvers.occurredAt,
      ...(took > 0 && { durationSeconds: took }),
    };
  }
  if (factor === undefined || factor.outcome === 'unknown') {
    return {
      ...station,
      state: 'not-known',
      summary: named > 0 ? 'people not known' : 'not known',
    };
  }
  if (others > 0) {
    return {
      ...station,
      state: 'partly',
      summary: `${sayNumber(others)} so far`,
    };
  }
  if (named > 0) {
    return { ...station, state: 'failed', summary: 'by the author' };
  }
  return isOut
    ? { ...station, state: 'failed', summary: 'nobody' }
    : { ...station, state: 'waiting', summary: 'nobody yet' };
}

/** Staging: did it run the same digest, and for how long? */
export function stagingStation({ facts, verdict }: TraceInput): TraceStation {
  const { release, staging } = facts;
  const factor = factorOf(verdict, 'staging-same-digest');
  const station = {
    id: 'staging',
    actors: [] as string[],
    ...wordsOf(factor),
  } as const;
  if (factor?.outcome === 'not-applicable') {
    return { ...station, state: 'not-asked', summary: 'not asked' };
  }
  const known = staging.status === 'known' ? staging : undefined;
  if (!known || factor === undefined || factor.outcome === 'unknown') {
    return {
      ...station,
      state: 'not-known',
      summary: known ? 'no digest' : 'not known',
    };
  }
  if (normaliseArtifact(known.artifact) !== release.digest) {
    return {
      ...station,
      state: 'failed',
      summary: 'another digest',
      startedAt: known.deployedAt,
    };
  }
  const { deployedAt } = release.lifecycle;
  const soaked = deployedAt
    ? (parseInstant(deployedAt) - parseInstant(known.deployedAt)) / 1000
    : undefined;
  return {
    ...station,
    state: isFine(factor) ? 'done' : 'partly',
    summary: 'same digest',
    startedAt: known.deployedAt,
    ...(soaked !== undefined &&
      soaked >= 0 && { at: deployedAt, durationSeconds: soaked }),
  };
}

/** The recovery point bound to the release. */
export function checkpointStation({
  facts,
  verdict,
  now,
}: TraceInput): TraceStation {
  const judged = { facts, releaseInstant: wentOutAt(facts) ?? now };
  const checkpoint = checkpointToReturnTo(judged);
  const url = checkpoint?.evidence.find(one => one.url !== undefined)?.url;
  const factor = factorOf(verdict, 'checkpoint');
  const station = {
    id: 'checkpoint',
    actors: [] as string[],
    ...(url !== undefined && { url }),
    ...wordsOf(factor),
  } as const;
  if (factor?.outcome === 'not-applicable') {
    return { ...station, state: 'not-asked', summary: 'not asked' };
  }
  if (!checkpoint || factor === undefined || factor.outcome === 'unknown') {
    return { ...station, state: 'not-known', summary: 'not known' };
  }
  const isLost = isNothingRestorable(judged);
  return {
    ...station,
    ...(isLost && {
      details: [
        ...station.details,
        'Backup status finds nothing that can be restored.',
      ],
      missing: ['Mend the backups, and take the checkpoint again.'],
    }),
    state: isFine(factor) && !isLost ? 'done' : 'partly',
    summary: checkpoint.label
      ? plainText(checkpoint.label, 24)
      : sayInstant(checkpoint.at),
    at: writeInstant(checkpoint.at),
  };
}
