import type { Clock } from '../../platform/clock';
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
    await inPages(
      signal,
      after => releases.listEnvironmentRefs(after, BATCH),
      refs => this.refresh(refs),
    );
    await inPages(
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
      const before = cached.get(release.environmentRef);
      if (
        before?.releaseId === release.id &&
        before.inputsHash === inputsHash &&
        (before.validUntil === undefined || before.validUntil > now)
      ) {
        continue;
      }
      fresh.push({
        environmentRef: release.environmentRef,
        releaseId: release.id,
        inputsHash,
        status: verdict.status,
        verdict,
        ...(verdict.validUntil !== undefined && {
          validUntil: Date.parse(verdict.validUntil),
        }),
      });
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

async function inPages(
  signal: AbortSignal,
  read: (after: string | undefined) => Promise<string[]>,
  work: (page: string[]) => Promise<void>,
): Promise<void> {
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await read(after);
    if (page.length > 0) {
      await work(page);
    }
    if (page.length < BATCH) {
      return;
    }
    after = page.at(-1);
  }
}
