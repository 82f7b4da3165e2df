import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  bindCheckpoints,
  buildTimelines,
  checkpointCommands,
  type BackupPolicy,
  type EnvironmentTimeline,
  type Release,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Clock } from '../platform/clock';
import type { ReleaseStore } from '../releases';
import type { BackupAccess } from './BackupAccess';
import { readBackupFacts, type BackupFactSources } from './BackupFacts';
import type { ConfiguredSource } from './declaredSources';

const DAY_MS = 24 * 3_600_000;

/** Most releases that stand on the axis. */
const MAX_RELEASES = 200;

/** What a checkpoint is taken for when nobody has proposed a release yet: whoever types the command writes the name of theirs. */
const NO_RELEASE_YET = 'next-release';

export interface BackupTimelineServiceOptions {
  access: Pick<BackupAccess, 'grantedOne'>;
  /** What one piece of work reads from. */
  open(): BackupFactSources;
  releases: Pick<ReleaseStore, 'list'>;
  configured: readonly ConfiguredSource[];
  policy: BackupPolicy;
  clock: Clock;
}

const isOut = ({ lifecycle }: Release) =>
  lifecycle.deployedAt !== undefined || lifecycle.failedAt !== undefined;

/** When it went out, or when it was first heard of while it has not. */
const atOf = ({ lifecycle }: Release) =>
  Date.parse(
    lifecycle.deployedAt ?? lifecycle.failedAt ?? lifecycle.firstSeenAt,
  );

/** Shows the past of an environment's backups, beside its releases. Writes nothing. */
export class BackupTimelineService {
  readonly #options: BackupTimelineServiceOptions;

  static create(options: BackupTimelineServiceOptions): BackupTimelineService {
    return new BackupTimelineService(options);
  }

  private constructor(options: BackupTimelineServiceOptions) {
    this.#options = options;
  }

  /** @throws as `BackupAccess.grantedOne`. */
  async getTimeline(
    { entityRef, days }: { entityRef: string; days: number },
    credentials: BackstageCredentials,
  ): Promise<EnvironmentTimeline> {
    const { access, open, releases, configured, policy, clock } = this.#options;
    const environmentRef = await access.grantedOne(entityRef, credentials);
    const now = clock.now();
    const from = now - days * DAY_MS;
    const [known, newest] = await Promise.all([
      readBackupFacts(open(), configured, [environmentRef], now),
      releases.list([environmentRef], undefined, MAX_RELEASES),
    ]);
    const found = known.get(environmentRef);
    if (!found) {
      throw new NotFoundError(
        `There is no ${environmentRef} in the catalog that you may see`,
      );
    }
    const { environment, facts, timeZone } = found;
    const onAxis = newest
      .filter(release => atOf(release) >= from)
      .map(release => ({ release }));
    const checkpoints = bindCheckpoints(facts, onAxis, policy, now);
    return {
      environmentRef,
      title: environment.title,
      ...(timeZone !== undefined && { timeZone }),
      areas: buildTimelines(facts, checkpoints, { from, to: now }, policy, now),
      checkpoints,
      commands: checkpointCommands(
        facts,
        newest.find(release => !isOut(release))?.id ?? NO_RELEASE_YET,
      ),
    };
  }
}
