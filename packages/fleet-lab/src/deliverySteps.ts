import type { Delivery } from './deliveries';
import {
  preparationFacts,
  preparationSteps,
  verificationFacts,
} from './preparationSteps';
import { digestOf, purlOf } from './cdevents';
import {
  after,
  environmentOf,
  instantOf,
  shortName,
  sourceOf,
  type Step,
} from './step';

/** Digest of a version of a tenant's image in the demonstration; examples/fleet pins what runs in production by it. */
export function demonstrationDigest(tenant: string, version: string): string {
  return digestOf('odoo-fleet demonstration', tenant, version);
}

function imageOf({ tenant }: Delivery, version: string): string {
  const short = shortName(tenant);
  return purlOf(`${short}-odoo`, demonstrationDigest(short, version));
}

/** The one commit of a delivery; the same words give the same. */
function commitOf({ tenant, version }: Delivery): string {
  return digestOf('commit', tenant, version).slice('sha256:'.length, 47);
}

/** From the merged change to the artifact. */
function buildSteps(delivery: Delivery): Step[] {
  const { tenant, version, hoursAgo } = delivery;
  const short = shortName(tenant);
  const change = `${short}/pull/${version}`;
  const source = sourceOf(delivery);
  return [
    {
      name: 'merged',
      type: 'dev.cdevents.change.merged.0.3.0',
      hoursAgo: hoursAgo.merged,
      subjectId: change,
      content: {},
      odoo: {
        author: delivery.author,
        changedLines: delivery.changedLines,
        commits: [commitOf(delivery)],
      },
    },
    {
      name: 'build-began',
      type: 'dev.cdevents.pipelinerun.started.0.3.0',
      hoursAgo: after(hoursAgo.merged, 0.06),
      subjectId: `${short}-build-${version}`,
      content: {
        pipelineName: `${short} image`,
        uri: `${source}/runs/${version}`,
      },
    },
    {
      name: 'built',
      type: 'dev.cdevents.pipelinerun.finished.0.3.0',
      hoursAgo: after(hoursAgo.merged, 0.2),
      subjectId: `${short}-build-${version}`,
      content: {
        pipelineName: `${short} image`,
        outcome: 'success',
        uri: `${source}/runs/${version}`,
      },
      ...(delivery.care !== 'bare' && {
        odoo: {
          testCounts: {
            passed: 380 + delivery.changedLines,
            failed: 0,
            skipped: delivery.modules.length,
          },
        },
      }),
    },
    {
      name: 'packaged',
      type: 'dev.cdevents.artifact.packaged.0.3.0',
      hoursAgo: after(hoursAgo.merged, 0.25),
      subjectId: imageOf(delivery, version),
      content: { change: { id: change, source } },
    },
    {
      name: 'signed',
      type: 'dev.cdevents.artifact.signed.0.3.0',
      hoursAgo: delivery.signed ? after(hoursAgo.merged, 0.3) : undefined,
      subjectId: imageOf(delivery, version),
      content: { signature: `demonstration-signature-of-${version}` },
      ...verificationFacts(delivery),
    },
    ...scanSteps(delivery),
  ];
}

function scanSteps(delivery: Delivery): Step[] {
  const { version, hoursAgo, care } = delivery;
  return care === 'bare'
    ? []
    : [
        {
          name: 'published',
          type: 'dev.cdevents.artifact.published.0.3.0',
          hoursAgo: after(hoursAgo.merged, 0.35),
          subjectId: imageOf(delivery, version),
          content: {},
          odoo: {
            vulnerabilities: {
              critical: 0,
              high: care === 'thorough' ? 0 : 2,
              medium: 9,
              low: 31,
              scanner: 'trivy 0.58',
              endOfSupport: false,
            },
          },
        },
      ];
}

function stagingSteps(delivery: Delivery): Step[] {
  const { tenant, version, hoursAgo } = delivery;
  const short = shortName(tenant);
  return [
    {
      name: 'staging',
      type: 'dev.cdevents.service.deployed.0.3.0',
      hoursAgo: hoursAgo.staging,
      subjectId: `${short}-staging-web`,
      content: {
        ...environmentOf(delivery, 'staging'),
        artifactId: imageOf(delivery, version),
      },
    },
    {
      name: 'tested',
      type: 'dev.cdevents.testsuiterun.finished.0.3.0',
      hoursAgo: after(hoursAgo.staging, 0.5),
      subjectId: `${short}-smoke-${version}`,
      content: {
        outcome: 'pass',
        ...environmentOf(delivery, 'staging'),
        testSuite: { id: 'all', name: 'All tests' },
      },
    },
  ];
}

