import type { SignalApi } from '@backstage/plugin-signals-react';
import type { JsonObject } from '@backstage/types';

/** Signals that a test sends by itself, shaped as the backend sends them: a sequence number, nothing else. */
export class FakeSignals implements SignalApi {
  /** As Backstage's client keeps its websocket. */
  ws: { readyState: number; onmessage: unknown } | null = {
    readyState: WebSocket.OPEN,
    onmessage: () => {},
  };
  /** Channels that were subscribed to, in order. */
  readonly channels: string[] = [];
  private readonly listeners = new Set<(message: JsonObject) => void>();
  private sequence = 0;

  subscribe<TMessage extends JsonObject>(
    channel: string,
    onMessage: (message: TMessage) => void,
  ) {
    this.channels.push(channel);
    const listener = (message: JsonObject) => onMessage(message as TMessage);
    this.listeners.add(listener);
    return { unsubscribe: () => this.listeners.delete(listener) };
  }

  setConnected(connected: boolean) {
    this.ws = connected
      ? { readyState: WebSocket.OPEN, onmessage: () => {} }
      : null;
  }

  send() {
    this.sequence += 1;
    this.listeners.forEach(listener => listener({ sequence: this.sequence }));
  }
}
