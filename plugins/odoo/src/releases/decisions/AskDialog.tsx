import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextAreaField,
} from '@backstage/ui';
import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooApiRef } from '../../api';
import { failureOf } from '../../live';
import { StateAlert } from '../../states';
import { odooTranslationRef } from '../../translation';
import { releaseName } from '../releaseName';
import styles from './DecideDialog.module.css';

interface AskDialogProps {
  release: Release;
  onClose: (asked: boolean) => void;
}

/** Asks the executives for their sign-off, with a note if there is something to say. */
export function AskDialog(props: AskDialogProps) {
  const { release, onClose } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [isSending, setSending] = useState(false);
  const send = async () => {
    setSending(true);
    setRefusal(undefined);
    try {
      await api.askForSignOff(
        release.id,
        note.trim() === '' ? {} : { note: note.trim() },
      );
      onClose(true);
    } catch (error) {
      setRefusal(failureOf(error).message);
      setSending(false);
    }
  };
  return (
    <Dialog isOpen isDismissable onOpenChange={open => !open && onClose(false)}>
      <DialogHeader>
        {t('decide.dialog.askTitle', { release: releaseName(release) })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          <p className={styles.line}>{t('decide.dialog.nobody')}</p>
          <TextAreaField
            label={t('decide.dialog.note')}
            value={note}
            onChange={setNote}
            maxLength={200}
          />
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
        <Button variant="primary" isPending={isSending} onPress={send}>
          {t('decide.doAsk')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
