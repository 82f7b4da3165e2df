import { signalApiRef } from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { FakeSignals } from './__fixtures__/FakeSignals';
import { useRefreshTick } from './useRefreshTick';

describe('useRefreshTick', () => {
  let signals: FakeSignals;
  const signal = () => act(() => signals.send());
  const pass = (ms: number) => act(() => jest.advanceTimersByTime(ms));
  const render = () =>
    renderHook(() => useRefreshTick(), {
      wrapper: ({ children }: PropsWithChildren<{}>) => (
        <TestApiProvider apis={[[signalApiRef, signals]]}>
          {children}
        </TestApiProvider>
      ),
    });

  beforeEach(() => {
    signals = new FakeSignals();
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('answers a burst of signals on channel odoo with one refresh, within a second', () => {
    const { result } = render();
    expect(signals.channels).toEqual(['odoo']);
    signal();
    pass(100);
    signal();
    signal();
    expect(result.current).toBe(0);
    pass(900);
    expect(result.current).toBe(1);
  });

  it('is not starved by a steady stream, and rests between two refreshes', () => {
    const { result } = render();
    for (let i = 0; i < 100; i++) {
      signal();
      pass(100);
    }
    expect(result.current).toBeGreaterThanOrEqual(4);
    expect(result.current).toBeLessThanOrEqual(6);
  });

  it('looks once more after it opened, for what came before its websocket was up', () => {
    const { result } = render();
    pass(2_400);
    expect(result.current).toBe(0);
    pass(600);
    expect(result.current).toBe(1);
    pass(50_000);
    expect(result.current).toBe(1);
  });

  it('lets nothing wait for five seconds while its websocket is down', () => {
    const { result } = render();
    pass(10_000);
    signals.setConnected(false);
    for (let seconds = 0; seconds < 30; seconds += 4) {
      const before = result.current;
      pass(4_000);
      expect(result.current).toBeGreaterThan(before);
      expect(result.current).toBeLessThanOrEqual(before + 2);
    }
  });

  it('looks at once when its websocket is up again, and polls no more', () => {
    const { result } = render();
    pass(10_000);
    signals.setConnected(false);
    pass(4_000);
    const before = result.current;
    signals.setConnected(true);
    pass(2_000);
    expect(result.current).toBe(before + 1);
    pass(50_000);
    expect(result.current).toBe(before + 1);
  });

  it('polls where there are no signals at all', () => {
    const { result } = renderHook(() => useRefreshTick(), {
      wrapper: ({ children }: PropsWithChildren<{}>) => (
        <TestApiProvider apis={[]}>{children}</TestApiProvider>
      ),
    });
    pass(3_000);
    expect(result.current).toBe(1);
    pass(3_000);
    expect(result.current).toBe(2);
  });

  it('refreshes every minute without any signal, but not while the page is hidden', () => {
    const { result } = render();
    pass(59_000);
    const opened = result.current;
    pass(5_000);
    expect(result.current).toBe(opened + 1);
    const visibility = jest.spyOn(document, 'visibilityState', 'get');
    visibility.mockReturnValue('hidden');
    pass(180_000);
    expect(result.current).toBe(opened + 1);
    visibility.mockReturnValue('visible');
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    expect(result.current).toBe(opened + 2);
    visibility.mockRestore();
  });
});
