/* eslint-env jest */
import type { CalendarReader } from '../CalendarReader';
import type { SourceOutcome } from '../SourceOutcome';

/**
 * What the source behind a reader under test is to do with the next request.
 *
 * @public
 */
export type CalendarSourceAnswer =
  /** Gives this text. */
  | { kind: 'text'; text: string }
  /** Answers with this status of HTTP, or what comes to the same. */
  | { kind: 'status'; code: 401 | 403 | 404 | 500 }
  /** Does not answer. */
  | { kind: 'silent' }
  /** Begins to answer and does not end. */
  | { kind: 'stuck' }
  /** Breaks off. */
  | { kind: 'broken' };

/**
 * A reader with a source that can be told what to answer.
 *
 * @public
 */
export interface CalendarReaderUnderTest {
  reader: CalendarReader;
  /** A target that leads to the source. */
  target: string;
  /** Targets that lead nowhere: to be called unreachable, unauthorised or malformed, without asking anybody. */
  deadTargets?: readonly string[];
  /** Tells the source what to answer from now on; absent when the reader asks nobody. */
  play?(answer: CalendarSourceAnswer): void;
  close?(): Promise<void>;
}

/** Long enough to be found in any message, and shaped like what sources leak. */
const PLANTED = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';

const CALENDAR = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//contract//EN',
  'BEGIN:VEVENT',
  'UID:1',
  'SUMMARY:Sale',
  'DTSTART;VALUE=DATE:20261127',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

const EMPTY = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n';

const stretch = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2028, 0, 1) };

/**
 * Declares the tests that every {@link CalendarReader} has to pass. Its bounds are to be 512 KiB and at most 2 s. One that asks nobody
 * is spared those about a source.
 *
 * @public
 */
export function describeCalendarReaderContract(
  name: string,
  open: () => Promise<CalendarReaderUnderTest>,
  { asksNobody = false }: { asksNobody?: boolean } = {},
): void {
  describe(`contract of calendar readers: ${name}`, () => {
    let under: CalendarReaderUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(async () => {
      await under.close?.();
    });

    const read = (
      signal = new AbortController().signal,
      target = under.target,
    ): Promise<SourceOutcome<string>> =>
      under.reader.read(target, { ...stretch, signal });
    const expectFailure = (
      outcome: SourceOutcome<string>,
      statuses: readonly string[],
      before: number,
    ) => {
      expect(statuses).toContain(outcome.status);
      const { message } = outcome as { message: string };
      expect(message.length).toBeGreaterThan(20);
      expect(message.length).toBeLessThan(500);
      expect(message).not.toContain(PLANTED);
      expect(message).not.toMatch(/https?:\/\/|<html/);
      expect(outcome.observedAt).toBeGreaterThanOrEqual(before);
    };

    it('has an id that can name a folder', () => {
      expect(under.reader.id).toMatch(/^[a-z][a-z0-9-]*$/);
    });

    it('gives the text of a calendar', async () => {
      under.play?.({ kind: 'text', text: CALENDAR });
      const before = Date.now();
      const outcome = await read();
      expect(outcome).toMatchObject({
        status: 'observed',
        value: expect.stringMatching(/^BEGIN:VCALENDAR[^]*BEGIN:VEVENT/),
      });
      expect(outcome.observedAt).toBeGreaterThanOrEqual(before);
      expect(outcome.observedAt).toBeLessThanOrEqual(Date.now());
    });

    it('gives up before it begins when it was so from the start', async () => {
      const reason = new Error('given up');
      await expect(read(AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    it('can make nothing of targets that lead nowhere', async () => {
      for (const target of under.deadTargets ?? []) {
        const before = Date.now();
        expectFailure(
          await read(undefined, target),
          ['unreachable', 'unauthorised', 'malformed'],
          before,
        );
      }
    });

    if (asksNobody) {
      return;
    }

    it.each<[string, CalendarSourceAnswer, string[]]>([
      ['an empty body', { kind: 'text', text: '' }, ['malformed']],
      [
        'a page to sign in at',
        { kind: 'text', text: `<html>${PLANTED}</html>` },
        ['malformed'],
      ],
      [
        'a text that broke off',
        { kind: 'text', text: CALENDAR.slice(0, -30) },
        ['malformed'],
      ],
      [
        'a huge text',
        {
          kind: 'text',
          text: CALENDAR.replace('Sale', PLANTED.padEnd(2 ** 21, 'x')),
        },
        ['malformed'],
      ],
      ['401', { kind: 'status', code: 401 }, ['unauthorised']],
      ['403', { kind: 'status', code: 403 }, ['unauthorised']],
      ['404', { kind: 'status', code: 404 }, ['unreachable']],
      ['500', { kind: 'status', code: 500 }, ['unreachable']],
      ['silence', { kind: 'silent' }, ['unreachable']],
      ['a body without end', { kind: 'stuck' }, ['unreachable', 'malformed']],
      ['a broken connection', { kind: 'broken' }, ['unreachable']],
    ])('takes %s for no calendar', async (_, answer, statuses) => {
      under.play!(answer);
      const before = Date.now();
      expectFailure(await read(), statuses, before);
      expect(Date.now() - before).toBeLessThan(10_000);
    });

    it('tells a calendar without events from none', async () => {
      under.play!({ kind: 'text', text: EMPTY });
      expect(await read()).toMatchObject({ status: 'empty' });
    });

    it.each<[string, CalendarSourceAnswer]>([
      ['in silence', { kind: 'silent' }],
      ['within an answer', { kind: 'stuck' }],
    ])('gives the reason back, at once, %s', async (_, answer) => {
      under.play!(answer);
      const controller = new AbortController();
      const reason = new Error('given up');
      const reading = read(controller.signal);
      // It may be rejected before anybody waits for it
      reading.catch(() => {});
      await new Promise(done => setTimeout(done, 100));
      const before = Date.now();
      controller.abort(reason);
      await expect(reading).rejects.toBe(reason);
      expect(Date.now() - before).toBeLessThan(5000);
    });
  });
}
