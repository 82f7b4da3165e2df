import type { Guardrail } from './definition';

/**
 * One step of a series: what its query gave for the window that ends at `at`.
 *
 * Of a `ratio`, `value` are the events that count and `total` all events; of a latency, `total` are the requests, when known. NaN and
 * infinities may come as they are: they are no measurements, and are treated as missing (`0/0` of a step with `total: 0` is no traffic).
 *
 * @public
 */
export interface GuardrailSample {
  /** Epoch milliseconds. */
  at: number;
  value: number;
  total?: number;
}

/**
 * What one attempt to read a series gave: samples, or why there are none. A source that is asked for both sides of a release in one
 * query gives one reading with samples before and after it.
 *
 * @public
 */
export type GuardrailReading = {
  /** The instance that was asked, as the config names it. */
  source: string;
  /** The query as it was sent. */
  query: string;
  /** Link to the same query in the source's own pages. */
  url?: string;
  /** When it was asked, epoch milliseconds. */
  readAt: number;
} & (
  | {
      status: 'observed';
      samples: readonly GuardrailSample[];
      /** What the source said beside its answer: that it is partial, say. */
      warnings?: readonly string[];
    }
  | { status: 'empty' }
  | {
      status: 'unreachable' | 'unauthorised' | 'malformed';
      /** In one sentence, with no secret in it. */
      message: string;
    }
);

/**
 * An earlier stretch of the same series. `anchor` is the instant that answers to the release: the same local time some weeks ago
 * (which is not always a multiple of 24 hours ago), or the release before.
 *
 * @public
 */
export interface GuardrailBaseline {
  /** For sentences: `2026-11-15`, `release 41`. */
  label: string;
  /** Epoch milliseconds. */
  anchor: number;
  reading: GuardrailReading;
}

/**
 * Everything that one guardrail is judged by after one release. The order of samples and of baselines says nothing.
 *
 * @public
 */
export interface GuardrailInput {
  guardrail: Guardrail;
  release: {
    /** When the release was out, epoch milliseconds: from here settling counts. */
    at: number;
    /** When it began to go out; the time before it is undisturbed. Default: `at`. */
    startedAt?: number;
  };
  reading: GuardrailReading;
  /**
   * Empty when there are none yet. They, and `reading`, should reach an hour back before release and anchors: how today stands against
   * earlier weeks is seen there, before the release can have a part in it.
   */
  baselines: readonly GuardrailBaseline[];
  /**
   * Weights of all guardrails that are compared after this release, added up: the chance of a false alarm is shared between them by
   * weight.
   */
  comparedWeight: number;
}
