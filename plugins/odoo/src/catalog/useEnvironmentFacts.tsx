import {
  configApiRef,
  useApi,
  useApiHolder,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { OdooEnvironmentEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ReactNode } from 'react';
import { Muted } from '../layout';
import { odooTranslationRef } from '../translation';
import { SourceLink } from '../verdict';
import { deploymentHref, folderHref, KUBERNETES_PATH } from './coordinates';

type Fact = [name: string, value: ReactNode] | undefined;

/** Where an environment is declared and where it runs, each with the way there. */
export function useCoordinates(environment: OdooEnvironmentEntity): Fact[] {
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
export function useStores(environment: OdooEnvironmentEntity): Fact[] {
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
