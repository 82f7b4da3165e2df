import { randomUUID } from 'node:crypto';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  odooGateAskPermission,
  personDecisionStandingAt,
  releaseEndedAt,
  type PersonDecision,
  type Possibility,
  type SignOffRequest,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Outbox } from '../../platform/Outbox';
import type {
  PersonDecisionStore,
  PersonDecisionWriter,
} from './PersonDecisionStore';
import {
  possibility,
  refuse,
  type ReleaseMatter,
  type ReleaseMatters,
} from '../ReleaseMatters';

export interface SignOffRequestServiceOptions {
  matters: ReleaseMatters;
  store: PersonDecisionStore;
  writer: Pick<PersonDecisionWriter, 'addSignOffRequest'>;
  outbox: Pick<Outbox, 'kick'>;
}

/** How long a question to the executives stands before it may be asked again. */
const ASK_AGAIN_AFTER_MS = 60 * 60_000;

/** Asks the executives for their sign-off. Asking decides nothing, so whoever may ask the gate may do it. */
export class SignOffRequestService {
  readonly #options: SignOffRequestServiceOptions;

  static create(options: SignOffRequestServiceOptions): SignOffRequestService {
    return new SignOffRequestService(options);
  }

  private constructor(options: SignOffRequestServiceOptions) {
    this.#options = options;
  }

  /**
   * @throws NotFoundError when there is no such release that the caller may see; NotAllowedError when they may not ask; ConflictError
   * when there is nothing to ask for.
   */
  async ask(
    releaseId: string,
    note: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<SignOffRequest> {
    const { matters, store, writer, outbox } = this.#options;
    const matter = await matters.open(releaseId, credentials);
    const { release, now } = matter;
    const by = await matters.ensureMay(
      odooGateAskPermission,
      release,
      credentials,
    );
    const [requests, decisions] = await Promise.all([
      store.listSignOffRequests(releaseId),
      store.listForReleases([releaseId]),
    ]);
    refuse(askingObstacles(matter, requests, decisions));
    const request: SignOffRequest = {
      id: randomUUID(),
      releaseId,
      environmentRef: release.environmentRef,
      digest: release.digest!,
      askedBy: by,
      askedAt: new Date(now).toISOString(),
      ...(note !== undefined && { note }),
    };
    await writer.addSignOffRequest(request);
    outbox.kick();
    return request;
  }

  /** Whether the caller may ask, given what was asked and decided before. */
  async possibility(
    matter: ReleaseMatter,
    requests: readonly SignOffRequest[],
    decisions: readonly PersonDecision[],
    credentials: BackstageCredentials,
  ): Promise<Possibility> {
    return possibility([
      ...(await this.#options.matters.callerObstacles(
        odooGateAskPermission,
        matter.release,
        credentials,
      )),
      ...askingObstacles(matter, requests, decisions),
    ]);
  }
}

function askingObstacles(
  { release, now }: ReleaseMatter,
  requests: readonly SignOffRequest[],
  decisions: readonly PersonDecision[],
): string[] {
  const obstacles: string[] = [];
  if (
    release.lifecycle.deployedAt !== undefined ||
    releaseEndedAt(release) !== undefined
  ) {
    obstacles.push('The release went out already, or has ended.');
  }
  if (release.digest === undefined) {
    obstacles.push(
      'The digest is not known, so nobody can answer for what would go out. Name the artifact by its image digest in the events.',
    );
  }
  if (
    decisions.some(
      decision =>
        decision.kind === 'executive-sign-off' &&
        decision.digest === release.digest &&
        personDecisionStandingAt(decision, now) === 'in-force',
    )
  ) {
    obstacles.push('The release is signed off already.');
  }
  const recent = requests.find(
    ({ askedAt, digest }) =>
      digest === release.digest &&
      Date.parse(askedAt) + ASK_AGAIN_AFTER_MS > now,
  );
  if (recent) {
    obstacles.push(
      `${recent.askedBy} asked at ${recent.askedAt}; ask again an hour after that.`,
    );
  }
  return obstacles;
}
