import { useSignal } from '@backstage/plugin-signals-react';
import { useCallback, useEffect, useRef, useState } from 'react';

/** Signals that arrive within this time are answered by one fetch. */
const GATHER_MS = 300;
/** At least this long between two fetches, however busy the fleet is; well below the five seconds that are promised. */
const REST_MS = 2_000;
/** For portals without signals, and for the minutes in which a websocket is down. */
const POLL_MS = 60_000;
/** A page fetches before its websocket is up, and signals of that moment are lost: so it looks once more after this time. */
const CATCH_UP_MS = 3_000;

/**
 * Counts up whenever what is shown should be fetched anew: after a signal on channel `odoo` (it carries a sequence number
 * only, so each client fetches as itself), once shortly after it opened, every minute, and when a page that was hidden is looked at again.
 */
export function useRefreshTick(): number {
  const { lastSignal } = useSignal('odoo');
  const [tick, setTick] = useState(0);
  const lastFetch = useRef(0);
  const scheduled = useRef<ReturnType<typeof setTimeout>>();

  const refreshSoon = useCallback(() => {
    // A timer that is already running answers this signal too; restarting it would let a steady stream starve the page.
    if (scheduled.current !== undefined) {
      return;
    }
    const rest = lastFetch.current + REST_MS - Date.now();
    scheduled.current = setTimeout(() => {
      scheduled.current = undefined;
      lastFetch.current = Date.now();
      setTick(n => n + 1);
    }, Math.max(GATHER_MS, rest));
  }, []);

  useEffect(() => {
    if (lastSignal !== null) {
      refreshSoon();
    }
  }, [lastSignal, refreshSoon]);

  useEffect(() => {
    const catchUp = setTimeout(refreshSoon, CATCH_UP_MS);
    return () => {
      clearTimeout(catchUp);
      clearTimeout(scheduled.current);
    };
  }, [refreshSoon]);

  useEffect(() => {
    let missed = false;
    const poll = setInterval(() => {
      if (document.visibilityState === 'hidden') {
        missed = true;
      } else {
        setTick(n => n + 1);
      }
    }, POLL_MS);
    const onVisible = () => {
      if (document.visibilityState === 'visible' && missed) {
        missed = false;
        setTick(n => n + 1);
      }
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearInterval(poll);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, []);

  return tick;
}
