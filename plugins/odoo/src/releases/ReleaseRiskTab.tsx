import { useApi } from '@backstage/frontend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { odooApiRef } from '../api';
import { useLiveData, useRefreshTick } from '../live';
import { ReasonList, VerdictWord } from '../verdict';

/** Tab Release risk of a tenant, an environment or a service. */
export function ReleaseRiskTab() {
  const { entity } = useEntity();
  const api = useApi(odooApiRef);
  const tick = useRefreshTick();
  const entityRef = stringifyEntityRef(entity);
  const risk = useLiveData(entityRef, tick, signal =>
    api.getReleaseRisk(entityRef, { signal }),
  );
  return (
    <>
      {risk.data?.environments.map(({ environmentRef, current }) => (
        <div key={environmentRef}>
          <VerdictWord
            status={current?.verdict.status ?? 'unknown'}
            decision={current?.verdict.decision}
          />
          <ReasonList reasons={current?.verdict.reasons ?? []} />
        </div>
      ))}
    </>
  );
}
