import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import type { PersonDecision } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooApiRef } from '../../api';
import { failureOf } from '../../live';
import { StateAlert } from '../../states';
import { odooTranslationRef } from '../../translation';
import styles from './DecideDialog.module.css';

interface RevokeButtonProps {
  decision: PersonDecision;
  onRevoked: () => void;
}

/** Ends a decision before it expires, after asking once. Whether one may is the server's answer. */
export function RevokeButton(props: RevokeButtonProps) {
  const { decision, onRevoked } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const send = async () => {
    try {
      await api.revokeReleaseDecision(decision.releaseId, decision.id);
      setOpen(false);
      onRevoked();
    } catch (error) {
      setRefusal(failureOf(error).message);
    }
  };
  return (
    <span data-odoo-noprint="">
      <Button
        size="small"
        variant="secondary"
        onPress={() => {
          setRefusal(undefined);
          setOpen(true);
        }}
      >
        {t('decide.doRevoke')}
      </Button>
      <Dialog isOpen={isOpen} isDismissable onOpenChange={setOpen}>
        <DialogHeader>{t('decide.dialog.revokeTitle')}</DialogHeader>
        <DialogBody>
          <div className={styles.body}>
            <p className={styles.line}>{t('decide.dialog.revokeText')}</p>
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
          <Button variant="primary" onPress={send}>
            {t('decide.doRevoke')}
          </Button>
        </DialogFooter>
      </Dialog>
    </span>
  );
}
