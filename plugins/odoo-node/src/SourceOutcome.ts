/**
 * What one attempt to read a source gave. Failure is never absence: only `observed` and `empty` say something about the
 * source's facts, the others say why nothing is known, and whoever judges turns them into `unknown`.
 *
 * @remarks
 * There is no outcome of its own for what the portal can't read by its very configuration (a cluster that asks each person for
 * credentials, say): to whoever judges that is `unauthorised`, and the message says what to configure.
 *
 * @public
 */
export type SourceOutcome<T> =
  | ObservedSource<T>
  | EmptySource
  | UnreadableSource;

/**
 * The source answered, with facts.
 *
 * @public
 */
export interface ObservedSource<T> {
  status: 'observed';
  value: T;
  /** Instant from which the facts are, epoch milliseconds: never later than they are. */
  observedAt: number;
}

/**
 * The source answered, and has nothing of what was asked for. A fact as good as any other.
 *
 * @public
 */
export interface EmptySource {
  status: 'empty';
  /** Instant from which this is so, epoch milliseconds. */
  observedAt: number;
}

/**
 * The source gave no facts.
 *
 * - `unreachable`: no answer in time, an error of the source itself, or it asked to come back later.
 * - `unauthorised`: it answered that this portal may not read this.
 * - `malformed`: it answered something that is not what was asked for, or more than can be taken.
 *
 * @public
 */
export interface UnreadableSource {
  status: 'unreachable' | 'unauthorised' | 'malformed';
  /** What happened and what to do about it, in plain words; never holds a secret nor a text of the source. */
  message: string;
  /** Instant of the attempt, epoch milliseconds. */
  observedAt: number;
}
