import type { Knex } from 'knex';
import { DatabaseCalendarStore } from '../../calendar';
import { DatabasePlaceStore } from '../../catalog';
import { DatabaseReads } from '../../platform/DatabaseReadsStore';
import { DatabaseEventListStore } from '../DatabaseEventListStore';
import { DatabaseGateDecisionStore } from '../gate/DatabaseGateDecisionStore';
import { DatabasePersonDecisionStore } from '../people/DatabasePersonDecisionStore';
import { DatabaseReleaseStore } from '../DatabaseReleaseStore';
import { DatabaseSurroundingsStore } from './DatabaseSurroundingsStore';
import type { JudgementStores } from '../ingest/ReleaseEventStore';

/**
 * The stores that one judgement reads, all of which ask together. On a transaction it sees what that has written, and waits for
 * no other connection.
 */
export function judgementStoresIn(database: Knex): JudgementStores {
  const reads = DatabaseReads.create({ database });
  const on = { database, reads };
  return {
    on,
    places: DatabasePlaceStore.create(on),
    calendars: DatabaseCalendarStore.create(on),
    surroundings: DatabaseSurroundingsStore.create(on),
    releases: DatabaseReleaseStore.create(on),
    lists: DatabaseEventListStore.create(on),
    decisions: DatabaseGateDecisionStore.create(on),
    personDecisions: DatabasePersonDecisionStore.create(on),
  };
}
