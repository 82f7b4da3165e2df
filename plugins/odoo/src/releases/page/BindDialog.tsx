import { ANNOTATION_EDIT_URL } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Select,
  Skeleton,
  Text,
} from '@backstage/ui';
import type { UnattributedEvent } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooApiRef } from '../../api';
import { CopyText, Muted } from '../../layout';
import { safeHref } from '../../links';
import { useLiveData } from '../../live';
import { FailureState } from '../../states';
import { odooTranslationRef } from '../../translation';
import { SourceLink, sourceName } from '../../verdict';
import styles from './EventsPage.module.css';

interface BindDialogProps {
  event: UnattributedEvent;
  onClose: () => void;
}

/**
 * Says what to write into which descriptor, and where that is edited. The binding goes through Git as everything that an
 * environment claims, so there is nothing to send from here.
 */
export function BindDialog(props: BindDialogProps) {
  const { event, onClose } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const [first] = event.candidates;
  const [chosen, setChosen] = useState<string | undefined>(
    first?.environmentRef,
  );
  const environments = useLiveData('environments', 0, signal =>
    api.listEnvironments({ limit: 500 }, { signal }),
  );
  const yaml = event.bindingSnippet;
  // Those that it may be meant for first
  const options = [
    ...event.candidates,
    ...(environments.data?.items ?? []).filter(
      item =>
        !event.candidates.some(
          ({ environmentRef }) => environmentRef === item.environmentRef,
        ),
    ),
  ].map(({ environmentRef, title }) => ({
    value: environmentRef,
    label: title,
  }));
  return (
    <Dialog isOpen isDismissable onOpenChange={open => !open && onClose()}>
      <DialogHeader>
        {t('page.events.bindTitle', { source: sourceName(event.source) })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.page}>
          {environments.data === undefined &&
            environments.failure === undefined && (
              <Skeleton width="100%" height="3rem" />
            )}
          {environments.failure !== undefined && (
            <FailureState
              failure={environments.failure}
              onRetry={environments.retry}
            />
          )}
          {environments.data !== undefined && (
            <Select
              label={t('page.events.environment')}
              placeholder={t('page.events.choose')}
              value={chosen ?? null}
              onChange={key =>
                setChosen(key === null ? undefined : String(key))
              }
              options={options}
            />
          )}
          <Text as="p">{t('page.events.yaml')}</Text>
          <div>
            <pre className={styles.body}>{yaml}</pre>
            <CopyText text={yaml} what={t('page.events.copyWhat')} />
          </div>
          {chosen !== undefined && <EditLink environmentRef={chosen} />}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          {t('page.events.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function EditLink(props: { environmentRef: string }) {
  const { environmentRef } = props;
  const catalog = useApi(catalogApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const entity = useLiveData(environmentRef, 0, () =>
    catalog.getEntityByRef(environmentRef),
  );
  if (entity.failure !== undefined) {
    return <FailureState failure={entity.failure} onRetry={entity.retry} />;
  }
  if (entity.isFetching) {
    return <Skeleton width="60%" height="1rem" />;
  }
  const environment = entity.data?.metadata.title ?? environmentRef;
  const url = safeHref(
    entity.data?.metadata.annotations?.[ANNOTATION_EDIT_URL],
  );
  return url === undefined ? (
    <Muted as="p">{t('page.events.noEdit', { environment })}</Muted>
  ) : (
    <SourceLink url={url} text={t('page.events.edit', { environment })} />
  );
}
