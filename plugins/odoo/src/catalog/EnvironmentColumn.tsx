import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import {
  type Binding,
  bindingStateSchema,
  type EntityBackupStatus,
  type EntityReleaseRisk,
  type Finding,
  type OdooEnvironmentEntity,
  type SeriesSupport,
  type Workload,
  worstVerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ReactNode, useId } from 'react';
import { Muted } from '../layout';
import type { LiveData } from '../live';
import { BACKUP_STATUS_PATH, RELEASE_RISK_PATH } from '../routes';
import { odooTranslationRef } from '../translation';
import { SourceLink, StatusWord, VerdictWord } from '../verdict';
import { bindingStatus } from './bindingStatus';
import { LiveValue } from './LiveValue';
import { SeriesSupportState } from './SeriesSupportState';
import styles from './TenantEnvironmentsCard.module.css';

/** What the backend knows of all environments of a tenant; each answer comes and fails by itself. */
export interface EnvironmentFacts {
  risk: LiveData<EntityReleaseRisk>;
  backups: LiveData<EntityBackupStatus>;
  workloads: LiveData<Workload[]>;
  bindings: LiveData<Binding[]>;
  findings: LiveData<Finding[]>;
  series: LiveData<SeriesSupport[]>;
}

interface EnvironmentColumnProps {
  environment: OdooEnvironmentEntity;
  facts: EnvironmentFacts;
}

/** One environment beside the others of its tenant: the same facts in the same order. */
export function EnvironmentColumn(props: EnvironmentColumnProps) {
  const { environment, facts } = props;
  const { spec } = environment;
  const { t } = useTranslationRef(odooTranslationRef);
  const entityLink = useEntityRefLink();
  const headingId = useId();
  const ref = stringifyEntityRef(environment);
  const ofThis = ({ environmentRef }: { environmentRef?: string }) =>
    environmentRef === ref;
  return (
    <section className={styles.column} aria-labelledby={headingId}>
      <h4 className={styles.heading} id={headingId}>
        <EntityRefLink entityRef={environment} />
      </h4>
      <dl className={styles.facts}>
        <Fact name={t('catalog.environments.stage')}>
          {spec.stage}, {spec.hosting}
        </Fact>
        <Fact name={t('catalog.environments.series')}>
          {t('catalog.environment.series', spec.odoo)}
          <div>
            <SeriesSupportState
              series={spec.odoo.series}
              table={facts.series}
            />
          </div>
        </Fact>
        <Fact name={t('catalog.environments.risk')}>
          <LiveValue live={facts.risk}>
            {({ environments }) => (
              <Link href={`${entityLink(environment)}${RELEASE_RISK_PATH}`}>
                <Risk judged={environments.find(ofThis)} />
              </Link>
            )}
          </LiveValue>
        </Fact>
        <Fact name={t('catalog.environments.backups')}>
          <LiveValue live={facts.backups}>
            {({ environments }) => (
              <Link href={`${entityLink(environment)}${BACKUP_STATUS_PATH}`}>
                <Backups status={environments.find(ofThis)} />
              </Link>
            )}
          </LiveValue>
        </Fact>
        <Fact name={t('catalog.environments.workloads')}>
          <LiveValue live={facts.workloads}>
            {workloads => <Workloads workloads={workloads.filter(ofThis)} />}
          </LiveValue>
        </Fact>
        <Fact name={t('catalog.environments.bindings')}>
          <LiveValue live={facts.bindings}>
            {bindings => <Bindings bindings={bindings.filter(ofThis)} />}
          </LiveValue>
        </Fact>
        <Fact name={t('catalog.environments.findings')}>
          <LiveValue live={facts.findings}>
            {findings => <Findings findings={findings.filter(ofThis)} />}
          </LiveValue>
        </Fact>
        <Fact name={t('catalog.environments.url')}>
          {spec.url === undefined ? (
            <Muted>{t('catalog.environments.notSaid')}</Muted>
          ) : (
            <SourceLink
              url={spec.url}
              text={spec.url.replace(/^https?:\/\//, '')}
            />
          )}
        </Fact>
      </dl>
    </section>
  );
}

function Fact(props: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Risk(props: {
  judged: EntityReleaseRisk['environments'][number] | undefined;
}) {
  const { judged } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (judged?.current === undefined) {
    return (
      <StatusWord status="unknown">
        {t(
          judged === undefined
            ? 'catalog.environments.notListed'
            : 'catalog.environments.noRelease',
        )}
      </StatusWord>
    );
  }
  const { verdict } = judged.current;
  return (
    <VerdictWord
      status={verdict.status}
      decision={verdict.decision}
      size="small"
    />
  );
}

function Backups(props: {
  status: EntityBackupStatus['environments'][number] | undefined;
}) {
  const { status } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (status?.access === 'granted') {
    return <VerdictWord status={status.verdict.status} size="small" />;
  }
  return status === undefined ? (
    <StatusWord status="unknown">
      {t('catalog.environments.notListed')}
    </StatusWord>
  ) : (
    <>{t('catalog.environments.backupsDenied')}</>
  );
}

function Workloads(props: { workloads: readonly Workload[] }) {
  const { workloads } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (workloads.length === 0) {
    return (
      <StatusWord status="unknown">
        {t('catalog.environments.noWorkloads')}
      </StatusWord>
    );
  }
  return (
    <>
      <VerdictWord
        status={worstVerdictStatus(workloads.map(({ status }) => status))}
        size="small"
      />{' '}
      {t('catalog.environments.ready', {
        ready: String(workloads.filter(({ status }) => status === 'ok').length),
        desired: String(workloads.length),
      })}
    </>
  );
}

function Bindings(props: { bindings: readonly Binding[] }) {
  const { bindings } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (bindings.length === 0) {
    return (
      <StatusWord status="unknown">{t('catalog.bindings.none')}</StatusWord>
    );
  }
  return (
    <>
      {[...bindingStateSchema.options]
        .reverse()
        .map(state => ({
          state,
          count: bindings.filter(binding => binding.state === state).length,
        }))
        .filter(({ count }) => count > 0)
        .map(({ state, count }) => (
          <div key={state}>
            <StatusWord status={bindingStatus[state]}>
              {t(`catalog.bindings.counts.${state}`, { number: String(count) })}
            </StatusWord>
          </div>
        ))}
    </>
  );
}

function Findings(props: { findings: readonly Finding[] }) {
  const { findings } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  return findings.length === 0 ? (
    <StatusWord status="ok">{t('catalog.findings.none')}</StatusWord>
  ) : (
    <StatusWord
      status={worstVerdictStatus(findings.map(({ severity }) => severity))}
    >
      {t('catalog.findings.count', { count: findings.length })}
    </StatusWord>
  );
}
