import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Radio,
  RadioGroup,
  Text,
  TextAreaField,
} from '@backstage/ui';
import type {
  JudgedRelease,
  PersonDecisionKind,
  RiskHold,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooApiRef } from '../../api';
import { failureOf } from '../../live';
import { StateAlert } from '../../states';
import { Sentence } from '../../time';
import { odooTranslationRef } from '../../translation';
import { releaseName } from '../releaseName';
import styles from './DecideDialog.module.css';

/** How long a decision may count, in hours; those above the most that the server takes are left out. */
const HOURS = [1, 4, 8, 24];

interface DecideDialogProps {
  kind: PersonDecisionKind;
  judged: JudgedRelease;
  longestMinutes: number;
  /** After a decision was taken, or when the dialog is closed without one. */
  onClose: (decided: boolean) => void;
}

/** Asks for the reason and the time of an override or a sign-off, and says what it lifts and what it can't. */
export function DecideDialog(props: DecideDialogProps) {
  const { kind, judged, longestMinutes, onClose } = props;
  const { release, verdict } = judged;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const hours = HOURS.filter(count => count * 60 <= longestMinutes);
  const [reason, setReason] = useState('');
  const [validHours, setValidHours] = useState(hours[0] ?? 1);
  const [refusal, setRefusal] = useState<string>();
  const [isSending, setSending] = useState(false);
  const { digest } = release;
  const holds = verdict.holds.filter(({ effect }) => effect !== 'caution');
  const isLifted = ({ liftableBy }: RiskHold) =>
    liftableBy?.includes(kind) === true;
  const send = async () => {
    setSending(true);
    setRefusal(undefined);
    const decision = {
      digest: digest ?? '',
      reason: reason.trim(),
      validMinutes: validHours * 60,
    };
    try {
      await (kind === 'override'
        ? api.overrideRelease(release.id, decision)
        : api.signOffRelease(release.id, decision));
      onClose(true);
    } catch (error) {
      setRefusal(failureOf(error).message);
      setSending(false);
    }
  };
  return (
    <Dialog isOpen isDismissable onOpenChange={open => !open && onClose(false)}>
      <DialogHeader>
        {t(
          kind === 'override'
            ? 'decide.dialog.overrideTitle'
            : 'decide.dialog.signOffTitle',
          { release: releaseName(release) },
        )}
      </DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          <p className={styles.line}>
            {t('decide.dialog.digest')}{' '}
            <code>{digest ?? release.artifact}</code>
          </p>
          <HoldList
            title={t('decide.dialog.lifts')}
            empty={t('decide.dialog.liftsNothing')}
            holds={holds.filter(isLifted)}
          />
          <HoldList
            title={t('decide.dialog.keeps')}
            holds={holds.filter(hold => !isLifted(hold))}
          />
          <p className={styles.line}>{t('decide.dialog.points')}</p>
          <TextAreaField
            label={t('decide.dialog.reason')}
            description={t('decide.dialog.reasonHelp')}
            value={reason}
            onChange={setReason}
            maxLength={200}
            isRequired
          />
          <RadioGroup
            label={t('decide.dialog.validFor')}
            orientation="horizontal"
            value={String(validHours)}
            onChange={value => setValidHours(Number(value))}
          >
            {hours.map(count => (
              <Radio key={count} value={String(count)}>
                {t('decide.dialog.hours', { count })}
              </Radio>
            ))}
          </RadioGroup>
          {refusal !== undefined && (
            <StateAlert status="danger" title={t('decide.dialog.failed')}>
              {refusal}
            </StateAlert>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          {t('decide.dialog.cancel')}
        </Button>
        <Button
          variant="primary"
          isPending={isSending}
          isDisabled={reason.trim() === ''}
          onPress={send}
        >
          {t(kind === 'override' ? 'decide.doOverride' : 'decide.doSignOff')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function HoldList(props: {
  title: string;
  empty?: string;
  holds: readonly RiskHold[];
}) {
  const { title, empty, holds } = props;
  if (holds.length === 0) {
    return empty === undefined ? null : (
      <Text as="p" weight="bold">
        {empty}
      </Text>
    );
  }
  return (
    <div>
      <Text as="p" weight="bold">
        {title}
      </Text>
      <ul className={styles.holds}>
        {holds.map(hold => (
          <li key={hold.id}>
            <Sentence text={hold.message} />
          </li>
        ))}
      </ul>
    </div>
  );
}
