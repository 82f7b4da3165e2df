import { setTimeout as sleep } from 'node:timers/promises';
import { queryPlugin, readResults } from './catalogDatabase';
import type { BenchServer } from './servers';

/** More than a catalog needs that nobody tells anything new. */
const MOST_ROUNDS = 5;

/** A server whose catalog has all its entities. */
export interface FilledCatalog {
  server: BenchServer;
  admin: string;
  /** Of the names of its databases. */
  prefix: string;
  entities: number;
  processingSeconds: number;
}

/** What a catalog did in the time in which each entity is due about once. */
export interface ProcessingRound {
  /** Milliseconds of processor time that the server used, divided by the entities that there are. */
  shareMs: number;
  /** Milliseconds of processor time for one processed entity; absent when entities were written or stitched in the round. */
  settledMs?: number;
  /** Entities whose processing gave something else than the one before, so that the catalog wrote them again. */
  rewritten: number;
}

/**
 * Rounds up to the first in which nothing is written, which is the steady state. The ones before it are not: the catalog counts
 * an entity's parents, and those of the entities that it emits, among what its processing gives, and who emits an entity finds it
 * to have a parent only the next time. So it is written once more, and all that it emits is processed once more.
 *
 * @throws Error when the catalog falls behind, or does not settle.
 */
export async function roundsUntilSettled(
  catalog: FilledCatalog,
): Promise<ProcessingRound[]> {
  const rounds: ProcessingRound[] = [];
  while (rounds.at(-1)?.settledMs === undefined) {
    if (rounds.length === MOST_ROUNDS) {
      throw new Error(
        `after ${MOST_ROUNDS} rounds of processing the catalog still wrote entities that nobody had changed`,
      );
    }
    rounds.push(await measureRound(catalog));
  }
  return rounds;
}

/**
 * A round of two settled catalogs at the same time, so that whatever else the machine does concerns both. The round before it counts
 * for nothing: one of them may have been at rest for minutes, after which code has to be compiled anew.
 */
export async function measureSideBySide(
  first: FilledCatalog,
  second: FilledCatalog,
): Promise<[number, number]> {
  const round = () => Promise.all([measureRound(first), measureRound(second)]);
  await round();
  const [one, other] = await round();
  if (one.settledMs === undefined || other.settledMs === undefined) {
    throw new Error('a catalog that had settled wrote entities again');
  }
  return [one.settledMs, other.settledMs];
}

/** Puts all processing off until the returned function is called; then it goes on as if no time had passed. */
export async function pauseProcessing({
  admin,
  prefix,
}: FilledCatalog): Promise<() => Promise<void>> {
  const putOff = (seconds: number) =>
    queryPlugin(
      admin,
      `${prefix}catalog`,
      `with moved as (update refresh_state set next_update_at = next_update_at + interval '${seconds} seconds' returning 1)
       select count(*) as answer from moved`,
    );
  const DAY_SECONDS = 86_400;
  const began = Date.now();
  await putOff(DAY_SECONDS);
  return async () => {
    await putOff((Date.now() - began) / 1000 - DAY_SECONDS);
  };
}

async function measureRound({
  server,
  admin,
  prefix,
  entities,
  processingSeconds,
}: FilledCatalog): Promise<ProcessingRound> {
  const ask = (query: string) => queryPlugin(admin, `${prefix}catalog`, query);
  const due = () =>
    ask(
      'select extract(epoch from sum(next_update_at - now())) as answer from refresh_state',
    );
  const toStitch = await ask('select count(*) as answer from stitch_queue');
  const resultsBefore = await readResults(admin, prefix);
  const dueBefore = await due();
  const usedBefore = await server.processorTime();
  const began = Date.now();
  await sleep(processingSeconds * 1_250);
  const used = (await server.processorTime()) - usedBefore;
  const elapsed = (Date.now() - began) / 1000;
  // Each processing puts the entity's next one off by 1.25 times the interval on average; all others come nearer by the time that went
  const putOff = (await due()) - dueBefore + elapsed * entities;
  const processed = putOff / (processingSeconds * 1.25);
  const rewritten = [...(await readResults(admin, prefix))].filter(
    ([id, result]) => resultsBefore.get(id) !== result,
  ).length;
  const shareMs = used / entities;
  if (rewritten > 0 || toStitch > 0) {
    return { shareMs, rewritten };
  }
  if (processed < entities / 2) {
    throw new Error(
      `only ${processed.toFixed(
        0,
      )} of ${entities} entities were processed again in ${elapsed.toFixed(
        0,
      )} s`,
    );
  }
  return { shareMs, settledMs: used / processed, rewritten };
}
