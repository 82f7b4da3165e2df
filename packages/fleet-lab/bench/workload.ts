import {
  digestOf,
  pipelineEvent,
  purlOf,
  type PipelineEvent,
} from '../src/cdevents';

/** Environments that the benchmark's events are about. */
export const BENCH_ENVIRONMENTS = 200;

/** Events that make up one release in the benchmark: proposal, checkpoint, rollout, and what pipelines add to it. */
export const EVENTS_A_RELEASE = 10;

/** Environments of one retailer: each retailer has a pipeline, and so a source, of its own. */
const ENVIRONMENTS_A_TENANT = 4;

/** The source that the events about an environment come from. */
export function benchSource(index: number): string {
  return `https://ci.example.org/tenant-${Math.floor(
    index / ENVIRONMENTS_A_TENANT,
  )}`;
}

export function benchEnvironmentName(index: number): string {
  return `bench-${String(index).padStart(4, '0')}-production`;
}

/** The n-th event of the benchmark: environments in turn, each going through release after release from `start` on. */
export function benchEvent(
  n: number,
  start = Date.UTC(2026, 0, 1),
): PipelineEvent {
  const name = benchEnvironmentName(n % BENCH_ENVIRONMENTS);
  const round = Math.floor(n / BENCH_ENVIRONMENTS);
  const release = Math.floor(round / EVENTS_A_RELEASE);
  const step = round % EVENTS_A_RELEASE;
  const environment = { environment: { id: name } };
  const digest = digestOf(name, String(release));
  const artifactId = purlOf('bench-odoo', digest);
  const base = {
    id: `bench-${n}`,
    source: benchSource(n % BENCH_ENVIRONMENTS),
    at: new Date(start + round * 60_000 + (n % BENCH_ENVIRONMENTS)),
    chainId: `${name}-${release}`,
  };
  switch (step) {
    case 0:
      return pipelineEvent({
        ...base,
        type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
        subjectId: name,
        content: { ...environment, artifactId },
        odoo: {
          author: 'user:default/author',
          approvers: ['user:default/approver'],
          changedLines: 120,
          migrationClass: 'module',
          modules: [
            {
              name: 'bench_stock',
              from: '17.0.1.0.0',
              to: '17.0.1.0.1',
              domain: 'stock',
            },
          ],
        },
      });
    case 1:
      return pipelineEvent({
        ...base,
        type: 'dev.cdeventsx.odoo-checkpoint.recorded.0.1.0',
        subjectId: `${name}-checkpoint`,
        content: {
          ...environment,
          instant: base.at.toISOString(),
          label: `before ${release}`,
        },
      });
    case 2:
      return pipelineEvent({
        ...base,
        type: 'dev.cdevents.service.deployed.0.3.0',
        subjectId: `${name}-web`,
        content: { ...environment, artifactId },
      });
    case 3:
      return pipelineEvent({
        ...base,
        type: 'dev.cdevents.artifact.signed.0.3.0',
        subjectId: artifactId,
        content: { signature: 'bench' },
      });
    default:
      return pipelineEvent({
        ...base,
        type: 'dev.cdevents.testsuiterun.finished.0.3.0',
        subjectId: `${name}-suite-${step}`,
        content: {
          outcome: 'pass',
          ...environment,
          testSuite: { id: `suite-${step}` },
        },
      });
  }
}
