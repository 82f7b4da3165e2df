import type { Knex } from 'knex';
import { DatabaseCalendarStore } from '../../calendar';
import {
  DatabaseComponentStore,
  DatabaseEnvironmentStore,
} from '../../catalog';
import { DatabaseEventListStore } from '../DatabaseEventListStore';
import { DatabaseGateDecisionStore } from '../gate/DatabaseGateDecisionStore';
import { DatabasePersonDecisionStore } from '../people/DatabasePersonDecisionStore';
import { DatabaseReleaseStore } from '../DatabaseReleaseStore';
import { DatabaseSurroundingsStore } from './DatabaseSurroundingsStore';
import type { JudgementStores } from '../ingest/ReleaseEventStore';

/** The stores that a judgement reads, on one transaction: it sees what that has written, and waits for no other connection. */
export function judgementStoresIn(
  transaction: Knex.Transaction,
): JudgementStores {
  return {
    calendars: DatabaseCalendarStore.create({ database: transaction }),
    components: DatabaseComponentStore.create({ knex: transaction }),
    surroundings: DatabaseSurroundingsStore.create({ database: transaction }),
    environments: DatabaseEnvironmentStore.create({ knex: transaction }),
    releases: DatabaseReleaseStore.create({ database: transaction }),
    lists: DatabaseEventListStore.create({ database: transaction }),
    decisions: DatabaseGateDecisionStore.create({ database: transaction }),
    personDecisions: DatabasePersonDecisionStore.create({
      database: transaction,
    }),
  };
}
