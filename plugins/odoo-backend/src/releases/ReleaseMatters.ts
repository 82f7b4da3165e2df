import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import type {
  Possibility,
  Release,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { EnvironmentStore } from '../catalog';
import type { Authorizer, EnvironmentPermission } from '../platform/Authorizer';
import type { Clock } from '../platform/clock';
import { noSuchRelease, type ReleaseAccess } from './ReleaseAccess';
import type { Judgement, ReleaseJudge } from './judgement/ReleaseJudge';

export interface ReleaseMattersOptions {
  access: Pick<ReleaseAccess, 'getRelease'>;
  judge: Pick<ReleaseJudge, 'judge'>;
  authorizer: Pick<Authorizer, 'ensureUser' | 'filterEnvironments'>;
  environments: Pick<EnvironmentStore, 'resolvePeople'>;
  clock: Clock;
}

/** A release with what it was judged by, as one request sees it. */
export interface ReleaseMatter {
  release: Release;
  judgement: Judgement;
  now: number;
}

/** Lays a release before a person who may have to decide about it, and looks at who that is. */
export class ReleaseMatters {
  readonly #options: ReleaseMattersOptions;

  constructor(options: ReleaseMattersOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError when there is no such release that the caller may see. */
  async open(
    releaseId: string,
    credentials: BackstageCredentials,
  ): Promise<ReleaseMatter> {
    const { access, judge, clock } = this.#options;
    const release = await access.getRelease(releaseId, credentials);
    const now = clock.now();
    const judgement = (await judge.judge([release], now)).get(release);
    if (!judgement) {
      throw noSuchRelease(releaseId);
    }
    return { release, judgement, now };
  }

  /** Gives the caller as the catalog knows them; machines, strangers and those without the permission are refused. */
  async ensureMay(
    permission: EnvironmentPermission,
    release: Release,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const by = this.#options.authorizer.ensureUser(credentials);
    const obstacles = await this.callerObstacles(
      permission,
      release,
      credentials,
    );
    if (obstacles.length > 0) {
      throw new NotAllowedError(obstacles.join(' '));
    }
    return by;
  }

  /** What stands against this caller doing it, whatever the release is like. */
  async callerObstacles(
    permission: EnvironmentPermission,
    { environmentRef }: Release,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { authorizer, environments } = this.#options;
    let by: string;
    try {
      by = authorizer.ensureUser(credentials);
    } catch (error) {
      if (error instanceof NotAllowedError) {
        return [error.message];
      }
      throw error;
    }
    const [allowed, people] = await Promise.all([
      authorizer.filterEnvironments(credentials, permission, undefined, [
        environmentRef,
      ]),
      environments.resolvePeople([by]),
    ]);
    return [
      ...(allowed.length > 0
        ? []
        : [
            `You need the permission ${permission.name} for ${environmentRef}; ask whoever keeps the portal's permission policy.`,
          ]),
      ...(people.get(by) === by
        ? []
        : [
            `You (${by}) are no User of the catalog as the portal last read it, so nobody could tell who decided. Sign in as one; a new User is known after some minutes.`,
          ]),
    ];
  }
}

/** As the page shows it. */
export function possibility(obstacles: readonly string[]): Possibility {
  return { allowed: obstacles.length === 0, obstacles: [...obstacles] };
}

/** @throws ConflictError when something stands against it. */
export function refuse(obstacles: readonly string[]): void {
  if (obstacles.length > 0) {
    throw new ConflictError(obstacles.join(' '));
  }
}
