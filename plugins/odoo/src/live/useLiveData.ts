import { useCallback, useEffect, useRef, useState } from 'react';
import { type Failure, failureOf } from './failure';

/** What a page knows about something it fetches again and again. */
export interface LiveData<T> {
  /** The last answer for this key; kept while the next one is fetched, and when fetching it fails. */
  data: T | undefined;
  /** Why the last attempt failed; gone after the next that succeeds. */
  failure: Failure | undefined;
  /** An attempt is under way. */
  isFetching: boolean;
  /** Instant of the last answer, epoch milliseconds. */
  fetchedAt: number | undefined;
  retry: () => void;
}

interface State<T> {
  key: string | undefined;
  data: T | undefined;
  failure: Failure | undefined;
  isFetching: boolean;
  fetchedAt: number | undefined;
}

const nothing = {
  data: undefined,
  failure: undefined,
  isFetching: true,
  fetchedAt: undefined,
};

/**
 * Fetches `key` now, and again whenever `tick` changes. Answers of an earlier key or attempt are dropped, so a slow one can
 * never overwrite a newer one. An undefined key fetches nothing.
 */
export function useLiveData<T>(
  key: string | undefined,
  tick: number,
  fetcher: (signal: AbortSignal) => Promise<T>,
): LiveData<T> {
  const [state, setState] = useState<State<T>>({ key, ...nothing });
  const [attempt, setAttempt] = useState(0);
  const latestFetcher = useRef(fetcher);
  latestFetcher.current = fetcher;

  useEffect(() => {
    if (key === undefined) {
      return undefined;
    }
    const abort = new AbortController();
    setState(before =>
      before.key === key
        ? { ...before, isFetching: true }
        : { key, ...nothing },
    );
    latestFetcher
      .current(abort.signal)
      .then(data => {
        if (!abort.signal.aborted) {
          setState({
            key,
            data,
            failure: undefined,
            isFetching: false,
            fetchedAt: Date.now(),
          });
        }
      })
      .catch(error => {
        if (abort.signal.aborted) {
          return;
        }
        const failure = failureOf(error);
        setState(before => ({
          ...before,
          // Who may no longer see something must not go on seeing it.
          data:
            failure.kind === 'denied' || failure.kind === 'signed-out'
              ? undefined
              : before.data,
          failure,
          isFetching: false,
        }));
      });
    return () => abort.abort();
  }, [key, tick, attempt]);

  const retry = useCallback(() => setAttempt(n => n + 1), []);
  const current = state.key === key ? state : { key, ...nothing };
  return {
    data: current.data,
    failure: current.failure,
    isFetching: key !== undefined && current.isFetching,
    fetchedAt: current.fetchedAt,
    retry,
  };
}
