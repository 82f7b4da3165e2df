import type { LabObject } from './ClusterContents';
import type { ObjectFactory } from './ObjectFactory';

/** How the pods of a workload are. */
export type Health = 'ready' | 'unready' | 'crashing';

/** A deployment of the demonstration and what belongs to it. */
export interface WorkloadPlan {
  name: string;
  namespace: string;
  /** On the workload and its pods. */
  labels: Record<string, string>;
  image: string;
  replicas: number;
  health: Health;
  /** Since when this image runs here. */
  ageHours: number;
  args?: string[];
  port?: number;
  cpu: string;
  memory: string;
  /** With a HorizontalPodAutoscaler up to this many. */
  scalesTo?: number;
}

const RESTARTS = 27;

function containerOf(plan: WorkloadPlan): Record<string, unknown> {
  const { image, args, port, cpu, memory } = plan;
  return {
    name: plan.labels['app.kubernetes.io/name'] ?? plan.name,
    image,
    ...(args && { args }),
    ...(port && {
      ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    }),
    readinessProbe: {
      ...(port
        ? { httpGet: { path: '/web/health', port: 'http' } }
        : { exec: { command: ['odoo-worker-alive'] } }),
      periodSeconds: 10,
      failureThreshold: 3,
    },
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: {
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
  };
}

function podSpec(plan: WorkloadPlan): Record<string, unknown> {
  return {
    serviceAccountName: 'odoo',
    automountServiceAccountToken: false,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    containers: [containerOf(plan)],
  };
}

const condition = (
  type: string,
  holds: boolean,
  since: string,
  reason: string,
  message?: string,
) => ({
  type,
  status: holds ? 'True' : 'False',
  lastTransitionTime: since,
  reason,
  ...(message && { message }),
});

function pod(
  factory: ObjectFactory,
  plan: WorkloadPlan,
  owner: LabObject,
  index: number,
): LabObject {
  const { health, image } = plan;
  const name = `${owner.metadata.name}-${factory.suffix(
    5,
    owner.metadata.name,
    String(index),
  )}`;
  const started = factory.ago(plan.ageHours);
  const ready = health === 'ready';
  const [repository] = image.split(/[:@](?=[^/]*$)|@/);
  const digest =
    /sha256:[a-f0-9]{64}$/.exec(image)?.[0] ??
    `sha256:${factory.digits('image', image)}`;
  const container = containerOf(plan);
  return factory.make('Pod', {
    name,
    namespace: plan.namespace,
    labels: owner.metadata.labels,
    ageHours: plan.ageHours,
    owner,
    spec: {
      ...podSpec(plan),
      nodeName: `node-${
        1 + (Number.parseInt(factory.digits(name).slice(0, 2), 16) % 3)
      }`,
    },
    status: {
      phase: 'Running',
      startTime: started,
      conditions: [
        condition('PodScheduled', true, started, 'Scheduled'),
        condition('Initialized', true, started, 'PodCompleted'),
        condition(
          'ContainersReady',
          ready,
          started,
          ready ? 'ContainersReady' : 'ContainersNotReady',
        ),
        condition(
          'Ready',
          ready,
          started,
          ready ? 'PodReady' : 'ContainersNotReady',
        ),
      ],
      containerStatuses: [
        {
          name: container.name,
          image,
          imageID: `${repository}@${digest}`,
          ready,
          started: health !== 'crashing',
          restartCount: health === 'crashing' ? RESTARTS : 0,
          ...(health === 'crashing'
            ? {
                state: {
                  waiting: {
                    reason: 'CrashLoopBackOff',
                    message: `back-off 5m0s restarting failed container=${container.name} pod=${name}`,
                  },
                },
                lastState: {
                  terminated: {
                    exitCode: 1,
                    reason: 'Error',
                    startedAt: factory.ago(0.1),
                    finishedAt: factory.ago(0.09),
                  },
                },
              }
            : { state: { running: { startedAt: started } }, lastState: {} }),
        },
      ],
    },
  });
}

function replicaSet(
  factory: ObjectFactory,
  plan: WorkloadPlan,
  deployment: LabObject,
  revision: number,
): LabObject {
  const current = revision === 2;
  const hash = factory.suffix(10, plan.name, String(revision));
  const ready = current && plan.health === 'ready' ? plan.replicas : 0;
  const labels = { ...plan.labels, 'pod-template-hash': hash };
  return factory.make('ReplicaSet', {
    name: `${plan.name}-${hash}`,
    namespace: plan.namespace,
    labels,
    annotations: { 'deployment.kubernetes.io/revision': String(revision) },
    ageHours: current ? plan.ageHours : plan.ageHours + 20 * 24,
    generation: current ? 1 : 2,
    owner: deployment,
    spec: {
      replicas: current ? plan.replicas : 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(plan) },
    },
    status: {
      observedGeneration: current ? 1 : 2,
      replicas: current ? plan.replicas : 0,
      ...(current && { fullyLabeledReplicas: plan.replicas }),
      ...(ready && { readyReplicas: ready, availableReplicas: ready }),
    },
  });
}

