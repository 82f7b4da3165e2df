import type { OdooEnvironmentEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { LabObject } from './ClusterContents';
import type { ObjectFactory } from './ObjectFactory';

const DAY = 24;

/** An Application of Argo CD; it can't compare with a path that is not there. */
function applicationOf(
  factory: ObjectFactory,
  { metadata, spec: { gitops, kubernetes } }: OdooEnvironmentEntity,
  isMissing: boolean,
): LabObject {
  const { application, namespace = 'argocd' } = gitops!.argocd!;
  const revision = factory.digits('revision', metadata.name).slice(0, 40);
  return factory.make('Application', {
    name: application,
    namespace,
    ageHours: 200 * DAY,
    spec: {
      source: {
        repoURL: gitops!.repository,
        path: gitops!.path,
        targetRevision: 'main',
      },
      destination: { namespace: kubernetes.namespace },
    },
    status: {
      reconciledAt: factory.ago(0.05),
      sync: { status: isMissing ? 'Unknown' : 'Synced', revision },
      health: { status: 'Healthy' },
      operationState: {
        phase: 'Succeeded',
        startedAt: factory.ago(20.1),
        finishedAt: factory.ago(20),
      },
      ...(isMissing && {
        conditions: [
          {
            type: 'ComparisonError',
            message: `${gitops!.path}: app path does not exist`,
            lastTransitionTime: factory.ago(5),
          },
        ],
      }),
    },
  });
}

/** A Kustomization of Flux, with the GitRepository that it comes from. */
function kustomizationOf(
  factory: ObjectFactory,
  { metadata, spec: { gitops } }: OdooEnvironmentEntity,
): LabObject[] {
  const { kustomization, namespace = 'flux-system' } = gitops!.flux!;
  const revision = `main@sha1:${factory
    .digits('revision', metadata.name)
    .slice(0, 40)}`;
  const ready = (reason: string) => [
    {
      type: 'Ready',
      status: 'True',
      reason,
      lastTransitionTime: factory.ago(20),
    },
  ];
  const name = `${metadata.name}-repository`;
  return [
    factory.make('GitRepository', {
      name,
      namespace,
      ageHours: 200 * DAY,
      spec: {
        interval: '1m0s',
        url: gitops!.repository,
        ref: { branch: 'main' },
      },
      status: { conditions: ready('Succeeded'), artifact: { revision } },
    }),
    factory.make('Kustomization', {
      name: kustomization,
      namespace,
      ageHours: 200 * DAY,
      spec: {
        interval: '10m0s',
        path: `./${gitops!.path}`,
        prune: true,
        sourceRef: { kind: 'GitRepository', name },
      },
      status: {
        lastAppliedRevision: revision,
        lastAttemptedRevision: revision,
        conditions: ready('ReconciliationSucceeded'),
      },
    }),
  ];
}

/** What brings an environment's configuration from Git to its cluster. */
export function deliveryObjects(
  factory: ObjectFactory,
  environment: OdooEnvironmentEntity,
  isMissing: boolean,
): LabObject[] {
  const { gitops } = environment.spec;
  if (gitops?.argocd) {
    return [applicationOf(factory, environment, isMissing)];
  }
  return gitops?.flux ? kustomizationOf(factory, environment) : [];
}
