/** Where the time comes from: epoch milliseconds. Tests and documentation pictures pass a clock of their own. */
export interface Clock {
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
