import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  getEntityRelations,
  useEntity,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import {
  ANNOTATION_ROLE,
  isOdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooApiRef } from '../api';
import { useLiveData, useRefreshTick } from '../live';
import { RELEASE_RISK_PATH } from '../routes';
import { environmentRefOf, useEntityScope } from '../scope';
import { FailureState, LoadingState, StaleNotice } from '../states';
import { BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { EnvironmentRisk } from './EnvironmentRisk';
import styles from './ReleaseRiskTab.module.css';
import { TenantRisk } from './TenantRisk';

function titleOf(entity: Entity): string {
  return entity.metadata.title ?? entity.metadata.name;
}

/** Tab Release risk of a tenant, an environment or a service. */
export function ReleaseRiskTab() {
  const { entity } = useEntity();
  const api = useApi(odooApiRef);
  const tick = useRefreshTick();
  const scope = useEntityScope(entity);
  const entityRef = stringifyEntityRef(entity);
  const risk = useLiveData(entityRef, tick, signal =>
    api.getReleaseRisk(entityRef, { signal }),
  );
  const [owner] = getEntityRelations(entity, 'ownedBy');
  const environment = risk.data?.environments[0];
  const isTenant = isOdooTenantEntity(entity);
  // A service whose environment the backend does not list is the same to the reader as one that it does not know.
  const failure =
    risk.failure ??
    (risk.data !== undefined && !isTenant && environment === undefined
      ? ({ kind: 'not-found', message: '' } as const)
      : undefined);
  return (
    <BusinessTimeZone value={scope.timeZone}>
      <div className={styles.tab}>
        {risk.data === undefined && failure === undefined && <LoadingState />}
        {failure !== undefined &&
          (risk.data === undefined ||
          risk.fetchedAt === undefined ||
          risk.failure === undefined ? (
            <FailureState
              failure={failure}
              onRetry={risk.retry}
              ownerRef={owner && stringifyEntityRef(owner)}
            />
          ) : (
            <StaleNotice
              failure={failure}
              fetchedAt={risk.fetchedAt}
              onRetry={risk.retry}
            />
          ))}
        {isTenant && risk.data !== undefined && (
          <TenantRisk title={titleOf(entity)} risk={risk.data} />
        )}
        {!isTenant && environment !== undefined && (
          <EnvironmentRisk
            risk={environment}
            scope={scope}
            tick={tick}
            ownRole={
              environmentRefOf(entity) === undefined
                ? undefined
                : entity.metadata.annotations?.[ANNOTATION_ROLE]
            }
            onDecided={risk.retry}
            scopeNote={
              environmentRefOf(entity) !== undefined && (
                <ServiceNote environmentRef={environment.environmentRef} />
              )
            }
          />
        )}
      </div>
    </BusinessTimeZone>
  );
}

function ServiceNote(props: { environmentRef: string }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const entityLink = useEntityRefLink();
  return (
    <Text as="p">
      {t('release.of.service')}{' '}
      <EntityRefLink entityRef={props.environmentRef} />
      {' · '}
      <Link href={`${entityLink(props.environmentRef)}${RELEASE_RISK_PATH}`}>
        {t('release.of.openTab')}
      </Link>
    </Text>
  );
}
