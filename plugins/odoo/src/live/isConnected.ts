import type { SignalApi } from '@backstage/plugin-signals-react';

/** What the signals client of Backstage keeps to itself, and we have to know. */
interface WithSocket {
  ws: { readyState: number; onmessage: unknown } | null;
}

function hasSocket(signals: object): signals is WithSocket {
  return 'ws' in signals && typeof signals.ws === 'object';
}

/**
 * Whether signals can arrive now. The API doesn't tell, and its client gives no word when its websocket breaks, opens again or,
 * after a start of the portal, hangs for six seconds; so this looks at the client's own socket. A client of another make is never
 * known to be connected: then pages poll, which costs requests but misses nothing.
 */
export function isConnected(signals: SignalApi | undefined): boolean {
  if (signals === undefined || !hasSocket(signals) || signals.ws === null) {
    return false;
  }
  // Subscriptions are sent and messages are read only once the handler is set; a socket that opened too late has none
  return (
    signals.ws.readyState === WebSocket.OPEN &&
    typeof signals.ws.onmessage === 'function'
  );
}
