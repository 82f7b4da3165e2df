import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  domainOfChange,
  type JudgedRelease,
  type ReleaseDetail,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { Fragment, type ReactNode } from 'react';
import { FactList } from '../layout';
import { Age, Instant, LOCALE } from '../time';
import { odooTranslationRef } from '../translation';
import { SourceLink, sourceName } from '../verdict';
import { Person } from './Person';
import styles from './ReleaseFactList.module.css';

interface AnyFact {
  source: string;
  occurredAt: string;
  url?: string;
}

const lifecycleSteps = [
  'proposedAt',
  'gatedAt',
  'rollingOutAt',
  'deployedAt',
  'failedAt',
  'rolledBackAt',
  'supersededAt',
] as const;

/** The checkpoint that a rollback would return to: the trace knows also the one that a backup alone tells of. */
function checkpointOf(
  judged: JudgedRelease | ReleaseDetail,
): (AnyFact & { at: string }) | undefined {
  const { checkpoint: posted } = judged.release.facts;
  const station =
    'trace' in judged
      ? judged.trace.find(({ id }) => id === 'checkpoint')
      : undefined;
  const [evidence] = station?.evidence ?? [];
  if (station?.at !== undefined && evidence) {
    return {
      at: station.at,
      source: evidence.source,
      occurredAt: evidence.observedAt,
      ...(evidence.url !== undefined && { url: evidence.url }),
    };
  }
  return posted && { ...posted, at: posted.value.at };
}

/** What is known of a release, each with its source and age; what nobody reported is said to be not known. */
export function ReleaseFactList(props: {
  judged: JudgedRelease | ReleaseDetail;
}) {
  const { facts, lifecycle } = props.judged.release;
  const checkpoint = checkpointOf(props.judged);
  const { t } = useTranslationRef(odooTranslationRef);
  const known = (fact: AnyFact | undefined, value: ReactNode) =>
    fact === undefined ? (
      <span className={styles.unknown}>{t('release.identity.notKnown')}</span>
    ) : (
      <>
        {value}
        <span className={styles.source}>
          <SourceLink
            url={fact.url}
            text={sourceName(fact.source)}
            size="small"
          />
          {' · '}
          <Age at={fact.occurredAt} />
        </span>
      </>
    );
  const steps = lifecycleSteps.filter(step => lifecycle[step] !== undefined);
  const times = steps.length > 0 ? steps : (['firstSeenAt'] as const);
  return (
    <FactList
      items={[
        ...times.map(
          step =>
            [
              t(`release.lifecycle.${step}`),
              <Instant
                key={step}
                at={lifecycle[step] ?? lifecycle.firstSeenAt}
              />,
            ] as [string, ReactNode],
        ),
        [
          t('release.identity.author'),
          known(
            facts.author,
            facts.author && <Person name={facts.author.value} />,
          ),
        ],
        [
          t('release.identity.approvers'),
          known(
            facts.approvers,
            facts.approvers?.value.length
              ? facts.approvers.value.map((name, index) => (
                  <Fragment key={name}>
                    {index > 0 && ', '}
                    <Person name={name} />
                  </Fragment>
                ))
              : t('release.identity.nobody'),
          ),
        ],
        [
          t('release.identity.changeRecord'),
          known(
            facts.changeRecord,
            facts.changeRecord && (
              <SourceLink
                url={facts.changeRecord.value.url}
                text={facts.changeRecord.value.id}
              />
            ),
          ),
        ],
        [
          t('release.identity.changedLines'),
          known(
            facts.changedLines,
            facts.changedLines?.value.toLocaleString(LOCALE),
          ),
        ],
        [
          t('release.identity.modules'),
          known(
            facts.modules,
            facts.modules && <Modules modules={facts.modules.value} />,
          ),
        ],
        [
          t('release.identity.migration'),
          known(
            facts.migrationClass,
            facts.migrationClass &&
              t(`release.migration.${facts.migrationClass.value}`),
          ),
        ],
        [
          t('release.identity.checkpoint'),
          known(checkpoint, checkpoint && <Instant at={checkpoint.at} />),
        ],
      ]}
    />
  );
}

/** How many modules change; opened, each with its versions, where the retailer feels it, and how many depend on it. */
function Modules(props: {
  modules: NonNullable<JudgedRelease['release']['facts']['modules']>['value'];
}) {
  const { modules } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const count = t('release.identity.moduleCount', { count: modules.length });
  return modules.length === 0 ? (
    <>{count}</>
  ) : (
    <details>
      <summary>{count}</summary>
      <ul className={styles.modules}>
        {modules.map(module => (
          <li key={`${module.name} ${module.to}`}>
            {module.name}{' '}
            <span className={styles.source}>
              {[
                `${module.from ?? t('release.identity.absent')} → ${
                  module.to ?? t('release.identity.absent')
                }`,
                domainOfChange(module) ?? t('release.identity.noDomain'),
                ...(module.dependents === undefined
                  ? []
                  : [
                      t('release.identity.dependents', {
                        count: module.dependents.length,
                      }),
                    ]),
              ].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
