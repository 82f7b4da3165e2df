import type { Clock } from '../platform/clock';
import type { BackupStore } from './BackupStore';

const DAY_MS = 24 * 3_600_000;

/** Most rows that go in one statement. */
const BATCH = 5000;

export interface BackupRetentionTaskOptions {
  store: Pick<BackupStore, 'pruneAttempts' | 'forgetTargets'>;
  clock: Clock;
  attemptsDays: number;
}

/** Deletes attempts that are older than the config keeps them, and what was learnt of things that nobody tried to read since. */
export class BackupRetentionTask {
  readonly #options: BackupRetentionTaskOptions;

  constructor(options: BackupRetentionTaskOptions) {
    this.#options = options;
  }

  /** @throws what the database throws, so that the scheduler sees it; what went until then is gone. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, clock, attemptsDays } = this.#options;
    const before = clock.now() - attemptsDays * DAY_MS;
    await inBatchesUntilDone(signal, () => store.pruneAttempts(before, BATCH));
    await inBatchesUntilDone(signal, () => store.forgetTargets(before, BATCH));
  }
}

async function inBatchesUntilDone(
  signal: AbortSignal,
  work: () => Promise<number>,
): Promise<void> {
  while (!signal.aborted && (await work()) === BATCH);
}
