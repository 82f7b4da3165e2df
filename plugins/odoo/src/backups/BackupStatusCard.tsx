import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  EntityRefLink,
  getEntityRelations,
  useEntity,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { ButtonLink, Flex, Skeleton, Text } from '@backstage/ui';
import type { EntityBackupStatus } from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooApiRef } from '../api';
import { useLiveData, useRefreshTick } from '../live';
import { BACKUP_STATUS_PATH } from '../routes';
import { useEntityScope } from '../scope';
import { LiveNotice } from '../states';
import { BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { ReasonList, VerdictWord } from '../verdict';
import { Exposure } from './Exposure';

/** Overview card: the word, what the worst process would lose now, at most three reasons, and the way to the tab. */
export function BackupStatusCard() {
  const { entity } = useEntity();
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const entityLink = useEntityRefLink();
  const tick = useRefreshTick();
  const scope = useEntityScope(entity);
  const entityRef = stringifyEntityRef(entity);
  const status = useLiveData(entityRef, tick, signal =>
    api.getBackupStatus(entityRef, { signal }),
  );
  const [owner] = getEntityRelations(entity, 'ownedBy');
  return (
    <BusinessTimeZone value={scope.timeZone}>
      <EntityInfoCard
        title={t('backup.card.title')}
        footerActions={
          <ButtonLink
            size="small"
            variant="secondary"
            href={`${entityLink(entity)}${BACKUP_STATUS_PATH}`}
          >
            {t('backup.card.open')}
          </ButtonLink>
        }
      >
        {status.data === undefined && status.failure === undefined && (
          <Skeleton width="100%" height="6rem" />
        )}
        <LiveNotice
          live={[status]}
          ownerRef={owner && stringifyEntityRef(owner)}
        />
        {status.data !== undefined && <CardContent status={status.data} />}
      </EntityInfoCard>
    </BusinessTimeZone>
  );
}

function CardContent(props: { status: EntityBackupStatus }) {
  const { environments, status } = props.status;
  const { t } = useTranslationRef(odooTranslationRef);
  const granted = environments.filter(one => one.access === 'granted');
  const denied = environments.filter(one => one.access === 'denied');
  if (environments.length === 0) {
    return <Text as="p">{t('backup.card.none')}</Text>;
  }
  if (granted.length === 0) {
    const [{ ownerRef }] = denied;
    return (
      <Text as="p">
        {t('backup.card.denied', { count: denied.length })}{' '}
        {t('backup.denied.ask')}{' '}
        <EntityRefLink entityRef={ownerRef} defaultKind="Group" />
      </Text>
    );
  }
  // The environment that the roll-up speaks of
  const worst =
    granted.find(({ verdict }) => verdict.status === status) ?? granted[0];
  return (
    <Flex direction="column" gap="3" align="start">
      <VerdictWord status={status} />
      <Text as="p" weight="bold">
        <Exposure verdict={worst.verdict} stage={worst.stage} />
      </Text>
      {environments.length > 1 && (
        <Text as="p">
          {t('backup.card.worst', {
            title: worst.title,
            number: String(granted.length),
          })}{' '}
          {denied.length > 0 &&
            t('backup.card.denied', { count: denied.length })}
        </Text>
      )}
      <ReasonList reasons={worst.verdict.reasons} glanceOnly />
    </Flex>
  );
}
