import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type {
  EntityReleaseRisk,
  JudgedRelease,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { odooApiRef } from '../api';
import { Printable, PrintButton } from '../export';
import { useLiveData } from '../live';
import type { EntityScope } from '../scope';
import { FailureState, StateAlert } from '../states';
import { odooTranslationRef } from '../translation';
import { useVerdictWord } from '../verdict';
import { decisionDiffers, DecisionPanel } from './DecisionPanel';
import { EmptyRelease } from './EmptyRelease';
import styles from './EnvironmentRisk.module.css';
import { EventsPanel } from './EventsPanel';
import { HistoryPanel } from './HistoryPanel';
import { HoldsPanel } from './HoldsPanel';
import { ScorePanel } from './ScorePanel';
import { TracePanel } from './trace/TracePanel';
import { VerdictPanel } from './VerdictPanel';
import { WordAnnouncer } from './WordAnnouncer';

interface EnvironmentRiskProps {
  risk: EntityReleaseRisk['environments'][number];
  scope: EntityScope;
  tick: number;
  /** On a service's page: that it is judged with its environment. */
  scopeNote?: ReactNode;
}

/** Release risk of one environment: its current release, or the one that `?release=<id>` names. */
export function EnvironmentRisk(props: EnvironmentRiskProps) {
  const { risk, scope, tick, scopeNote } = props;
  const { environmentRef, title, current } = risk;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const wordOf = useVerdictWord();
  const [search] = useSearchParams();
  const chosenId = search.get('release') ?? undefined;
  const releaseId = chosenId ?? current?.release.id;
  const detail = useLiveData(releaseId, tick, signal =>
    api.getRelease(releaseId ?? '', { signal }),
  );
  const isCurrent = releaseId === current?.release.id;
  // Another environment's release never shows on this page, whoever wrote the link.
  const chosen =
    detail.data?.release.environmentRef === environmentRef
      ? detail.data
      : undefined;
  const judged: JudgedRelease | undefined =
    chosen ?? (isCurrent ? current : undefined);
  const fileName = `${environmentRef.split('/').pop()}-release-risk`;
  return (
    <Printable>
      <WordAnnouncer
        title={title}
        word={
          current && wordOf(current.verdict.status, current.verdict.decision)
        }
      />
      {releaseId === undefined && (
        <EmptyRelease
          title={title}
          environmentRef={environmentRef}
          environment={scope.environment}
        />
      )}
      {judged === undefined && detail.data !== undefined && <NotHere />}
      {judged === undefined &&
        detail.failure !== undefined &&
        (detail.failure.kind === 'not-found' ? (
          <NotHere />
        ) : (
          <FailureState failure={detail.failure} onRetry={detail.retry} />
        ))}
      {judged !== undefined && (
        <>
          <VerdictPanel
            title={title}
            judged={judged}
            isCurrent={isCurrent}
            actions={<PrintButton />}
            scope={
              <>
                {scopeNote}
                {!isCurrent && current !== undefined && (
                  <Link href="?">{t('state.releaseNotFound.back')}</Link>
                )}
              </>
            }
          />
          {!(chosen === undefined && detail.failure !== undefined) && (
            <TracePanel trace={chosen?.trace} fileName={`${fileName}-trace`} />
          )}
          <ScorePanel
            verdict={judged.verdict}
            fileName={`${fileName}-factors`}
          />
          <div className={styles.columns}>
            <HoldsPanel holds={judged.verdict.holds} />
            {!decisionDiffers(judged) && <DecisionPanel judged={judged} />}
          </div>
          {decisionDiffers(judged) && <DecisionPanel judged={judged} />}
          {chosen === undefined && detail.failure !== undefined ? (
            <FailureState failure={detail.failure} onRetry={detail.retry} />
          ) : (
            <EventsPanel
              events={chosen?.events}
              fileName={`${fileName}-events`}
            />
          )}
        </>
      )}
      {releaseId !== undefined && (
        <HistoryPanel
          environmentRef={environmentRef}
          shownReleaseId={releaseId}
          tick={tick}
          fileName={`${fileName}-history`}
        />
      )}
    </Printable>
  );
}

function NotHere() {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <StateAlert
      status="info"
      title={t('state.releaseNotFound.title')}
      actions={<Link href="?">{t('state.releaseNotFound.back')}</Link>}
    >
      {t('state.releaseNotFound.description')}
    </StateAlert>
  );
}
