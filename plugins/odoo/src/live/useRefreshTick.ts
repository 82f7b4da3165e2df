import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef, useSignal } from '@backstage/plugin-signals-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isConnected } from './isConnected';

/** Signals that arrive within this time are answered by one fetch. */
const GATHER_MS = 300;
/** At least this long between two fetches, however busy the fleet is; well below the five seconds that are promised. */
const REST_MS = 2_000;
/** For a signal that was lost on its way. */
const POLL_MS = 60_000;
/** While no signal can arrive: with {@link WATCH_MS} and the time of a fetch still below the five seconds. */
const DISCONNECTED_POLL_MS = 2_500;
const WATCH_MS = 500;

/**
 * Counts up whenever what is shown should be fetched anew: after a signal on channel `odoo` (it carries a sequence number
 * only, so each client fetches as itself), once shortly after it opened, when signals can arrive again, every few seconds while they
 * can't, every minute, and when a page that was hidden is looked at again.
 */
export function useRefreshTick(): number {
  const { lastSignal } = useSignal('odoo');
  const signals = useApiHolder().get(signalApiRef);
  const [tick, setTick] = useState(0);
  const lastFetch = useRef(0);
  const scheduled = useRef<ReturnType<typeof setTimeout>>();

  const refresh = useCallback(() => {
    clearTimeout(scheduled.current);
    scheduled.current = undefined;
    lastFetch.current = Date.now();
    setTick(n => n + 1);
  }, []);

  const refreshSoon = useCallback(() => {
    // A timer that is already running answers this signal too; restarting it would let a steady stream starve the page.
    if (scheduled.current !== undefined) {
      return;
    }
    const rest = lastFetch.current + REST_MS - Date.now();
    scheduled.current = setTimeout(refresh, Math.max(GATHER_MS, rest));
  }, [refresh]);

  useEffect(() => {
    if (lastSignal !== null) {
      refreshSoon();
    }
  }, [lastSignal, refreshSoon]);

  useEffect(() => {
    const openedAt = Date.now();
    let wasConnected = isConnected(signals);
    let missed = false;
    const watch = setInterval(() => {
      const connected = isConnected(signals);
      const reconnected = connected && !wasConnected;
      wasConnected = connected;
      // The page fetched as it opened, in a moment of which nobody knows whether signals arrived: so it looks once more
      const isTrusted = connected && lastFetch.current > 0;
      const age = Date.now() - Math.max(openedAt, lastFetch.current);
      const isDue = age >= (isTrusted ? POLL_MS : DISCONNECTED_POLL_MS);
      if (document.visibilityState === 'hidden') {
        missed ||= isDue || reconnected;
      } else if (isDue) {
        refresh();
      } else if (reconnected) {
        refreshSoon();
      }
    }, WATCH_MS);
    const onVisible = () => {
      if (document.visibilityState === 'visible' && missed) {
        missed = false;
        refresh();
      }
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearInterval(watch);
      clearTimeout(scheduled.current);
      scheduled.current = undefined;
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [signals, refresh, refreshSoon]);

  return tick;
}
