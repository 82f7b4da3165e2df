import { SignalClient } from '@backstage/plugin-signals';
import { waitFor } from '@testing-library/react';
import { isConnected } from './isConnected';

/** A websocket that opens, closes and speaks when the test says so. */
class FakeSocket {
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  static readonly made: FakeSocket[] = [];
  readyState = 0;
  readonly sent: string[] = [];
  onmessage: unknown = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    FakeSocket.made.push(this);
  }

  send(text: string) {
    this.sent.push(text);
  }

  close(code = 1000) {
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.({ code });
  }
}

/** The client of Backstage itself: what this looks at is private there, so an upgrade may take it away. */
describe('isConnected', () => {
  const original = globalThis.WebSocket;
  beforeEach(() => {
    globalThis.WebSocket = FakeSocket as unknown as typeof WebSocket;
    FakeSocket.made.length = 0;
  });
  afterEach(() => {
    globalThis.WebSocket = original;
  });

  it('is true only while the websocket is open and read', async () => {
    const signals = SignalClient.create({
      identity: {
        getProfileInfo: async () => ({}),
        getBackstageIdentity: async () => ({
          type: 'user',
          userEntityRef: 'user:default/jo',
          ownershipEntityRefs: [],
        }),
        getCredentials: async () => ({ token: 'token' }),
        signOut: async () => {},
      },
      discoveryApi: { getBaseUrl: async () => 'http://localhost/api/signals' },
      connectTimeout: 150,
      reconnectTimeout: 100,
    });
    expect(isConnected(signals)).toBe(false);

    // The first one hangs, as after a start of the portal, and opens when the client has given it up
    const { unsubscribe } = signals.subscribe('odoo', () => {});
    await waitFor(() => expect(FakeSocket.made).toHaveLength(1));
    expect(isConnected(signals)).toBe(false);
    await new Promise(resolve => setTimeout(resolve, 220));
    FakeSocket.made[0].readyState = FakeSocket.OPEN;
    expect(isConnected(signals)).toBe(false);

    await waitFor(() => expect(FakeSocket.made).toHaveLength(2));
    FakeSocket.made[1].readyState = FakeSocket.OPEN;
    await waitFor(() => expect(isConnected(signals)).toBe(true));
    expect(FakeSocket.made[1].sent).toEqual([
      '{"action":"subscribe","channel":"odoo"}',
    ]);

    FakeSocket.made[1].close(1006);
    expect(isConnected(signals)).toBe(false);
    await waitFor(() => expect(FakeSocket.made).toHaveLength(3));
    FakeSocket.made[2].readyState = FakeSocket.OPEN;
    await waitFor(() => expect(isConnected(signals)).toBe(true));
    unsubscribe();
    expect(isConnected(signals)).toBe(false);
  });

  it('never trusts what it does not know', () => {
    expect(isConnected(undefined)).toBe(false);
    expect(isConnected({ subscribe: () => ({ unsubscribe: () => {} }) })).toBe(
      false,
    );
  });
});
