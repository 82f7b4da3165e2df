import { deliveries, tenants } from './deliveries';
import {
  digestOf,
  pipelineEvent,
  purlOf,
  type PipelineEvent,
} from './cdevents';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a pipeline asks the gate, once the facts are there. */
export interface GateQuestion {
  environment: string;
  digest: string;
}

/** The demonstration as a pipeline would play it: events with times relative to the anchor, then questions to the gate. */
export interface Story {
  events: PipelineEvent[];
  questions: GateQuestion[];
}

/** Digest of a version of a tenant's image in the demonstration; examples/fleet pins what runs in production by it. */
export function demonstrationDigest(tenant: string, version: string): string {
  return digestOf('odoo-fleet demonstration', tenant, version);
}

/**
 * Tells the demonstration's story up to `anchor`. The same anchor gives the same events, to the byte, so playing it again
 * changes nothing.
 */
export function tellStory(anchor: Date): Story {
  const events: PipelineEvent[] = [];
  const questions: GateQuestion[] = [];
  for (const delivery of deliveries) {
    const { tenant, version, hoursAgo } = delivery;
    const source = `https://ci.odoo-fleet.example/${tenants[tenant]}`;
    const digest = demonstrationDigest(tenant, version);
    const artifactId = purlOf(`${tenant}-odoo`, digest);
    const chainId = `${tenant}-${version}-${anchor.toISOString()}`;
    const at = (hours: number) => new Date(anchor.getTime() - hours * HOUR);
    const add = (
      step: string,
      type: string,
      hours: number,
      subjectId: string,
      content: Record<string, unknown>,
      odoo?: Record<string, unknown>,
    ) =>
      events.push(
        pipelineEvent({
          id: `${chainId}-${step}`,
          source,
          type,
          at: at(hours),
          subjectId,
          content,
          chainId,
          odoo,
        }),
      );
    const environment = (stage: string) => ({
      environment: { id: `${tenant}-${stage}`, source },
    });

    add(
      'merged',
      'dev.cdevents.change.merged.0.3.0',
      hoursAgo.merged,
      `${tenant}/pull/${version}`,
      {},
      {
        author: delivery.author,
        changedLines: delivery.changedLines,
      },
    );
    add(
      'built',
      'dev.cdevents.pipelinerun.finished.0.3.0',
      hoursAgo.merged - 0.2,
      `${tenant}-build-${version}`,
      {
        pipelineName: `${tenant} image`,
        outcome: 'success',
        uri: `${source}/runs/${version}`,
      },
    );
    add(
      'packaged',
      'dev.cdevents.artifact.packaged.0.3.0',
      hoursAgo.merged - 0.25,
      artifactId,
      {
        change: { id: `${tenant}/pull/${version}`, source },
      },
    );
    if (delivery.signed) {
      add(
        'signed',
        'dev.cdevents.artifact.signed.0.3.0',
        hoursAgo.merged - 0.3,
        artifactId,
        {
          signature: `demonstration-signature-of-${version}`,
        },
      );
    }
    if (hoursAgo.staging !== undefined) {
      add(
        'staging',
        'dev.cdevents.service.deployed.0.3.0',
        hoursAgo.staging,
        `${tenant}-staging-web`,
        {
          ...environment('staging'),
          artifactId,
        },
      );
      add(
        'tested',
        'dev.cdevents.testsuiterun.finished.0.3.0',
        hoursAgo.staging - 0.5,
        `${tenant}-smoke-${version}`,
        {
          outcome: 'pass',
          ...environment('staging'),
          testSuite: { id: 'smoke', name: 'Smoke tests' },
        },
      );
    }
    if (hoursAgo.checkpoint !== undefined) {
      add(
        'checkpoint',
        'dev.cdeventsx.odoo-checkpoint.recorded.0.1.0',
        hoursAgo.checkpoint,
        `${tenant}-checkpoint-${version}`,
        {
          ...environment('production'),
          instant: at(hoursAgo.checkpoint).toISOString(),
          label: `before ${version}`,
        },
      );
    }
    if (hoursAgo.proposed !== undefined) {
      add(
        'proposed',
        'dev.cdeventsx.odoo-release.proposed.0.1.0',
        hoursAgo.proposed,
        `${tenant}-production`,
        { ...environment('production'), artifactId },
        {
          author: delivery.author,
          approvers: delivery.approvers,
          modules: delivery.modules,
          migrationClass: delivery.migrationClass,
          changeRecord: {
            id: `CHG-${tenant}-${version}`,
            url: `https://changes.odoo-fleet.example/${tenant}/${version}`,
          },
        },
      );
    }
    if (hoursAgo.production !== undefined) {
      add(
        'production',
        'dev.cdevents.service.upgraded.0.3.0',
        hoursAgo.production,
        `${tenant}-production-web`,
        {
          ...environment('production'),
          artifactId,
        },
      );
    } else if (hoursAgo.proposed !== undefined) {
      questions.push({
        environment: `odooenvironment:default/${tenant}-production`,
        digest,
      });
    }
  }
  return { events, questions };
}

/** How long a played story stays believable; after that the player tells it anew from now. */
export const STORY_LIFETIME_MS = DAY;
