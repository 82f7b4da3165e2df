import { parseInstant, sayInstant, writeInstant } from '../../instant';

const EARLIEST = -62_135_596_800_000;
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** Whether an instant can be written in four digits of year: what can't is no instant of a backup. */
export function isWritable(ms: number): boolean {
  return Number.isFinite(ms) && ms >= EARLIEST && ms <= LATEST;
}

const within = (ms: number) =>
  Number.isFinite(ms) ? Math.min(LATEST, Math.max(EARLIEST, ms)) : EARLIEST;

/** As `writeInstant`, of whatever number. */
export function written(ms: number): string {
  return writeInstant(within(ms));
}

/** As `sayInstant`, of whatever number. */
export function said(ms: number): string {
  return sayInstant(within(ms));
}

/** Epoch milliseconds of an instant that may not be there. */
export function instantOf(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : parseInstant(iso);
}

/**
 * The clock of a judgement. Whoever compares with now asks here, so that every instant at which an answer changes is known, and
 * `validUntil` is exact.
 */
export interface Passing {
  readonly now: number;
  /** Whether an instant is now or past. */
  hasReached(at: number): boolean;
  /** Instants that were asked for. */
  readonly askedFor: readonly number[];
}

/** Starts the clock of one judgement. */
export function passingAt(now: number): Passing {
  const askedFor: number[] = [];
  return {
    now,
    askedFor,
    hasReached(at) {
      askedFor.push(at);
      return now >= at;
    },
  };
}
