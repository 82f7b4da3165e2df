import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { OutboxMessage } from '../../platform/Outbox';
import type { ReleaseEventStore } from '../ingest/ReleaseEventStore';
import {
  findAffectedPairs,
  refold,
  type ChangedFact,
  type ReleaseChange,
} from './refold';

/** Topic on which a changed release is told. */
export const RELEASE_TOPIC = 'odoo.release';

/**
 * Says which releases changed, and which environments and platform components got facts that no release is folded from
 * (checkpoints, incidents, maintenance). A component stands for all environments on it.
 */
export function messagesFor(
  changes: readonly ReleaseChange[],
  environmentRefs: Iterable<string>,
  componentRefs: Iterable<string> = [],
): OutboxMessage[] {
  const told = new Set(changes.map(({ environmentRef }) => environmentRef));
  return [
    ...changes.map(payload => ({
      topic: RELEASE_TOPIC,
      payload: { ...payload },
    })),
    ...[...environmentRefs]
      .filter(ref => !told.has(ref))
      .map(environmentRef => ({
        topic: RELEASE_TOPIC,
        payload: { environmentRef },
      })),
    ...[...componentRefs].map(componentRef => ({
      topic: RELEASE_TOPIC,
      payload: { componentRef },
    })),
  ];
}

/**
 * Folds the releases of these environments that the facts change, and tells of it. Must run in a transaction that waited for whoever
 * else writes releases of the environments.
 *
 * @param reach - environments that the facts were found to reach
 * @param now - epoch milliseconds
 * @returns all releases that the facts have to do with, as they are now
 */
export async function foldAndTell(
  store: ReleaseEventStore,
  facts: readonly ChangedFact[],
  reach: ReadonlySet<string>,
  { sourceRank, now }: { sourceRank(source: string): number; now: number },
): Promise<Release[]> {
  if (facts.length === 0) {
    return [];
  }
  const pairs = await findAffectedPairs(store, facts);
  const { changes, releases } = await refold(
    store,
    // Others may name the same artifact without being reached: nothing of theirs changes, and somebody else may be writing it
    pairs.filter(({ environmentRef }) => reach.has(environmentRef)),
    sourceRank,
  );
  const environmentRefs = new Set(
    facts.flatMap(({ attribution }) =>
      attribution.status === 'environment' ? attribution.environmentRef : [],
    ),
  );
  const componentRefs = new Set(
    facts.flatMap(({ attribution }) =>
      attribution.status === 'component' ? attribution.componentRef : [],
    ),
  );
  const messages = messagesFor(changes, environmentRefs, componentRefs);
  if (messages.length > 0) {
    await store.appendMessages(messages, now);
  }
  return releases;
}
