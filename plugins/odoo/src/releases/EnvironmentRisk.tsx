import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Link } from '@backstage/ui';
import type {
  EntityReleaseRisk,
  JudgedRelease,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { odooApiRef } from '../api';
import { WhenPanel } from '../calendar';
import { Printable, PrintButton } from '../export';
import { useLiveData } from '../live';
import type { EntityScope } from '../scope';
import { FailureState, StateAlert } from '../states';
import { odooTranslationRef } from '../translation';
import { useVerdictWord, WordAnnouncer } from '../verdict';
import { IncidentsPanel, PlatformWorkPanel } from './AroundPanel';
import { decisionDiffers, DecisionPanel } from './DecisionPanel';
import { DecisionButtons } from './decisions/DecisionButtons';
import { GateLogPanel } from './decisions/GateLogPanel';
import { PersonDecisionsPanel } from './decisions/PersonDecisionsPanel';
import { useReleaseDecisions } from './decisions/useReleaseDecisions';
import { EmptyRelease } from './EmptyRelease';
import styles from './EnvironmentRisk.module.css';
import { EventsPanel } from './EventsPanel';
import { HistoryPanel } from './HistoryPanel';
import { HoldsPanel } from './HoldsPanel';
import { OutcomesPanel } from './OutcomesPanel';
import { QuestionsPanel } from './QuestionsPanel';
import { ScorePanel } from './ScorePanel';
import { TierPanel } from './TierPanel';
import { TracePanel } from './trace/TracePanel';
import { useReleaseLink } from './useReleaseLink';
import { VerdictPanel } from './VerdictPanel';

interface EnvironmentRiskProps {
  risk: EntityReleaseRisk['environments'][number];
  scope: EntityScope;
  tick: number;
  /** Role of the service whose page this is. */
  ownRole?: string;
  /** After somebody decided here: what the page shows is another then. */
  onDecided: () => void;
  /** On a service's page: that it is judged with its environment. */
  scopeNote?: ReactNode;
}

/** Release risk of one environment: its current release, or the one that `?release=<id>` names. */
export function EnvironmentRisk(props: EnvironmentRiskProps) {
  const { risk, scope, tick, ownRole, scopeNote } = props;
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
  const decisions = useReleaseDecisions(releaseId, tick);
  const linkOf = useReleaseLink();
  const onDecided = () => {
    decisions.retry();
    detail.retry();
    props.onDecided();
  };
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
        text={
          current &&
          t('release.announce', {
            title,
            word: wordOf(current.verdict.status, current.verdict.decision),
          })
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
            ownRole={ownRole}
            actions={<PrintButton />}
            decisions={
              <div className={styles.actions}>
                {decisions.data && (
                  <DecisionButtons
                    judged={judged}
                    decisions={decisions.data}
                    onDecided={onDecided}
                  />
                )}
                <nav className={styles.links} data-odoo-noprint="">
                  <Link href={linkOf(judged.release.id)}>
                    {t('release.links.page')}
                  </Link>
                  <AnchorButton
                    to="reported"
                    text={t('release.links.evidence')}
                  />
                  <AnchorButton
                    to="gate-log"
                    text={t('release.links.gateLog')}
                  />
                </nav>
              </div>
            }
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
          <div className={styles.columns}>
            <ScorePanel
              verdict={judged.verdict}
              fileName={`${fileName}-factors`}
            />
            {judged.questions !== undefined && (
              <div className={styles.side}>
                <QuestionsPanel
                  questions={judged.questions}
                  fileName={`${fileName}-questions`}
                />
                {judged.verdict.tier !== undefined && (
                  <TierPanel tier={judged.verdict.tier} />
                )}
              </div>
            )}
          </div>
          <WhenPanel
            environmentRef={environmentRef}
            releaseId={judged.release.id}
            tick={tick}
            fileName={`${fileName}-calendar`}
          />
          <div className={styles.columns}>
            <HoldsPanel verdict={judged.verdict} />
            {!decisionDiffers(judged) && <DecisionPanel judged={judged} />}
            <PersonDecisionsPanel
              decisions={decisions}
              fileName={`${fileName}-decisions`}
              onRevoked={onDecided}
            />
            <IncidentsPanel
              entityRef={environmentRef}
              tick={tick}
              fileName={fileName}
            />
            <PlatformWorkPanel
              entityRef={environmentRef}
              tick={tick}
              fileName={fileName}
            />
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
        <>
          <GateLogPanel
            environmentRef={environmentRef}
            tick={tick}
            fileName={`${fileName}-gate-log`}
          />
          <OutcomesPanel
            environmentRef={environmentRef}
            tick={tick}
            fileName={`${fileName}-outcomes`}
          />
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

/** Leads to another part of this page. The portal's router would take a bare anchor for another page. */
function AnchorButton(props: { to: string; text: string }) {
  return (
    <Button
      size="small"
      variant="tertiary"
      onPress={() =>
        document.getElementById(props.to)?.scrollIntoView({ block: 'start' })
      }
    >
      {props.text}
    </Button>
  );
}
