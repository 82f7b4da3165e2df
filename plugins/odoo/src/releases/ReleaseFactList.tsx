import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { JudgedRelease } from '@odoo-fleet/backstage-plugin-odoo-common';
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

/** What is known of a release, each with its source and age; what nobody reported is said to be not known. */
export function ReleaseFactList(props: { judged: JudgedRelease }) {
  const { facts, lifecycle } = props.judged.release;
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
            facts.modules && (
              <span
                title={facts.modules.value
                  .map(m => `${m.name} ${m.from ?? '–'} → ${m.to ?? '–'}`)
                  .join('\n')}
              >
                {t('release.identity.moduleCount', {
                  count: facts.modules.value.length,
                })}
              </span>
            ),
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
          known(
            facts.checkpoint,
            facts.checkpoint && <Instant at={facts.checkpoint.value.at} />,
          ),
        ],
      ]}
    />
  );
}
