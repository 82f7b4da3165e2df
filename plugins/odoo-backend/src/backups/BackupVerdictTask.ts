import type { EnvironmentStore } from '../catalog';
import type { Clock } from '../platform/clock';
import { eachPage } from '../platform/eachPage';
import { sha256OfJson } from '../platform/sha256';
import { isCurrent, toCached } from '../platform/VerdictStore';
import type { BackupService } from './BackupService';
import type {
  BackupVerdictStore,
  CachedBackupVerdict,
  Notice,
} from './BackupVerdictStore';
import { nextNotice } from './worsening';

/** Environments judged at a time. */
const BATCH = 200;

export interface BackupVerdictTaskOptions {
  environments: Pick<EnvironmentStore, 'listEnvironments' | 'getEnvironments'>;
  backups: Pick<BackupService, 'judge'>;
  verdicts: BackupVerdictStore;
  clock: Clock;
  /** How long a word has to stay before it is told, in milliseconds. */
  settleMs: number;
}

/**
 * Keeps the cached verdict of every environment, and has the owner told when it worsens. What it writes depends on facts, rules and
 * time alone, so an emptied cache comes back the same; what owners were told is no cache and stays.
 */
export class BackupVerdictTask {
  readonly #options: BackupVerdictTaskOptions;

  constructor(options: BackupVerdictTaskOptions) {
    this.#options = options;
  }

  /** @throws what the database throws, so that the scheduler sees it; what was written until then stays. */
  async run(signal: AbortSignal): Promise<void> {
    const { environments, verdicts } = this.#options;
    await eachPage(
      BATCH,
      signal,
      async after =>
        (
          await environments.listEnvironments({
            limit: BATCH,
            ...(after !== undefined && { after }),
          })
        ).map(({ environmentRef }) => environmentRef),
      refs => this.#refresh(refs),
    );
    await eachPage(
      BATCH,
      signal,
      after => verdicts.listEnvironmentRefs(after, BATCH),
      async refs => {
        const known = new Set(
          (await environments.getEnvironments(refs)).map(
            ({ environmentRef }) => environmentRef,
          ),
        );
        await verdicts.remove(refs.filter(ref => !known.has(ref)));
      },
    );
  }

  async #refresh(environmentRefs: readonly string[]): Promise<void> {
    const { backups, verdicts, clock, settleMs } = this.#options;
    const now = clock.now();
    const judged = await backups.judge(environmentRefs);
    const cached = await verdicts.get(environmentRefs);
    const told = await verdicts.getNotices(environmentRefs);
    const fresh: CachedBackupVerdict[] = [];
    const notices: Notice[] = [];
    for (const [environmentRef, { facts, verdict }] of judged) {
      const of = {
        environmentRef,
        subjectId: '',
        inputsHash: sha256OfJson([verdict.ruleSetVersion, facts]),
      };
      if (!isCurrent(cached.get(environmentRef), of, now)) {
        fresh.push(toCached(of, verdict));
      }
      const state = told.get(environmentRef);
      const next = nextNotice(state, verdict.status, now, settleMs);
      if (next.tell || JSON.stringify(next.state) !== JSON.stringify(state)) {
        notices.push({ environmentRef, ...next.state, tell: next.tell });
      }
    }
    if (fresh.length > 0 || notices.length > 0) {
      await verdicts.putAndTell(fresh, notices, now);
    }
  }
}
