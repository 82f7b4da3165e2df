import { useRouteRefParams } from '@backstage/core-plugin-api';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Container, Header, Link } from '@backstage/ui';
import type { ReleaseDetail } from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooApiRef } from '../../api';
import { WhenPanel } from '../../calendar';
import { Printable, PrintButton } from '../../export';
import { saveFile } from '../../export/saveFile';
import { Muted } from '../../layout';
import { type LiveData, useLiveData, useRefreshTick } from '../../live';
import { RELEASE_RISK_PATH, releaseRouteRef } from '../../routes';
import { useEnvironmentScope } from '../../scope';
import {
  FailureState,
  LoadingState,
  StaleNotice,
  StateAlert,
} from '../../states';
import {
  BusinessTimeZone,
  formatInstant,
  useBusinessTimeZone,
  useNow,
} from '../../time';
import { odooTranslationRef } from '../../translation';
import { useVerdictWord, WordAnnouncer } from '../../verdict';
import { DecisionPanel } from '../DecisionPanel';
import { DecisionButtons } from '../decisions/DecisionButtons';
import { GateLogPanel } from '../decisions/GateLogPanel';
import { PersonDecisionsPanel } from '../decisions/PersonDecisionsPanel';
import { useReleaseDecisions } from '../decisions/useReleaseDecisions';
import { EventsPanel } from '../EventsPanel';
import { HoldsPanel } from '../HoldsPanel';
import { QuestionsPanel } from '../QuestionsPanel';
import { releaseName } from '../releaseName';
import { ScorePanel } from '../ScorePanel';
import { TierPanel } from '../TierPanel';
import { TracePanel } from '../trace/TracePanel';
import { VerdictPanel } from '../VerdictPanel';
import styles from './ReleasePage.module.css';

/** Page of one release, with everything that is known of it. On paper: verdict, trace and the five questions on one sheet. */
export function ReleasePage() {
  const { releaseId } = useRouteRefParams(releaseRouteRef);
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const tick = useRefreshTick();
  const detail = useLiveData(releaseId, tick, signal =>
    api.getRelease(releaseId, { signal }),
  );
  const { data } = detail;
  const scope = useEnvironmentScope(data?.release.environmentRef);
  const environment =
    scope.environment?.metadata.title ??
    data?.release.environmentRef.split('/').pop() ??
    '';
  return (
    <BusinessTimeZone value={scope.timeZone}>
      <Header
        title={
          data === undefined
            ? t('page.release.title')
            : t('page.release.of', {
                release: releaseName(data.release),
                environment,
              })
        }
        customActions={
          data && (
            <>
              <Button
                size="small"
                variant="secondary"
                onPress={() =>
                  saveFile(
                    `${data.release.id}.json`,
                    'application/json',
                    `${JSON.stringify(data, undefined, 2)}\n`,
                  )
                }
              >
                {t('page.release.json')}
              </Button>
              <PrintButton />
            </>
          )
        }
      />
      <main>
        <Container>
          <ReleaseState detail={detail} />
          {data !== undefined && (
            <div className={styles.sheet}>
              <Release
                detail={data}
                environment={environment}
                tick={tick}
                onDecided={detail.retry}
              />
            </div>
          )}
        </Container>
      </main>
    </BusinessTimeZone>
  );
}

/** What stands there while there is no release, or an old one. */
function ReleaseState(props: { detail: LiveData<ReleaseDetail> }) {
  const { data, failure, fetchedAt, retry } = props.detail;
  const { t } = useTranslationRef(odooTranslationRef);
  if (failure === undefined) {
    return data === undefined ? <LoadingState /> : null;
  }
  if (failure.kind === 'not-found') {
    return (
      <StateAlert status="info" title={t('page.release.notFound')}>
        {t('state.releaseNotFound.description')}
      </StateAlert>
    );
  }
  return data === undefined || fetchedAt === undefined ? (
    <FailureState failure={failure} onRetry={retry} />
  ) : (
    <StaleNotice failure={failure} fetchedAt={fetchedAt} onRetry={retry} />
  );
}

function Release(props: {
  detail: ReleaseDetail;
  environment: string;
  tick: number;
  onDecided: () => void;
}) {
  const { detail, environment, tick, onDecided } = props;
  const { release, verdict, trace, events, questions } = detail;
  const { t } = useTranslationRef(odooTranslationRef);
  const entityLink = useEntityRefLink();
  const wordOf = useVerdictWord();
  const printedAt = formatInstant(
    new Date(useNow()).toISOString(),
    useBusinessTimeZone(),
  );
  const decisions = useReleaseDecisions(release.id, tick);
  const onChanged = () => {
    decisions.retry();
    onDecided();
  };
  const fileName = release.id;
  return (
    <Printable>
      <WordAnnouncer
        text={t('release.announce', {
          title: environment,
          word: wordOf(verdict.status, verdict.decision),
        })}
      />
      <VerdictPanel
        title={environment}
        judged={detail}
        isCurrent={false}
        decisions={
          decisions.data && (
            <DecisionButtons
              judged={detail}
              decisions={decisions.data}
              onDecided={onChanged}
            />
          )
        }
        scope={
          <span data-odoo-noprint="">
            <Link
              href={`${entityLink(release.environmentRef)}${RELEASE_RISK_PATH}`}
            >
              {t('page.release.openTab', { environment })}
            </Link>
          </span>
        }
      />
      <TracePanel trace={trace} fileName={`${fileName}-trace`} />
      {questions !== undefined && (
        <QuestionsPanel
          questions={questions}
          fileName={`${fileName}-questions`}
        />
      )}
      <div className={styles.rest}>
        <WhenPanel
          environmentRef={release.environmentRef}
          releaseId={release.id}
          tick={tick}
          fileName={`${fileName}-calendar`}
        />
        {verdict.tier !== undefined && <TierPanel tier={verdict.tier} />}
        <HoldsPanel verdict={verdict} />
        <PersonDecisionsPanel
          decisions={decisions}
          fileName={`${fileName}-decisions`}
          onRevoked={onChanged}
        />
        <DecisionPanel judged={detail} />
        <ScorePanel verdict={verdict} fileName={`${fileName}-factors`} />
        <GateLogPanel
          environmentRef={release.environmentRef}
          releaseId={release.id}
          tick={tick}
          fileName={`${fileName}-gate-log`}
        />
        <EventsPanel events={events} fileName={`${fileName}-events`} />
      </div>
      <div className={styles.printed}>
        <Muted as="p">
          {t('page.release.printed', {
            at: printedAt,
            version: verdict.ruleSetVersion,
          })}
        </Muted>
      </div>
    </Printable>
  );
}
