import {
  DatabaseBindingStore,
  DatabasePlaceStore,
  DatabaseRecoveryStore,
} from '../catalog';
import type { Database } from '../platform/database';
import { DatabaseReads, type Reads } from '../platform/DatabaseReadsStore';
import { DatabaseEventListStore } from '../releases';
import type { BackupFactSources } from './BackupFacts';
import { DatabaseBackupStore } from './DatabaseBackupStore';

/** The stores that one piece of work reads facts from, all of which ask together. */
export function backupFactSourcesIn(
  database: Database,
  reads: Reads = DatabaseReads.create({ database }),
): BackupFactSources {
  const on = { database, knex: database, reads };
  return {
    places: DatabasePlaceStore.create(on),
    recovery: DatabaseRecoveryStore.create(on),
    bindings: DatabaseBindingStore.create(on),
    backups: DatabaseBackupStore.create(on),
    events: DatabaseEventListStore.create(on),
  };
}
