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
  isOdooTenantEntity,
  type RecoveryArea,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooApiRef } from '../api';
import { useLiveData, useRefreshTick } from '../live';
import { BACKUP_STATUS_PATH } from '../routes';
import { environmentRefOf, useEntityScope } from '../scope';
import { FailureState, LoadingState, StaleNotice } from '../states';
import { BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import styles from './BackupStatusTab.module.css';
import { DeniedBackups } from './DeniedBackups';
import { EnvironmentBackups } from './EnvironmentBackups';
import { TenantBackups } from './TenantBackups';

/** The recovery area that a derived Resource stands for. */
function areaOf(entity: Entity): RecoveryArea | undefined {
  switch (entity.spec?.type) {
    case 'database':
      return 'postgresql';
    case 'filestore':
      return 'attachments';
    default:
      return undefined;
  }
}

/** Tab Backup status of a tenant, an environment, a service, a database or a filestore. */
export function BackupStatusTab() {
  const { entity } = useEntity();
  const api = useApi(odooApiRef);
  const tick = useRefreshTick();
  const scope = useEntityScope(entity);
  const entityRef = stringifyEntityRef(entity);
  const status = useLiveData(entityRef, tick, signal =>
    api.getBackupStatus(entityRef, { signal }),
  );
  const [owner] = getEntityRelations(entity, 'ownedBy');
  const isTenant = isOdooTenantEntity(entity);
  const environment = status.data?.environments[0];
  // An environment that the backend does not list is the same to the reader as one that it does not know.
  const failure =
    status.failure ??
    (status.data !== undefined && !isTenant && environment === undefined
      ? ({ kind: 'not-found', message: '' } as const)
      : undefined);
  return (
    <BusinessTimeZone value={scope.timeZone}>
      <div className={styles.tab}>
        {status.data === undefined && failure === undefined && <LoadingState />}
        {failure !== undefined &&
          (status.data === undefined ||
          status.fetchedAt === undefined ||
          status.failure === undefined ? (
            <FailureState
              failure={failure}
              onRetry={status.retry}
              ownerRef={owner && stringifyEntityRef(owner)}
            />
          ) : (
            <StaleNotice
              failure={failure}
              fetchedAt={status.fetchedAt}
              onRetry={status.retry}
            />
          ))}
        {isTenant && status.data !== undefined && (
          <TenantBackups
            title={entity.metadata.title ?? entity.metadata.name}
            status={status.data}
          />
        )}
        {!isTenant && environment?.access === 'denied' && (
          <DeniedBackups
            title={environment.title}
            ownerRef={environment.ownerRef}
          />
        )}
        {!isTenant && environment?.access === 'granted' && (
          <EnvironmentBackups
            status={environment}
            scope={scope}
            tick={tick}
            ownArea={areaOf(entity)}
            scopeNote={
              environmentRefOf(entity) !== undefined && (
                <PartNote environmentRef={environment.environmentRef} />
              )
            }
          />
        )}
      </div>
    </BusinessTimeZone>
  );
}

/** On the page of a part of an environment: that it can only be got back with the whole. */
function PartNote(props: { environmentRef: string }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const entityLink = useEntityRefLink();
  return (
    <Text as="p">
      {t('backup.of.environment')}{' '}
      <EntityRefLink entityRef={props.environmentRef} />
      {' · '}
      <Link href={`${entityLink(props.environmentRef)}${BACKUP_STATUS_PATH}`}>
        {t('backup.of.openTab')}
      </Link>
    </Text>
  );
}
