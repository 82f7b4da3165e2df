/** A segment of 16 MiB is full every so often; archived is what is full, and what the time-out of archiving ends. */
export const SEGMENT_EVERY_MS = 60_000;

/** A fixed beginning, so that the same instant always has the same name. */
const FIRST_AT = Date.UTC(2026, 0, 1);

const hex = (value: number) =>
  value.toString(16).toUpperCase().padStart(8, '0');

/** Name of the WAL segment that is written at an instant, on time line 1. */
export function walAt(instant: number): string {
  const count = Math.max(
    0,
    Math.floor((instant - FIRST_AT) / SEGMENT_EVERY_MS),
  );
  return `00000001${hex(Math.floor(count / 256))}${hex(count % 256)}`;
}

/** The instant at which the newest segment was archived. */
export function lastArchivedAt(now: number): number {
  return (
    Math.floor((now - 5_000) / SEGMENT_EVERY_MS) * SEGMENT_EVERY_MS + 2_000
  );
}
