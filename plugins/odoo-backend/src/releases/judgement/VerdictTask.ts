import type { Clock } from '../../platform/clock';
import { eachPage } from '../../platform/eachPage';
import { isCurrent, toCached } from '../../platform/VerdictStore';
import type { ReleaseJudge } from './ReleaseJudge';
import type { ReleaseStore } from '../ReleaseStore';
import type { CachedVerdict, VerdictStore } from './VerdictStore';

/** Environments judged at a time: few enough that nobody who asks meanwhile waits for it. */
const BATCH = 25;

export interface VerdictTaskOptions {
  releases: Pick<ReleaseStore, 'listEnvironmentRefs' | 'getCurrent'>;
  verdicts: VerdictStore;
  judge: ReleaseJudge;
  clock: Clock;
}

/**
 * Keeps the cached verdict of each environment's current release: writes those that are missing, whose inputs changed or whose
 * time has come, removes those of environments that have no release any more. What it writes depends on facts, rules and time
 * alone, so an emptied cache comes back the same.
 */
export class VerdictTask {
  readonly #options: VerdictTaskOptions;

  constructor(options: VerdictTaskOptions) {
    this.#options = options;
  }

  /** @throws what the database throws, so that the scheduler sees it; what was written until then stays. */
  async run(signal: AbortSignal): Promise<void> {
    const { releases, verdicts } = this.#options;
    await eachPage(
      BATCH,
      signal,
      after => releases.listEnvironmentRefs(after, BATCH),
      refs => this.refresh(refs),
    );
    await eachPage(
      BATCH,
      signal,
      after => verdicts.listEnvironmentRefs(after, BATCH),
      async refs => {
        const current = await releases.getCurrent(refs);
        await verdicts.remove(refs.filter(ref => !current.has(ref)));
      },
    );
  }

  /** The same for these environments at once: few of them. */
  async refresh(environmentRefs: readonly string[]): Promise<void> {
    const { releases, verdicts, judge, clock } = this.#options;
    const now = clock.now();
    const [current, cached] = await Promise.all([
      releases.getCurrent(environmentRefs),
      verdicts.get(environmentRefs),
    ]);
    const judgements = await judge.judge([...current.values()], now);
    const fresh: CachedVerdict[] = [];
    for (const [release, { verdict, inputsHash }] of judgements) {
      const { environmentRef, id: subjectId } = release;
      const of = { environmentRef, subjectId, inputsHash };
      if (!isCurrent(cached.get(environmentRef), of, now)) {
        fresh.push(toCached(of, verdict));
      }
    }
    await verdicts.put(fresh);
    const judged = new Set(
      [...judgements.keys()].map(({ environmentRef }) => environmentRef),
    );
    // The catalog has them no more: nobody may see a verdict on them
    await verdicts.remove(
      [...cached.keys()].filter(environmentRef => !judged.has(environmentRef)),
    );
  }
}
