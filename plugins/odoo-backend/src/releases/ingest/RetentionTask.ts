import type { Clock } from '../../platform/clock';
import type { DeadLetterStore } from './DeadLetterStore';
import type { GateDecisionStore } from '../gate/GateDecisionStore';
import type { ReleaseEventStore } from './ReleaseEventStore';
import type { ReleasesSettings } from '../settings';

const DAY = 86_400_000;

/** Rows deleted at a time: a long delete would hold up everybody else. */
const BATCH = 500;

export interface RetentionTaskOptions {
  events: Pick<ReleaseEventStore, 'transaction'>;
  deadLetters: Pick<DeadLetterStore, 'prune'>;
  decisions: Pick<GateDecisionStore, 'prune'>;
  retention: ReleasesSettings['retention'];
  clock: Clock;
}

/** Deletes what is older than the config keeps it, in bounded batches. */
export class RetentionTask {
  readonly #options: RetentionTaskOptions;

  constructor(options: RetentionTaskOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { events, deadLetters, decisions, retention, clock } = this.#options;
    const before = (days: number) => clock.now() - days * DAY;
    const untilDone = async (prune: () => Promise<number>) => {
      while (!signal.aborted && (await prune()) > 0);
    };
    await untilDone(() =>
      deadLetters.prune(before(retention.deadLettersDays), BATCH),
    );
    await untilDone(() =>
      events.transaction(store =>
        store.prune(before(retention.eventsDays), BATCH),
      ),
    );
    await untilDone(() =>
      decisions.prune(before(retention.gateDecisionsDays), BATCH),
    );
  }
}