function productionSteps(delivery: Delivery, anchor: Date): Step[] {
  const { tenant, version, hoursAgo } = delivery;
  const short = shortName(tenant);
  const production = environmentOf(delivery, 'production');
  const artifactId = imageOf(delivery, version);
  return [
    {
      name: 'checkpoint',
      type: 'dev.cdeventsx.odoo-checkpoint.recorded.0.1.0',
      hoursAgo: hoursAgo.checkpoint,
      subjectId: `${short}-checkpoint-${version}`,
      content: {
        ...production,
        instant: instantOf(anchor, hoursAgo.checkpoint ?? 0).toISOString(),
        label: `before ${version}`,
        artifactId,
      },
    },
    {
      name: 'proposed',
      type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
      hoursAgo: hoursAgo.proposed,
      subjectId: `${short}-production`,
      content: { ...production, artifactId },
      odoo: {
        author: delivery.author,
        approvers: delivery.approvers,
        modules: delivery.modules.map(module => ({
          ...module,
          ...(delivery.care !== 'bare' && {
            dependents: delivery.dependents?.[module.name] ?? [],
          }),
        })),
        migrationClass: delivery.migrationClass,
        ...(delivery.care !== 'bare' && { foundations: [] }),
        ...(delivery.foundations && { foundations: delivery.foundations }),
        ...(delivery.hotfix && { hotfix: true }),
        ...preparationFacts(delivery),
        changeRecord: {
          id: `CHG-${short}-${version}`,
          url: `https://changes.odoo-fleet.example/${short}/${version}`,
        },
      },
    },
    {
      name: 'rollout',
      type: 'dev.cdeventsx.odoo-rollout.started.0.1.0',
      hoursAgo: after(hoursAgo.production ?? hoursAgo.failed, -0.12),
      subjectId: `${short}-rollout-${version}`,
      content: {
        ...production,
        artifactId,
        url: `${sourceOf(delivery)}/runs/${version}-rollout`,
      },
    },
    {
      name: 'failed',
      type: 'dev.cdevents.pipelinerun.finished.0.3.0',
      hoursAgo: hoursAgo.failed,
      subjectId: `${short}-rollout-${version}`,
      content: {
        pipelineName: `${short} rollout to production`,
        outcome: 'failure',
        uri: `${sourceOf(delivery)}/runs/${version}-rollout`,
      },
    },
    {
      name: 'production',
      type: 'dev.cdevents.service.upgraded.0.3.0',
      hoursAgo: hoursAgo.production,
      subjectId: `${short}-production-web`,
      content: { ...production, artifactId },
    },
  ];
}

/** What came of it: an incident, and the way back. */
function aftermathSteps(delivery: Delivery): Step[] {
  const { tenant, version, hoursAgo, incident, rolledBackTo } = delivery;
  const short = shortName(tenant);
  const about = {
    ...environmentOf(delivery, 'production'),
    artifactId: imageOf(delivery, version),
    description: incident,
  };
  const subjectId = `${short}-incident-${version}`;
  return [
    {
      name: 'incident',
      type: 'dev.cdevents.incident.detected.0.3.0',
      hoursAgo: hoursAgo.incident,
      subjectId,
      content: about,
    },
    {
      name: 'rolled-back',
      type: 'dev.cdevents.service.rolledback.0.3.0',
      hoursAgo: hoursAgo.rolledBack,
      subjectId: `${short}-production-web`,
      content: {
        ...environmentOf(delivery, 'production'),
        artifactId: imageOf(delivery, rolledBackTo ?? version),
      },
      ownChain: true,
    },
    {
      name: 'resolved',
      type: 'dev.cdevents.incident.resolved.0.3.0',
      hoursAgo: hoursAgo.resolved,
      subjectId,
      content: about,
    },
  ];
}

/** Everything that a delivery makes its pipeline say, in order, with what has not happened left in. */
export function stepsOf(delivery: Delivery, anchor: Date): Step[] {
  return [
    ...buildSteps(delivery),
    ...stagingSteps(delivery),
    ...preparationSteps(delivery, imageOf(delivery, delivery.version)),
    ...productionSteps(delivery, anchor),
    ...aftermathSteps(delivery),
  ];
}
