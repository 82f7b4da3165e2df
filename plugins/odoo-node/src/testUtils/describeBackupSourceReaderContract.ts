/* eslint-env jest */
import {
  backupObservationSchema,
  type BackupObservationKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  BackupSourceOutcome,
  BackupSourceReader,
} from '../BackupSourceReader';
import type { UnreadableSource } from '../SourceOutcome';

/**
 * What the source behind a reader under test is to do from now on.
 *
 * @public
 */
export type BackupSourceAnswer =
  /** Answers, and has facts about each of the ids. */
  | { kind: 'facts' }
  /** Answers, and has nothing about anything. */
  | { kind: 'nothing' }
  /** Answers with this status of HTTP, or with what its protocol makes of it; the text stands somewhere in the answer. */
  | { kind: 'status'; code: 401 | 403 | 410 | 429 | 500; text: string }
  /** Answers something else than what was asked for. */
  | { kind: 'malformed'; text: string }
  /** Answers more than can be taken. */
  | { kind: 'huge' }
  /** Does not answer. */
  | { kind: 'silent' };

/**
 * A reader with a source that can be told what to answer.
 *
 * @public
 */
export interface BackupSourceReaderUnderTest {
  reader: BackupSourceReader;
  /** What there are facts about: at least two. */
  ids: readonly string[];
  /** What the source knows nothing of. */
  unknownId: string;
  /** Kinds of facts that there are about the first id. */
  kinds: readonly BackupObservationKind[];
  play(answer: BackupSourceAnswer): void;
  /** How many questions the source was asked since the last `play`. */
  questions(): number;
  /** Most questions for so many ids. */
  mostQuestions(ids: number): number;
  close?(): Promise<void>;
}

/** Long enough to be found in any message, and shaped like what sources leak. */
const PLANTED = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';

type Status = UnreadableSource['status'];

const failures: [string, BackupSourceAnswer, Status[]][] = [
  ...([401, 403] as const).map<[string, BackupSourceAnswer, Status[]]>(code => [
    String(code),
    { kind: 'status', code, text: PLANTED },
    ['unauthorised'],
  ]),
  ['410', { kind: 'status', code: 410, text: PLANTED }, ['unreachable']],
  ['429', { kind: 'status', code: 429, text: PLANTED }, ['unreachable']],
  ['500', { kind: 'status', code: 500, text: PLANTED }, ['unreachable']],
  ['something else', { kind: 'malformed', text: PLANTED }, ['malformed']],
  ['more than can be taken', { kind: 'huge' }, ['malformed', 'unreachable']],
  ['silence', { kind: 'silent' }, ['unreachable']],
];

/**
 * Declares the tests that every {@link BackupSourceReader} has to pass. Its bound of time is to be at most 2 s.
 *
 * @public
 */
