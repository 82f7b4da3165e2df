import { mockServices } from '@backstage/backend-test-utils';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';
import type { Knex } from 'knex';
import { DatabaseOutboxStore } from './DatabaseOutboxStore';
import { OutboxRelay } from './OutboxRelay';
import { connectSignals } from './signalBridge';
import { storeDatabases } from './__testUtils__/testDatabases';

class RecordingEvents implements EventsService {
  readonly delivered: EventParams[] = [];
  readonly subscribed: Parameters<EventsService['subscribe']>[0][] = [];
  failures = 0;

  async publish(params: EventParams): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the bus is away');
    }
    this.delivered.push(params);
  }

  async subscribe(
    options: Parameters<EventsService['subscribe']>[0],
  ): Promise<void> {
    this.subscribed.push(options);
  }

  get releases(): unknown[] {
    return this.delivered.map(
      e => (e.eventPayload as { releaseId: string }).releaseId,
    );
  }
}

describe('outbox', () => {
  const databases = storeDatabases();

  describe.each(databases.each())('on %s', id => {
    let knex: Knex;
    let queue: DatabaseOutboxStore;
    let events: RecordingEvents;
    let now: number;

    const clock = { now: () => now };
    const relayOf = (bus: EventsService) =>
      OutboxRelay.create({
        queue,
        events: bus,
        clock,
        logger: mockServices.logger.mock(),
      });
    const append = (...releaseIds: string[]) =>
      knex.transaction(tx =>
        queue.append(
          tx,
          releaseIds.map(releaseId => ({
            topic: 'odoo.release',
            payload: { releaseId },
          })),
          now,
        ),
      );

    beforeAll(async () => {
      knex = await databases.migrated(id);
    });

    beforeEach(async () => {
      await knex('outbox').delete();
      queue = DatabaseOutboxStore.create({ knex });
      events = new RecordingEvents();
      now = 1_795_000_000_000;
    });

    it('delivers what was committed, in order, once, each with an id of its own', async () => {
      await append('a', 'b');
      await append('c');
      await relayOf(events).deliver();
      await relayOf(events).deliver();

      expect(events.releases).toEqual(['a', 'b', 'c']);
      const payloads = events.delivered.map(
        e => e.eventPayload as { id: string; sequence: number },
      );
      expect(new Set(payloads.map(p => p.id)).size).toBe(3);
      const [first] = payloads.map(p => p.sequence);
      expect(payloads.map(p => p.sequence)).toEqual([
        first,
        first + 1,
        first + 2,
      ]);
    });

    it('knows nothing of what was rolled back', async () => {
      await expect(
        knex.transaction(async tx => {
          await queue.append(tx, [{ topic: 't', payload: {} }], now);
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      await relayOf(events).deliver();

      expect(events.delivered).toEqual([]);
    });

    it('tries again later when the bus is away, under the same id', async () => {
      await append('a');
      events.failures = 2;
      const relay = relayOf(events);
      await relay.deliver();
      await relay.deliver();
      expect(events.delivered).toEqual([]);

      now += 2_000;
      await relay.deliver();
      now += 3_999;
      await relay.deliver();
      expect(events.delivered).toEqual([]);
      now += 1;
      await relay.deliver();
      expect(events.releases).toEqual(['a']);
    });

    it('takes a topic to its listener as well, again until that succeeds', async () => {
      await append('a');
      const heard: string[] = [];
      const listener = jest.fn(async (message: { id: string }) => {
        heard.push(message.id);
        if (heard.length === 1) {
          throw new Error('away');
        }
      });
      const relay = OutboxRelay.create({
        queue,
        events,
        listeners: { 'odoo.release': listener, other: listener },
        clock,
        logger: mockServices.logger.mock(),
      });
      await relay.deliver();
      now += 2_000;
      await relay.deliver();
      now += 600_000;
      await relay.deliver();
      expect(heard).toEqual([heard[0], heard[0]]);
      expect(events.releases).toEqual(['a', 'a']);
    });

    it('lets several relays share the work without doing it twice', async () => {
      await append(...Array.from({ length: 130 }, (_, i) => `r${i}`));
      await Promise.all([1, 2, 3].map(() => relayOf(events).deliver()));

      expect(events.releases).toHaveLength(130);
      expect(new Set(events.releases).size).toBe(130);
    });

    it('takes over from a relay that died, once its lease is over', async () => {
      await append('a');
      const [lost] = await queue.claim(10, now, 60_000);
      await relayOf(events).deliver();
      expect(events.delivered).toEqual([]);

      now += 60_000;
      await relayOf(events).deliver();
      await queue.retryAt(lost, now);
      await relayOf(events).deliver();
      expect(events.releases).toEqual(['a']);
    });

    it('prunes what was delivered long ago, and nothing else', async () => {
      await append('old');
      await relayOf(events).deliver();
      now += 10_000;
      await append('new');
      await relayOf(events).deliver();
      await append('waiting');
      await relayOf(events).prune(now);

      const left = await knex('outbox').orderBy('sequence').select('payload');
      expect(left.map(row => JSON.parse(row.payload).releaseId)).toEqual([
        'new',
        'waiting',
      ]);
    });

    it('lets no message wait for the request of the one before', async () => {
      await append('slow', 'quick');
      let finish = () => {};
      const begun: unknown[] = [];
      const publish = jest
        .spyOn(events, 'publish')
        .mockImplementation(({ eventPayload }) => {
          const { releaseId } = eventPayload as { releaseId: string };
          begun.push(releaseId);
          return releaseId === 'slow'
            ? new Promise(resolve => {
                finish = resolve;
              })
            : Promise.resolve();
        });
      const round = relayOf(events).deliver();
      while (publish.mock.calls.length < 1) {
        await new Promise(resolve => setTimeout(resolve, 5));
      }
      await new Promise(resolve => setTimeout(resolve, 5));
      expect(begun).toEqual(['slow', 'quick']);
      finish();
      await round;
    });

    it('delivers soon after a kick, and no more after a stop', async () => {
      const relay = relayOf(events);
      queue.onKick(() => relay.kick());
      const claims = jest.spyOn(queue, 'claim');
      await append('a');
      queue.kick();
      await append('b');
      queue.kick();
      while (events.releases.length < 2) {
        await new Promise(resolve => setTimeout(resolve, 5));
      }
      await relay.stop();
      expect(events.releases).toEqual(['a', 'b']);
      // Both waited for the same round; the kick that came meanwhile made at most one more
      expect(claims.mock.calls.length).toBeLessThanOrEqual(2);

      await append('c');
      queue.kick();
      await relay.stop();
      expect(events.releases).toEqual(['a', 'b']);
    });
  });

  describe('signals', () => {
    const logger = mockServices.logger.mock();
    let onEvent: (sequence: number) => Promise<void>;
    let publish: jest.Mock;
    let topics: string[];

    beforeEach(async () => {
      jest.useFakeTimers();
      publish = jest.fn(async () => {});
      const events = new RecordingEvents();
      await connectSignals({
        events,
        signals: { publish },
        logger,
        topics: ['odoo.release'],
      });
      const [subscription] = events.subscribed;
      topics = subscription.topics;
      onEvent = sequence =>
        subscription.onEvent({
          topic: 'odoo.release',
          eventPayload: { id: 'x', sequence, environmentRef: 'secret' },
        });
    });
    afterEach(() => jest.useRealTimers());

    it('tell open pages a number and nothing else, once for many events', async () => {
      await onEvent(7);
      await onEvent(9);
      await onEvent(8);
      expect(topics).toEqual(['odoo.release']);
      await jest.advanceTimersByTimeAsync(100);
      await jest.advanceTimersByTimeAsync(10_000);
      expect(publish.mock.calls).toEqual([
        [
          {
            recipients: { type: 'broadcast' },
            channel: 'odoo',
            message: { sequence: 9 },
          },
        ],
      ]);
      await onEvent(10);
      await jest.advanceTimersByTimeAsync(100);
      expect(publish).toHaveBeenCalledTimes(2);
    });

    it('are tried again while the bus is away', async () => {
      publish.mockRejectedValueOnce(new Error('away'));
      await onEvent(7);
      await jest.advanceTimersByTimeAsync(100);
      expect(publish).toHaveBeenCalledTimes(1);
      await jest.advanceTimersByTimeAsync(2_000);
      expect(publish).toHaveBeenCalledTimes(2);
      await jest.advanceTimersByTimeAsync(10_000);
      expect(publish).toHaveBeenCalledTimes(2);
    });
  });
});
