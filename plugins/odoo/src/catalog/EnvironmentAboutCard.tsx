import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  EntityRefLink,
  useEntity,
} from '@backstage/plugin-catalog-react';
import {
  artifactDigest,
  isOdooEnvironmentEntity,
  KIND_ODOO_TENANT,
  type OdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { CopyText, FactList, Muted } from '../layout';
import { useEntityScope } from '../scope';
import { BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { SourceLink } from '../verdict';
import { SeriesSupportState } from './SeriesSupportState';
import { useSeriesSupport } from './useCatalogFacts';
import { useCoordinates, useStores } from './useEnvironmentFacts';

const SHORT_DIGEST = 12;

/** What an environment's descriptor says beyond the portal's own cards (owner, description); nothing on other kinds. */
export function EnvironmentAboutCard() {
  const { entity } = useEntity();
  return isOdooEnvironmentEntity(entity) ? (
    <EnvironmentAbout environment={entity} />
  ) : null;
}

function EnvironmentAbout(props: { environment: OdooEnvironmentEntity }) {
  const { environment } = props;
  const { metadata, spec } = environment;
  const { t } = useTranslationRef(odooTranslationRef);
  const { timeZone } = useEntityScope(environment);
  const series = useSeriesSupport();
  return (
    <BusinessTimeZone value={timeZone}>
      <EntityInfoCard title={t('catalog.environment.title')}>
        <FactList
          items={[
            [
              t('catalog.environment.tenant'),
              <EntityRefLink
                key="tenant"
                entityRef={spec.tenant}
                defaultKind={KIND_ODOO_TENANT}
                defaultNamespace={metadata.namespace}
              />,
            ],
            [t('catalog.environment.stage'), spec.stage],
            [t('catalog.environment.hosting'), spec.hosting],
            [
              t('catalog.environment.odoo'),
              <div key="odoo">
                {t('catalog.environment.series', spec.odoo)}
                <div>
                  <SeriesSupportState
                    series={spec.odoo.series}
                    table={series}
                  />
                </div>
              </div>,
            ],
            [
              t('catalog.environment.url'),
              spec.url === undefined ? (
                <NotSaid />
              ) : (
                <SourceLink
                  url={spec.url}
                  text={spec.url.replace(/^https?:\/\//, '')}
                />
              ),
            ],
            [
              t('catalog.environment.image'),
              <ImageName key="image" image={spec.image} />,
            ],
            ...useCoordinates(environment),
            ...useStores(environment),
            [
              t('catalog.environment.runbooks'),
              <Runbooks key="runbooks" runbooks={spec.runbooks} />,
            ],
            [
              t('catalog.environment.template'),
              spec.template === undefined ? (
                <Muted key="template">
                  {t('catalog.environment.noTemplate')}
                </Muted>
              ) : (
                <div key="template">
                  <EntityRefLink
                    entityRef={spec.template.ref}
                    defaultKind="Template"
                    defaultNamespace={metadata.namespace}
                  />
                  <div>
                    {t('catalog.environment.templateVersion', {
                      version: spec.template.version,
                    })}
                  </div>
                </div>
              ),
            ],
          ]}
        />
      </EntityInfoCard>
    </BusinessTimeZone>
  );
}

function NotSaid() {
  const { t } = useTranslationRef(odooTranslationRef);
  return <Muted>{t('catalog.environment.notSaid')}</Muted>;
}

function Runbooks(props: {
  runbooks: OdooEnvironmentEntity['spec']['runbooks'];
}) {
  const { runbooks } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const named = (['rollback', 'disasterRecovery'] as const).filter(
    runbook => runbooks?.[runbook] !== undefined,
  );
  if (named.length === 0) {
    return <Muted>{t('catalog.environment.noRunbooks')}</Muted>;
  }
  return (
    <>
      {named.map(runbook => (
        <div key={runbook}>
          <SourceLink
            url={runbooks?.[runbook]}
            text={t(`catalog.environment.${runbook}`)}
          />
        </div>
      ))}
    </>
  );
}

function ImageName(props: { image: string | undefined }) {
  const { image } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (image === undefined) {
    return <NotSaid />;
  }
  const digest = artifactDigest(image);
  const [name] = image.split('@');
  return (
    <>
      {name}
      <div>
        {digest === undefined ? (
          <Muted>{t('catalog.environment.noDigest')}</Muted>
        ) : (
          <>
            <code title={digest}>
              {digest.slice(0, 'sha256:'.length + SHORT_DIGEST)}
            </code>{' '}
            <CopyText text={digest} what={t('catalog.environment.digest')} />
          </>
        )}
      </div>
    </>
  );
}
