import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  odooGateAskPermission,
  releaseEndedAt,
  type GateRequest,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { EnvironmentStore, ProjectedEnvironment } from '../../catalog';
import type { Authorizer } from '../../platform/Authorizer';
import type { FactFolder } from '../fold/FactFolder';
import type { ReleaseStore } from '../ReleaseStore';

/** What the gate is asked about: an artifact that is to go to an environment. */
export interface GateSubject {
  environment: ProjectedEnvironment;
  artifact: string;
  /** Present when this very release was meant, and no later attempt of the artifact. */
  releaseId?: string;
}

export interface GateQuestionOptions {
  environments: Pick<EnvironmentStore, 'getEnvironments'>;
  releases: Pick<ReleaseStore, 'get' | 'listByCommit'>;
  authorizer: Pick<Authorizer, 'ensureEnvironments' | 'filterEnvironments'>;
  folder: Pick<FactFolder, 'settle'>;
}

/**
 * Finds what a request means, as far as the caller may ask about it.
 *
 * @throws InputError when the environment is no reference; NotAllowedError when the caller may not ask about it; NotFoundError when
 * there is no such environment or release; ConflictError when the release has ended, or the commit went into several artifacts;
 * ServiceUnavailableError when facts that were acknowledged can't be folded now.
 */
export async function findGateSubject(
  options: GateQuestionOptions,
  request: GateRequest,
  credentials: BackstageCredentials,
): Promise<GateSubject> {
  if ('releaseId' in request) {
    return findByRelease(options, request.releaseId, credentials);
  }
  const environmentRef = readEnvironmentRef(request.environment);
  await options.authorizer.ensureEnvironments(
    credentials,
    odooGateAskPermission,
    'gate.ask',
    [environmentRef],
  );
  const [[environment]] = await Promise.all([
    options.environments.getEnvironments([environmentRef]),
    settle(options, environmentRef),
  ]);
  if (!environment) {
    throw new NotFoundError(
      `The catalog has no environment '${environmentRef}'; write its entity reference, e.g. odooenvironment:default/acme-production`,
    );
  }
  return {
    environment,
    artifact:
      'digest' in request
        ? request.digest
        : await findArtifactOf(options, environmentRef, request.commit),
  };
}

/** What was acknowledged before the question counts for the answer. */
async function settle(
  { folder }: GateQuestionOptions,
  environmentRef: string,
): Promise<boolean> {
  try {
    return await folder.settle(environmentRef);
  } catch {
    throw new ServiceUnavailableError(
      'The gate could not read the latest facts; take it for a hold and ask again',
    );
  }
}

async function findByRelease(
  options: GateQuestionOptions,
  releaseId: string,
  credentials: BackstageCredentials,
): Promise<GateSubject> {
  const { environments, releases, authorizer } = options;
  const release = await releases.get(releaseId);
  const allowed = release
    ? await authorizer.filterEnvironments(
        credentials,
        odooGateAskPermission,
        'gate.ask',
        [release.environmentRef],
      )
    : [];
  const [environment] = await environments.getEnvironments(allowed);
  if (!release || !environment) {
    // One answer for all: it doesn't say whether another tenant has such a release
    throw new NotFoundError(
      `There is no release '${releaseId}' that you may ask the gate about; ask by environment and digest, or look the id up in the portal`,
    );
  }
  const settled = (await settle(options, release.environmentRef))
    ? await releases.get(releaseId)
    : release;
  if (!settled || releaseEndedAt(settled) !== undefined) {
    throw new ConflictError(
      `The release '${releaseId}' has ended; ask by environment and digest to begin another attempt`,
    );
  }
  return { environment, artifact: settled.artifact, releaseId };
}

async function findArtifactOf(
  { releases }: GateQuestionOptions,
  environmentRef: string,
  commit: string,
): Promise<string> {
  const artifacts = [
    ...new Set(
      (await releases.listByCommit(environmentRef, commit)).map(
        ({ artifact }) => artifact,
      ),
    ),
  ];
  if (artifacts.length === 0) {
    throw new NotFoundError(
      `No release of ${environmentRef} names the commit ${commit}; post the commits of a release as customData.odoo.commits, or ask by digest`,
    );
  }
  if (artifacts.length > 1) {
    throw new ConflictError(
      `The commit ${commit} went into ${
        artifacts.length
      } artifacts of ${environmentRef}: ${artifacts
        .slice(0, 3)
        .join(', ')}; ask by digest`,
    );
  }
  return artifacts[0];
}

function readEnvironmentRef(text: string): string {
  let ref: string;
  try {
    ref = stringifyEntityRef(
      parseEntityRef(text, {
        defaultKind: 'odooenvironment',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    ref = '';
  }
  if (!ref.startsWith('odooenvironment:')) {
    throw new InputError(
      'body.environment: write the reference of an environment, e.g. odooenvironment:default/acme-production',
    );
  }
  return ref;
}
