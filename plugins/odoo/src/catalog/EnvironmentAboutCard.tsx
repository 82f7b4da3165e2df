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
import { odooTranslationRef } from '../translation';
import { SourceLink } from '../verdict';

const SHORT_DIGEST = 12;

/** What an environment's descriptor says beyond the portal's own cards (owner, description); nothing on other kinds. */
export function EnvironmentAboutCard() {
  const { entity } = useEntity();
  return isOdooEnvironmentEntity(entity) ? (
    <EnvironmentAbout environment={entity} />
  ) : null;
}

function EnvironmentAbout(props: { environment: OdooEnvironmentEntity }) {
  const { metadata, spec } = props.environment;
  const { t } = useTranslationRef(odooTranslationRef);
  const { gitops, runbooks, database } = spec;
  return (
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
            t('catalog.environment.series', {
              series: spec.odoo.series,
              edition: spec.odoo.edition,
            }),
          ],
          [
            t('catalog.environment.url'),
            spec.url === undefined ? (
              <Muted>{t('catalog.environment.notSaid')}</Muted>
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
          [
            t('catalog.environment.cluster'),
            `${spec.kubernetes.cluster}, ${spec.kubernetes.namespace}`,
          ],
          [
            t('catalog.environment.database'),
            database.postgresVersion === undefined
              ? database.name
              : t('catalog.environment.postgres', {
                  name: database.name,
                  version: database.postgresVersion,
                }),
          ],
          gitops && [
            t('catalog.environment.gitops'),
            <SourceLink
              key="gitops"
              url={gitops.repository}
              text={gitops.path}
            />,
          ],
          gitops?.argocd && [
            t('catalog.environment.argocd'),
            gitops.argocd.application,
          ],
          gitops?.flux && [
            t('catalog.environment.flux'),
            gitops.flux.kustomization,
          ],
          runbooks && [
            t('catalog.environment.runbooks'),
            (['rollback', 'disasterRecovery'] as const)
              .filter(runbook => runbooks[runbook] !== undefined)
              .map(runbook => (
                <div key={runbook}>
                  <SourceLink
                    url={runbooks[runbook]}
                    text={t(`catalog.environment.${runbook}`)}
                  />
                </div>
              )),
          ],
          [
            t('catalog.environment.bindings'),
            spec.bindings?.length ? (
              spec.bindings.map(binding => (
                <div
                  key={`${binding.source} ${binding.environmentId} ${binding.service}`}
                  title={binding.environmentId}
                >
                  {binding.source.replace(/^https?:\/\//, '')}
                </div>
              ))
            ) : (
              <Muted>{t('catalog.environment.noBindings')}</Muted>
            ),
          ],
        ]}
      />
    </EntityInfoCard>
  );
}

function ImageName(props: { image: string | undefined }) {
  const { image } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (image === undefined) {
    return <Muted>{t('catalog.environment.notSaid')}</Muted>;
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
