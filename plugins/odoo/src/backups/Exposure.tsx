import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  BackupVerdict,
  Stage,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { formatSeconds, ShortInstant, useNow } from '../time';
import { odooTranslationRef } from '../translation';
import { formatLoss, lossSeconds, processName, worstProcess } from './losses';

/**
 * What the worst process would lose, in one sentence. The verdict names the instant; how long ago it is, is reckoned here, so that
 * it moves on while the page is open.
 */
export function Exposure(props: { verdict: BackupVerdict; stage: Stage }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const now = useNow();
  const worst = worstProcess(props.verdict, now);
  if (worst === undefined) {
    return (
      <>
        {t(
          props.stage === 'production'
            ? 'backup.verdict.noObjectives'
            : 'backup.verdict.notProduction',
        )}
      </>
    );
  }
  const process = processName(worst.process);
  const objective = formatSeconds(worst.rpoSeconds);
  return worst.losingSince === undefined ? (
    <>{t('backup.verdict.notKnown', { process, objective })}</>
  ) : (
    <>
      {t('backup.verdict.losing', {
        process,
        objective,
        since: <ShortInstant at={worst.losingSince} />,
        loss: formatLoss(lossSeconds(worst.losingSince, now)),
      })}
    </>
  );
}
