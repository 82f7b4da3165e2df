import { BackupRetentionTask } from './BackupRetentionTask';

const now = Date.UTC(2026, 10, 22);
const DAY = 24 * 3_600_000;

/** A store with so many attempts and targets that are too old. */
function setUp(attempts: number, targets: number) {
  const rounds: [what: string, before: number, limit: number][] = [];
  const takingFrom = (what: string, left: number) => {
    let rest = left;
    return async (before: number, limit: number) => {
      rounds.push([what, before, limit]);
      const gone = Math.min(rest, limit);
      rest -= gone;
      return gone;
    };
  };
  const task = new BackupRetentionTask({
    store: {
      pruneAttempts: takingFrom('attempts', attempts),
      forgetTargets: takingFrom('targets', targets),
    },
    clock: { now: () => now },
    attemptsDays: 30,
  });
  return { task, rounds };
}

describe('BackupRetentionTask', () => {
  it('goes on in rounds of one size until nothing is left that is too old', async () => {
    const { task, rounds } = setUp(12_000, 3);
    await task.run(new AbortController().signal);
    const before = now - 30 * DAY;
    expect(rounds).toEqual([
      ['attempts', before, 5000],
      ['attempts', before, 5000],
      ['attempts', before, 5000],
      ['targets', before, 5000],
    ]);
  });

  it('stops between two rounds when the scheduler wants it to', async () => {
    const { task, rounds } = setUp(12_000, 3);
    const abort = new AbortController();
    abort.abort();
    await task.run(abort.signal);
    expect(rounds).toEqual([]);
  });
});