export function describeBackupSourceReaderContract(
  name: string,
  open: () => Promise<BackupSourceReaderUnderTest>,
): void {
  describe(`contract of readers of backup sources: ${name}`, () => {
    let under: BackupSourceReaderUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(async () => {
      await under?.close?.();
    });

    const read = (
      ids: readonly string[] = under.ids,
      signal = new AbortController().signal,
    ) => under.reader.read({ ids, signal });

    const expectFailure = (
      outcome: BackupSourceOutcome | undefined,
      statuses: readonly string[],
      since: number,
    ) => {
      expect(statuses).toContain(outcome?.status);
      const { message, observedAt } = outcome as UnreadableSource;
      expect(message.length).toBeGreaterThan(20);
      expect(message.length).toBeLessThan(600);
      expect(message).not.toContain(PLANTED);
      expect(message).not.toMatch(/https?:\/\/|<\w+>.*<\//);
      expect(observedAt).toBeGreaterThanOrEqual(since);
      expect(observedAt).toBeLessThanOrEqual(Date.now());
    };

    it('gives facts about each id and about no other', async () => {
      expect(under.ids.length).toBeGreaterThan(1);
      under.play({ kind: 'facts' });
      const since = Date.now();
      const outcomes = await read();
      expect([...outcomes.keys()].sort()).toEqual([...under.ids].sort());
      for (const outcome of outcomes.values()) {
        expect(outcome.status).toBe('observed');
        const { value, observedAt } = outcome as Extract<
          BackupSourceOutcome,
          { status: 'observed' }
        >;
        expect(value.length).toBeGreaterThan(0);
        for (const observation of value) {
          expect(backupObservationSchema.parse(observation)).toEqual(
            observation,
          );
        }
        // One of each kind: the newest of each is kept
        const kinds = value.map(({ kind }) => kind);
        expect(new Set(kinds).size).toBe(kinds.length);
        expect(observedAt).toBeGreaterThanOrEqual(since);
        expect(observedAt).toBeLessThanOrEqual(Date.now());
      }
      const first = outcomes.get(under.ids[0]);
      expect(
        first?.status === 'observed' && first.value.map(({ kind }) => kind),
      ).toEqual(expect.arrayContaining([...under.kinds]));
    });

    it('says the same when asked again, about one alone too', async () => {
      under.play({ kind: 'facts' });
      const valueOf = (outcome: BackupSourceOutcome | undefined) =>
        outcome?.status === 'observed' && outcome.value;
      const all = await read();
      for (const id of under.ids) {
        const alone = await read([id]);
        expect([...alone.keys()]).toEqual([id]);
        expect(valueOf(alone.get(id))).toEqual(valueOf(all.get(id)));
      }
    });

    it('asks a number of questions that stays within its bound', async () => {
      under.play({ kind: 'facts' });
      await read();
      expect(under.questions()).toBeGreaterThan(0);
      expect(under.questions()).toBeLessThanOrEqual(
        under.mostQuestions(under.ids.length),
      );
    });

    it('asks nobody about nothing', async () => {
      under.play({ kind: 'facts' });
      expect((await read([])).size).toBe(0);
      expect(under.questions()).toBe(0);
    });

    it('tells what it does not know from what failed', async () => {
      under.play({ kind: 'facts' });
      const outcomes = await read([under.unknownId, under.ids[0]]);
      expect(outcomes.get(under.unknownId)?.status).toBe('empty');
      expect(outcomes.get(under.ids[0])?.status).toBe('observed');
      under.play({ kind: 'nothing' });
      for (const [, { status }] of await read()) {
        expect(status).toBe('empty');
      }
    });

    it.each(['', ' ', '../..', 'a/b/c/d', '%2e%2e', "o'brien\r\n", PLANTED])(
      'has an outcome for the id %j, and no fact',
      async id => {
        under.play({ kind: 'facts' });
        const outcomes = await read([id, under.ids[0]]);
        expect([...outcomes.keys()]).toEqual([id, under.ids[0]]);
        expect(outcomes.get(id)?.status).not.toBe('observed');
        expect(outcomes.get(under.ids[0])?.status).toBe('observed');
      },
    );

    it.each(failures)('takes %s for no facts', async (_, answer, statuses) => {
      under.play(answer);
      const since = Date.now();
      const outcomes = await read();
      expect(Date.now() - since).toBeLessThan(10_000);
      expect([...outcomes.keys()].sort()).toEqual([...under.ids].sort());
      for (const outcome of outcomes.values()) {
        expectFailure(outcome, statuses, since);
      }
    });

    it('asks nothing for a caller who gave up before', async () => {
      under.play({ kind: 'facts' });
      const reason = new Error('given up');
      await expect(read(under.ids, AbortSignal.abort(reason))).rejects.toBe(
        reason,
      );
      expect(under.questions()).toBe(0);
    });

    it('gives a caller who gives up the reason back, at once', async () => {
      under.play({ kind: 'silent' });
      const controller = new AbortController();
      const reason = new Error('given up');
      const reading = read(under.ids, controller.signal);
      // It may be rejected before anybody waits for it
      reading.catch(() => {});
      await new Promise(done => setTimeout(done, 50));
      const before = Date.now();
      controller.abort(reason);
      await expect(reading).rejects.toBe(reason);
      expect(Date.now() - before).toBeLessThan(5000);
    });
  });
}
