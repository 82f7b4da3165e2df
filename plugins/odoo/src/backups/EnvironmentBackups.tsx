import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  type EnvironmentBackupStatus,
  type RecoveryArea,
  recoveryAreas,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ReactNode, useState } from 'react';
import { odooApiRef } from '../api';
import { Printable } from '../export';
import { useLiveData } from '../live';
import type { EntityScope } from '../scope';
import { LiveNotice } from '../states';
import { odooTranslationRef } from '../translation';
import { useVerdictWord, WordAnnouncer } from '../verdict';
import { AreaPanel } from './AreaPanel';
import { AttemptsPanel } from './AttemptsPanel';
import { BackupVerdictPanel } from './BackupVerdictPanel';
import { CheckpointsPanel } from './CheckpointsPanel';
import { CommandPanel } from './CommandPanel';
import { DrillsPanel } from './DrillsPanel';
import { EmptyBackups } from './EmptyBackups';
import styles from './EnvironmentBackups.module.css';
import { ObjectivesPanel } from './ObjectivesPanel';
import { type TimelineDays, TimelineBar } from './timeline/TimelineBar';
import { WaysBackPanel } from './WaysBackPanel';

type Granted = Extract<EnvironmentBackupStatus, { access: 'granted' }>;

interface EnvironmentBackupsProps {
  status: Granted;
  scope: EntityScope;
  tick: number;
  /** The area that the entity of this page stands for: it comes first. */
  ownArea?: RecoveryArea;
  /** Whose page this is, when it is not the environment's own. */
  scopeNote?: ReactNode;
}

/** Whether one environment can be got back: the answer, the four areas, the objectives, the ways back, and what was tried. */
export function EnvironmentBackups(props: EnvironmentBackupsProps) {
  const { status, scope, tick, ownArea, scopeNote } = props;
  const { environmentRef, title, verdict } = status;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const wordOf = useVerdictWord();
  const [days, setDays] = useState<TimelineDays>(7);
  const timeline = useLiveData(`${environmentRef} ${days}`, tick, signal =>
    api.getBackupTimeline({ entityRef: environmentRef, days }, { signal }),
  );
  const fileName = `${environmentRef.split('/').pop()}-backups`;
  const areas = [...recoveryAreas].sort(
    (a, b) => Number(b === ownArea) - Number(a === ownArea),
  );
  const declaresNone =
    scope.environment !== undefined &&
    (scope.environment.spec.backupSources ?? []).length === 0 &&
    verdict.areas.every(({ status: word }) => word === 'unknown');
  return (
    <Printable>
      <WordAnnouncer
        text={t('backup.announce', { title, word: wordOf(verdict.status) })}
      />
      <BackupVerdictPanel
        title={title}
        stage={status.stage}
        verdict={verdict}
        fileName={fileName}
        scope={scopeNote}
      />
      {declaresNone && <EmptyBackups title={title} />}
      <TimelineBar days={days} onDays={setDays} />
      <LiveNotice live={[timeline]} />
      <div className={styles.areas}>
        {areas.map(area => {
          const own = verdict.areas.find(one => one.area === area);
          return (
            own && (
              <div key={area} className={styles.area} data-area={area}>
                <AreaPanel
                  verdict={own}
                  timeline={timeline.data?.areas.find(one => one.area === area)}
                  isLoading={timeline.failure === undefined}
                  fileName={fileName}
                />
              </div>
            )
          );
        })}
      </div>
      <ObjectivesPanel
        processes={verdict.processes}
        stage={status.stage}
        fileName={fileName}
      />
      <WaysBackPanel
        verdict={verdict}
        ownerRef={status.ownerRef}
        fileName={fileName}
      />
      <CheckpointsPanel timeline={timeline} fileName={fileName} />
      <CommandPanel timeline={timeline} />
      <DrillsPanel
        environmentRef={environmentRef}
        tick={tick}
        fileName={fileName}
      />
      <AttemptsPanel
        environmentRef={environmentRef}
        tick={tick}
        fileName={fileName}
      />
    </Printable>
  );
}
