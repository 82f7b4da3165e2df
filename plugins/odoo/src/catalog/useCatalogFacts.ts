import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Binding,
  EntityBackupStatus,
  EntityReleaseRisk,
  Finding,
  SeriesSupport,
  Workload,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooApiRef } from '../api';
import { type LiveData, useLiveData, useRefreshTick } from '../live';

/** As many as the API gives at once. */
const PAGE_SIZE = 500;

/** Follows the cursors to the end: a card that counts must not count one page only. */
async function allPages<T>(
  fetchPage: (
    cursor: string | undefined,
  ) => Promise<{ items: T[]; nextCursor?: string }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

/** What the environments of an entity claim outside, and whether it is confirmed. */
export function useBindings(entityRef: string): LiveData<Binding[]> {
  const api = useApi(odooApiRef);
  return useLiveData(entityRef, useRefreshTick(), signal =>
    allPages(cursor =>
      api.listBindings({ entityRef, cursor, limit: PAGE_SIZE }, { signal }),
    ),
  );
}

/** What the whole catalog shows to be wrong with an entity. */
export function useFindings(entityRef: string): LiveData<Finding[]> {
  const api = useApi(odooApiRef);
  return useLiveData(entityRef, useRefreshTick(), signal =>
    allPages(cursor =>
      api.listFindings({ entityRef, cursor, limit: PAGE_SIZE }, { signal }),
    ),
  );
}

/** Workloads of the environments of an entity; an undefined reference asks nothing. */
export function useWorkloads(
  entityRef: string | undefined,
): LiveData<Workload[]> {
  const api = useApi(odooApiRef);
  return useLiveData(entityRef, useRefreshTick(), signal =>
    allPages(cursor =>
      api.listWorkloads(
        { entityRef: entityRef ?? '', cursor, limit: PAGE_SIZE },
        { signal },
      ),
    ),
  );
}

/** Release risk of an entity's environments. */
export function useReleaseRisk(entityRef: string): LiveData<EntityReleaseRisk> {
  const api = useApi(odooApiRef);
  return useLiveData(entityRef, useRefreshTick(), signal =>
    api.getReleaseRisk(entityRef, { signal }),
  );
}

/** Backup status of an entity's environments. */
export function useBackupStatus(
  entityRef: string,
): LiveData<EntityBackupStatus> {
  const api = useApi(odooApiRef);
  return useLiveData(entityRef, useRefreshTick(), signal =>
    api.getBackupStatus(entityRef, { signal }),
  );
}

/** Until when each series of Odoo is supported; a table of the config, so it is asked for once. */
export function useSeriesSupport(): LiveData<SeriesSupport[]> {
  const api = useApi(odooApiRef);
  return useLiveData('series-support', 0, async signal => {
    const { items } = await api.listSeriesSupport({ signal });
    return items;
  });
}
