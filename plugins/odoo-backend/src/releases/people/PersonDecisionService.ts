import { randomUUID } from 'node:crypto';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  odooReleaseOverridePermission,
  odooReleaseSignOffPermission,
  personDecisionObstacles,
  personDecisionStandingAt,
  type PersonDecision,
  type PersonDecisionKind,
  type PersonDecisionRequest,
  type Release,
  type ReleaseDecisions,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  Authorizer,
  EnvironmentPermission,
} from '../../platform/Authorizer';
import type { Clock } from '../../platform/clock';
import type { Outbox } from '../../platform/Outbox';
import type {
  PersonDecisionStore,
  PersonDecisionWriter,
} from './PersonDecisionStore';
import type { ReleaseAccess } from '../ReleaseAccess';
import {
  possibility,
  refuse,
  type ReleaseMatter,
  type ReleaseMatters,
} from '../ReleaseMatters';
import type { SignOffRequestService } from './SignOffRequestService';

export interface PersonDecisionServiceOptions {
  access: Pick<ReleaseAccess, 'getRelease'>;
  matters: ReleaseMatters;
  requests: Pick<SignOffRequestService, 'possibility'>;
  store: PersonDecisionStore;
  writer: Pick<PersonDecisionWriter, 'addDecision' | 'addRevocation'>;
  authorizer: Pick<Authorizer, 'ensureUser' | 'principalName'>;
  outbox: Pick<Outbox, 'kick'>;
  clock: Clock;
  longestMinutes: number;
  /** Judges these environments anew for whoever reads the last verdict only. */
  refreshVerdicts(environmentRefs: readonly string[]): Promise<void>;
}

const MINUTE = 60_000;

const permissions: Record<PersonDecisionKind, EnvironmentPermission> = {
  override: odooReleaseOverridePermission,
  'executive-sign-off': odooReleaseSignOffPermission,
};

/**
 * What people decide about releases: overrides and sign-offs. Each is checked when it is taken, and again, by the verdict, whenever it
 * would count.
 */
export class PersonDecisionService {
  readonly #options: PersonDecisionServiceOptions;

  static create(options: PersonDecisionServiceOptions): PersonDecisionService {
    return new PersonDecisionService(options);
  }

  private constructor(options: PersonDecisionServiceOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError when there is no such release that the caller may see. */
  async list(
    releaseId: string,
    credentials: BackstageCredentials,
  ): Promise<ReleaseDecisions> {
    const { matters, requests, store, longestMinutes } = this.#options;
    const matter = await matters.open(releaseId, credentials);
    const [items, signOffRequests] = await Promise.all([
      store.listForReleases([releaseId]),
      store.listSignOffRequests(releaseId),
    ]);
    const may = async (kind: PersonDecisionKind) =>
      possibility(await this.#obstacles(kind, matter, credentials));
    return {
      items,
      signOffRequests,
      may: {
        override: await may('override'),
        signOff: await may('executive-sign-off'),
        askForSignOff: await requests.possibility(
          matter,
          signOffRequests,
          items,
          credentials,
        ),
      },
      longestMinutes,
    };
  }

  /**
   * @throws NotFoundError when there is no such release that the caller may see; NotAllowedError when they may not decide about it;
   * ConflictError when it can't be decided about so; InputError when it would count for too long.
   */
  async decide(
    kind: PersonDecisionKind,
    releaseId: string,
    request: PersonDecisionRequest,
    credentials: BackstageCredentials,
  ): Promise<PersonDecision> {
    const { matters, writer, longestMinutes } = this.#options;
    const matter = await matters.open(releaseId, credentials);
    const { release, now } = matter;
    const by = await matters.ensureMay(permissions[kind], release, credentials);
    refuse(matterObstacles(kind, matter, by));
    if (request.digest !== release.digest) {
      throw new ConflictError(
        `The release has the digest ${release.digest}, not the one that you looked at; look at it again`,
      );
    }
    if (request.validMinutes > longestMinutes) {
      throw new InputError(
        `body.validMinutes: a decision counts for ${longestMinutes} minutes at most here`,
      );
    }
    const decision: PersonDecision = {
      id: randomUUID(),
      kind,
      releaseId,
      environmentRef: release.environmentRef,
      digest: request.digest,
      by,
      reason: request.reason,
      at: new Date(now).toISOString(),
      expiresAt: new Date(now + request.validMinutes * MINUTE).toISOString(),
    };
    await writer.addDecision(decision);
    await this.#announce(release);
    return decision;
  }

  /** Ends a decision early: whoever took it may, and whoever may take one of its kind. */
  async revoke(
    releaseId: string,
    decisionId: string,
    credentials: BackstageCredentials,
  ): Promise<PersonDecision> {
    const { access, matters, store, writer, authorizer, clock } = this.#options;
    const release = await access.getRelease(releaseId, credentials);
    const decision = (await store.listForReleases([releaseId])).find(
      ({ id }) => id === decisionId,
    );
    if (!decision) {
      throw new NotFoundError(
        `The release has no decision '${decisionId}'; list them with GET /releases/${releaseId}/decisions`,
      );
    }
    const by = authorizer.ensureUser(credentials);
    if (by !== decision.by) {
      await matters.ensureMay(permissions[decision.kind], release, credentials);
    }
    const now = clock.now();
    const standing = personDecisionStandingAt(decision, now);
    const revoked =
      standing !== 'expired' &&
      standing !== 'revoked' &&
      (await writer.addRevocation(decision, { revokedBy: by, revokedAt: now }));
    if (!revoked) {
      throw new ConflictError(
        'The decision counts no more: it expired, or was revoked already',
      );
    }
    await this.#announce(release);
    return {
      ...decision,
      revokedAt: new Date(now).toISOString(),
      revokedBy: by,
    };
  }

  async #obstacles(
    kind: PersonDecisionKind,
    matter: ReleaseMatter,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { matters, authorizer } = this.#options;
    return [
      ...(await matters.callerObstacles(
        permissions[kind],
        matter.release,
        credentials,
      )),
      ...matterObstacles(kind, matter, authorizer.principalName(credentials)),
    ];
  }

  async #announce({ environmentRef }: Release): Promise<void> {
    this.#options.outbox.kick();
    await this.#options.refreshVerdicts([environmentRef]);
  }
}

function matterObstacles(
  kind: PersonDecisionKind,
  { judgement }: ReleaseMatter,
  by: string,
): string[] {
  const { facts, verdict } = judgement;
  return personDecisionObstacles({ kind, by, facts, verdict }).map(
    ({ message }) => message,
  );
}
