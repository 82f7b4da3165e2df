import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AreaVerdict } from '@odoo-fleet/backstage-plugin-odoo-common';
import { FactList, Muted } from '../layout';
import { Age, formatSeconds, ShortInstant } from '../time';
import { odooTranslationRef } from '../translation';
import { processName } from './losses';

/** What is known of an area, beside the picture: to when, how whole, how long kept, where. */
export function AreaFacts(props: { verdict: AreaVerdict }) {
  const { verdict } = props;
  const { area, recoverable, lastCleanFull, chain, proofs, retention } =
    verdict;
  const { aheadOfDatabaseSeconds: ahead } = verdict;
  const { t } = useTranslationRef(odooTranslationRef);
  const isData = area === 'postgresql' || area === 'attachments';
  const proofOf = (id: string) => proofs.find(proof => proof.id === id)?.status;
  // A bucket that keeps old versions goes back without one instant that could be named
  const isAsked =
    area === 'postgresql' || (isData && proofOf('exists') !== 'ok');
  const against = (seconds: number) => {
    if (seconds >= 0) {
      return 'ahead';
    }
    return proofOf('consistent') === 'ok' ? 'slightlyBehind' : 'behind';
  };
  // Of Git and of a secret store nobody asks where the copies lie
  const copies = (
    fact: 'offSite' | 'encrypted',
  ): [string, string] | undefined =>
    isData || verdict[fact] !== 'not-known'
      ? [t(`backup.areas.${fact}`), t(`backup.areas.answer.${verdict[fact]}`)]
      : undefined;
  return (
    <FactList
      items={[
        recoverable === undefined && !isAsked
          ? undefined
          : [
              t('backup.areas.recoverable'),
              recoverable === undefined ? (
                <Muted>{t('backup.areas.never')}</Muted>
              ) : (
                t('backup.areas.range', {
                  from: <ShortInstant at={recoverable.from} />,
                  to: <ShortInstant at={recoverable.to} />,
                })
              ),
            ],
        chain && [
          t('backup.areas.chain'),
          chain.at === undefined
            ? t(`backup.areas.chainBare.${chain.status}`)
            : t(`backup.areas.chainOf.${chain.status}`, {
                at: <ShortInstant at={chain.at} />,
              }),
        ],
        area === 'postgresql' || lastCleanFull !== undefined
          ? [
              t('backup.areas.lastCleanFull'),
              lastCleanFull === undefined ? (
                <Muted>{t('backup.areas.none')}</Muted>
              ) : (
                <>
                  <code>{lastCleanFull.label}</code>{' '}
                  <Muted>
                    <Age at={lastCleanFull.at} />{' '}
                    {t('backup.areas.tool', { tool: lastCleanFull.tool })}
                  </Muted>
                </>
              ),
            ]
          : undefined,
        isData ? [t('backup.areas.drill'), <Drill {...props} />] : undefined,
        ahead === undefined
          ? undefined
          : [
              t('backup.areas.files'),
              t(`backup.areas.${against(ahead)}`, {
                by: formatSeconds(Math.abs(ahead)),
              }),
            ],
        copies('offSite'),
        copies('encrypted'),
        retention.days === undefined && retention.wantedDays === undefined
          ? undefined
          : [t('backup.areas.retention'), <Retention {...retention} />],
        verdict.drivenBy === undefined
          ? undefined
          : [t('backup.areas.drivenBy'), processName(verdict.drivenBy)],
      ]}
    />
  );
}

function Drill(props: { verdict: AreaVerdict }) {
  const { drill } = props.verdict;
  const { t } = useTranslationRef(odooTranslationRef);
  if (drill === undefined) {
    return <Muted>{t('backup.areas.noDrill')}</Muted>;
  }
  return (
    <>
      <Age at={drill.at} />:{' '}
      {t(`backup.areas.drillOf.${drill.outcome}`, {
        took: formatSeconds(drill.durationSeconds),
      })}
      {drill.rowsCompared !== undefined &&
        `, ${t('backup.areas.rows', { count: drill.rowsCompared })}`}
    </>
  );
}

function Retention(props: AreaVerdict['retention']) {
  const { days, wantedDays, wantedBy } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const text = (count: number) =>
    t('backup.areas.days', { count: Math.floor(count) });
  return (
    <>
      {days === undefined ? t('backup.areas.answer.not-known') : text(days)}
      {wantedDays !== undefined && (
        <>
          {'; '}
          {t('backup.areas.wanted', {
            label: wantedBy ?? '',
            days: text(wantedDays),
          })}
        </>
      )}
    </>
  );
}
