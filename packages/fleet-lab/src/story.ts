import { deliveries, type Delivery } from './deliveries';
import { pipelineEvent, type PipelineEvent } from './cdevents';
import { demonstrationDigest, stepsOf } from './deliverySteps';
import { tellOfRecovery } from './backups/recoveryStory';
import { tellOfPlatform } from './platformStory';
import { instantOf, shortName, sourceOf } from './step';

const DAY = 24 * 3_600_000;

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

function eventsOf(delivery: Delivery, anchor: Date): PipelineEvent[] {
  const chainId = `${shortName(delivery.tenant)}-${
    delivery.version
  }-${anchor.toISOString()}`;
  return stepsOf(delivery, anchor).flatMap(
    ({ name, hoursAgo, ownChain, ...step }) =>
      hoursAgo === undefined
        ? []
        : [
            pipelineEvent({
              ...step,
              id: `${chainId}-${name}`,
              source: sourceOf(delivery),
              at: instantOf(anchor, hoursAgo),
              chainId: ownChain ? `${chainId}-${name}` : chainId,
            }),
          ],
  );
}

/** A pipeline asks before it releases. The gate answers for now, so only what is still to come can be asked about. */
function asksTheGate({ hoursAgo }: Delivery): boolean {
  return (
    hoursAgo.proposed !== undefined &&
    hoursAgo.production === undefined &&
    hoursAgo.failed === undefined
  );
}

/**
 * Tells the demonstration's story up to `anchor`. The same anchor gives the same events, to the byte, so playing it again
 * changes nothing.
 */
export function tellStory(anchor: Date): Story {
  return {
    events: [
      ...deliveries.flatMap(delivery => eventsOf(delivery, anchor)),
      ...tellOfPlatform(anchor),
      ...tellOfRecovery(anchor),
    ],
    questions: deliveries.filter(asksTheGate).map(({ tenant, version }) => ({
      environment: `odooenvironment:default/${shortName(tenant)}-production`,
      digest: demonstrationDigest(shortName(tenant), version),
    })),
  };
}

/** How long a played story stays believable; after that the player tells it anew from now. */
export const STORY_LIFETIME_MS = DAY;
