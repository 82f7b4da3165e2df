import {
  configApiRef,
  useApi,
  useApiHolder,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import {
  EntityInfoCard,
  EntityRefLink,
  useEntity,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import {
  artifactDigest,
  isOdooEnvironmentEntity,
  KIND_ODOO_TENANT,
  type OdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ReactNode } from 'react';
import { CopyText, FactList, Muted } from '../layout';
import { useEntityScope } from '../scope';
import { BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { SourceLink } from '../verdict';
import { deploymentHref, folderHref, KUBERNETES_PATH } from './coordinates';
import { SeriesSupportState } from './SeriesSupportState';
import { useSeriesSupport } from './useCatalogFacts';

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

type Fact = [name: string, value: ReactNode] | undefined;

/** Where an environment is declared and where it runs, each with the way there. */
function useCoordinates(environment: OdooEnvironmentEntity): Fact[] {
  const { t } = useTranslationRef(odooTranslationRef);
  const config = useApi(configApiRef);
  // Not every legacy app has it
  const integrations = useApiHolder().get(scmIntegrationsApiRef);
  const entityLink = useEntityRefLink();
  const { gitops, kubernetes } = environment.spec;
  const deployment = (link: 'argocd' | 'flux', name: string): Fact => [
    t(`catalog.environment.${link}`),
    <SourceLink
      key={link}
      url={deploymentHref(
        config.getOptionalString(`odoo.links.${link}`),
        environment,
      )}
      text={name}
    />,
  ];
  return [
    [t('catalog.environment.cluster'), kubernetes.cluster],
    [
      t('catalog.environment.namespace'),
      <Link
        key="namespace"
        href={`${entityLink(environment)}${KUBERNETES_PATH}`}
        aria-label={t('catalog.environment.namespaceHint', {
          namespace: kubernetes.namespace,
        })}
      >
        {kubernetes.namespace}
      </Link>,
    ],
    [
      t('catalog.environment.gitops'),
      gitops === undefined ? (
        <Muted>{t('catalog.environment.noGitops')}</Muted>
      ) : (
        <>
          <SourceLink
            url={folderHref(
              gitops.repository,
              gitops.path,
              integrations?.byUrl(gitops.repository)?.type,
            )}
            text={gitops.path}
          />
          <Muted as="p">{gitops.repository.replace(/^https?:\/\//, '')}</Muted>
        </>
      ),
    ],
    gitops?.argocd && deployment('argocd', gitops.argocd.application),
    gitops?.flux && deployment('flux', gitops.flux.kustomization),
  ];
}

/** Where an environment keeps its data. */
function useStores(environment: OdooEnvironmentEntity): Fact[] {
  const { t } = useTranslationRef(odooTranslationRef);
  const { database, redis, objectStorage } = environment.spec;
  const redisParts = redis && [
    redis.database !== undefined &&
      t('catalog.environment.redisDatabase', {
        database: String(redis.database),
      }),
    redis.user !== undefined &&
      t('catalog.environment.redisUser', { user: redis.user }),
  ];
  return [
    [
      t('catalog.environment.database'),
      database.postgresVersion === undefined
        ? database.name
        : t('catalog.environment.postgres', {
            name: database.name,
            version: database.postgresVersion,
          }),
    ],
    redisParts && [
      t('catalog.environment.redis'),
      redisParts.filter(Boolean).join(', ') ||
        t('catalog.environment.redisYes'),
    ],
    [
      t('catalog.environment.objectStorage'),
      objectStorage === undefined
        ? t('catalog.environment.volume')
        : t(
            objectStorage.prefix === undefined
              ? 'catalog.environment.bucket'
              : 'catalog.environment.bucketPrefix',
            {
              bucket: objectStorage.bucket,
              prefix: objectStorage.prefix ?? '',
            },
          ),
    ],
  ];
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
