import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  getEntityRelations,
  useEntity,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { ButtonLink, Flex, Skeleton, Text } from '@backstage/ui';
import type { EntityReleaseRisk } from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooApiRef } from '../api';
import { Muted } from '../layout';
import { useLiveData, useRefreshTick } from '../live';
import { RELEASE_RISK_PATH } from '../routes';
import { useEntityScope } from '../scope';
import { FailureState, StaleNotice } from '../states';
import { BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { ReasonList, VerdictWord } from '../verdict';
import { releaseName } from './releaseName';

/** Overview card: verdict word, the gate's decision, at most three reasons, and the way to the tab. */
export function ReleaseRiskCard() {
  const { entity } = useEntity();
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const entityLink = useEntityRefLink();
  const tick = useRefreshTick();
  const scope = useEntityScope(entity);
  const entityRef = stringifyEntityRef(entity);
  const { data, failure, fetchedAt, retry } = useLiveData(
    entityRef,
    tick,
    signal => api.getReleaseRisk(entityRef, { signal }),
  );
  const [owner] = getEntityRelations(entity, 'ownedBy');
  return (
    <BusinessTimeZone value={scope.timeZone}>
      <EntityInfoCard
        title={t('release.card.title')}
        footerActions={
          <ButtonLink
            size="small"
            variant="secondary"
            href={`${entityLink(entity)}${RELEASE_RISK_PATH}`}
          >
            {t('release.card.open')}
          </ButtonLink>
        }
      >
        {data === undefined && failure === undefined && (
          <Skeleton width="100%" height="6rem" />
        )}
        {data === undefined && failure !== undefined && (
          <FailureState
            failure={failure}
            onRetry={retry}
            ownerRef={owner && stringifyEntityRef(owner)}
          />
        )}
        {data !== undefined && (
          <>
            {failure !== undefined && fetchedAt !== undefined && (
              <StaleNotice
                failure={failure}
                fetchedAt={fetchedAt}
                onRetry={retry}
              />
            )}
            <CardContent risk={data} />
          </>
        )}
      </EntityInfoCard>
    </BusinessTimeZone>
  );
}

function CardContent(props: { risk: EntityReleaseRisk }) {
  const { environments, status } = props.risk;
  const { t } = useTranslationRef(odooTranslationRef);
  // The environment that the roll-up speaks of; the backend's word is its worst one's.
  const worst = environments.find(
    ({ current }) => (current?.verdict.status ?? 'unknown') === status,
  );
  const current = worst?.current;
  return (
    <Flex direction="column" gap="3" align="start">
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <VerdictWord status={status} decision={current?.verdict.decision} />
        {current !== undefined && (
          <Muted>
            <code title={current.release.artifact}>
              {releaseName(current.release)}
            </code>{' '}
            {t(`release.state.${current.state}`)}
          </Muted>
        )}
      </Flex>
      {current?.verdict.status === 'unknown' && (
        <Text as="p">
          {t('release.unknownWhy', {
            decision: t(`decision.${current.verdict.decision}`),
          })}
        </Text>
      )}
      {environments.length > 1 && worst !== undefined && (
        <Text as="p">
          {t('release.card.worst', {
            title: worst.title,
            number: String(environments.length),
          })}
        </Text>
      )}
      {environments.length === 0 && (
        <Text as="p">{t('release.tenant.empty.title')}</Text>
      )}
      {worst !== undefined && current === undefined && (
        <Text as="p">{t('release.card.empty')}</Text>
      )}
      {current !== undefined && (
        <ReasonList reasons={current.verdict.reasons} glanceOnly />
      )}
    </Flex>
  );
}
