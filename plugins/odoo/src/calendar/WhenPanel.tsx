import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Skeleton, Text } from '@backstage/ui';
import type {
  CalendarWindow,
  EnvironmentCalendar,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooApiRef } from '../api';
import { type ExportColumn, TakeAlong } from '../export';
import { Panel } from '../layout';
import { useLiveData } from '../live';
import { LiveNotice, StateAlert } from '../states';
import { BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { CalendarStandings } from './CalendarStandings';
import { SafeWindowList } from './SafeWindowList';
import { WeekPicture } from './WeekPicture';
import { WindowTable } from './WindowTable';

const columns: readonly ExportColumn<CalendarWindow>[] = [
  { header: 'kind', value: row => row.kind },
  { header: 'reason', value: row => row.reason },
  { header: 'start', value: row => row.start },
  { header: 'end', value: row => row.end },
  { header: 'domains', value: row => row.domains?.join(' ') ?? 'all' },
  { header: 'calendar', value: row => row.calendar },
];

interface WhenPanelProps {
  environmentRef: string;
  /** The release whose next safe windows are shown. */
  releaseId: string;
  tick: number;
  fileName: string;
}

/** When a release may go out: its next safe windows, and the week with its peaks and freezes. */
export function WhenPanel(props: WhenPanelProps) {
  const { environmentRef, releaseId, tick, fileName } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const [week, setWeek] = useState<string>();
  const answer = useLiveData(
    `${environmentRef} ${releaseId} ${week ?? ''}`,
    tick,
    signal =>
      api.getCalendar(
        { entityRef: environmentRef, releaseId, ...(week && { week }) },
        { signal },
      ),
  );
  const { data, failure } = answer;
  const calendar = data?.environments.find(
    item => item.environmentRef === environmentRef,
  );
  const title = t('calendar.title');
  return (
    <Panel
      id="when"
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={fileName}
          columns={columns}
          rows={calendar?.week?.windows ?? []}
        />
      }
    >
      <LiveNotice live={[answer]} />
      {data === undefined && failure === undefined && (
        <>
          <Text as="p">{t('calendar.loading')}</Text>
          <Skeleton width="100%" height="10rem" />
        </>
      )}
      {data !== undefined && calendar === undefined && (
        <StateAlert
          status="warning"
          title={t('calendar.missing.title')}
          actions={
            <Button size="small" variant="secondary" onPress={answer.retry}>
              {t('state.retry')}
            </Button>
          }
        >
          {t('calendar.missing.description')}
        </StateAlert>
      )}
      {calendar !== undefined && <When calendar={calendar} onWeek={setWeek} />}
    </Panel>
  );
}

function When(props: {
  calendar: EnvironmentCalendar;
  onWeek: (day: string) => void;
}) {
  const { calendar, week, safeWindows, standings } = props.calendar;
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <>
      {calendar.status === 'unknown' && (
        <Text as="p" weight="bold">
          {t('calendar.unknown', { reason: calendar.reason })}
        </Text>
      )}
      {safeWindows !== undefined && <SafeWindowList safe={safeWindows} />}
      {week !== undefined && (
        <BusinessTimeZone value={week.timeZone}>
          <WeekPicture
            week={week}
            safe={safeWindows?.status === 'known' ? safeWindows.windows : []}
            onWeek={props.onWeek}
          />
          <WindowTable windows={week.windows} />
        </BusinessTimeZone>
      )}
      <CalendarStandings standings={standings} />
    </>
  );
}