/** Deployment, ReplicaSets and pods of a plan; Service, autoscaler and disruption budget where it wants them. */
export function workloadObjects(
  factory: ObjectFactory,
  plan: WorkloadPlan,
): LabObject[] {
  const { name, namespace, labels, replicas, health, ageHours, port } = plan;
  const ready = health === 'ready' ? replicas : 0;
  const since = factory.ago(ageHours);
  const common = { name, namespace, labels, ageHours: ageHours + 60 * 24 };
  const deployment = factory.make('Deployment', {
    ...common,
    annotations: { 'deployment.kubernetes.io/revision': '2' },
    generation: 2,
    spec: {
      replicas,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate' },
      template: { metadata: { labels }, spec: podSpec(plan) },
    },
    status: {
      observedGeneration: 2,
      replicas,
      updatedReplicas: replicas,
      ...(ready
        ? { readyReplicas: ready, availableReplicas: ready }
        : { unavailableReplicas: replicas }),
      conditions: [
        condition(
          'Available',
          ready > 0,
          since,
          ready ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
          ready
            ? 'Deployment has minimum availability.'
            : 'Deployment does not have minimum availability.',
        ),
        condition(
          'Progressing',
          ready > 0,
          since,
          ready ? 'NewReplicaSetAvailable' : 'ProgressDeadlineExceeded',
          ready
            ? 'ReplicaSet has successfully progressed.'
            : 'ReplicaSet has timed out progressing.',
        ),
      ],
    },
  });
  const current = replicaSet(factory, plan, deployment, 2);
  const objects = [
    deployment,
    replicaSet(factory, plan, deployment, 1),
    current,
    ...Array.from({ length: replicas }, (_, i) =>
      pod(factory, plan, current, i),
    ),
  ];
  if (port) {
    objects.push(
      factory.make('Service', {
        ...common,
        spec: {
          type: 'ClusterIP',
          selector: labels,
          ports: [{ name: 'http', port: 80, targetPort: 'http' }],
        },
        status: { loadBalancer: {} },
      }),
    );
  }
  if (replicas > 1) {
    objects.push(
      factory.make('PodDisruptionBudget', {
        ...common,
        spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
        status: {
          currentHealthy: ready,
          desiredHealthy: replicas - 1,
          expectedPods: replicas,
          disruptionsAllowed: Math.max(0, ready - replicas + 1),
        },
      }),
    );
  }
  if (plan.scalesTo) {
    const target = { type: 'Utilization', averageUtilization: 70 };
    objects.push(
      factory.make('HorizontalPodAutoscaler', {
        ...common,
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          minReplicas: replicas,
          maxReplicas: plan.scalesTo,
          metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
        },
        status: {
          currentReplicas: replicas,
          desiredReplicas: replicas,
          lastScaleTime: since,
          currentMetrics: [
            {
              type: 'Resource',
              resource: {
                name: 'cpu',
                current: { averageUtilization: 41, averageValue: '410m' },
              },
            },
          ],
          conditions: [
            condition('AbleToScale', true, since, 'ReadyForNewScale'),
            condition('ScalingActive', true, since, 'ValidMetricFound'),
          ],
        },
      }),
    );
  }
  return objects;
}
