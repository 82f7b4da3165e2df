import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type {
  JudgedRelease,
  ReleaseDecisions,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { Muted } from '../../layout';
import { odooTranslationRef } from '../../translation';
import { AskDialog } from './AskDialog';
import { DecideDialog } from './DecideDialog';
import styles from './DecisionButtons.module.css';

type Action = 'askForSignOff' | 'signOff' | 'override';

const labels = {
  askForSignOff: 'decide.doAsk',
  signOff: 'decide.doSignOff',
  override: 'decide.doOverride',
} as const satisfies Record<Action, string>;

const actions = Object.keys(labels) as Action[];

interface DecisionButtonsProps {
  judged: JudgedRelease;
  decisions: ReleaseDecisions;
  onDecided: () => void;
}

/** What who looks may decide, each a button; what not, with the server's reason why. */
export function DecisionButtons(props: DecisionButtonsProps) {
  const { judged, decisions, onDecided } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const [open, setOpen] = useState<Action>();
  const close = (decided: boolean) => {
    setOpen(undefined);
    if (decided) {
      onDecided();
    }
  };
  const { may } = decisions;
  const refused = actions.filter(
    action => !may[action].allowed && may[action].obstacles.length > 0,
  );
  return (
    <div className={styles.actions} data-odoo-noprint="">
      <div className={styles.buttons}>
        {actions
          .filter(action => may[action].allowed)
          .map(action => (
            <Button
              key={action}
              size="small"
              variant="secondary"
              onPress={() => setOpen(action)}
            >
              {t(labels[action])}
            </Button>
          ))}
      </div>
      {refused.length > 0 && (
        <details className={styles.refused}>
          <summary>
            {t('decide.notYou')}{' '}
            {refused.map(action => t(labels[action])).join(', ')}
          </summary>
          <ul>
            {refused.map(action => (
              <li key={action}>
                {t(labels[action])}
                {': '}
                <Muted>{may[action].obstacles.join(' ')}</Muted>
              </li>
            ))}
          </ul>
        </details>
      )}
      {open === 'askForSignOff' && (
        <AskDialog release={judged.release} onClose={close} />
      )}
      {(open === 'override' || open === 'signOff') && (
        <DecideDialog
          kind={open === 'override' ? 'override' : 'executive-sign-off'}
          judged={judged}
          longestMinutes={decisions.longestMinutes}
          onClose={close}
        />
      )}
    </div>
  );
}
