import { useApi } from '@backstage/frontend-plugin-api';
import type { ReleaseDecisions } from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooApiRef } from '../../api';
import { type LiveData, useLiveData } from '../../live';

/** What people decided about a release, and what who looks may decide; nothing while no release is chosen. */
export function useReleaseDecisions(
  releaseId: string | undefined,
  tick: number,
): LiveData<ReleaseDecisions> {
  const api = useApi(odooApiRef);
  return useLiveData(releaseId, tick, signal =>
    api.listReleaseDecisions(releaseId ?? '', { signal }),
  );
}
