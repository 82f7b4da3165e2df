import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, Button } from '@backstage/ui';
import { odooEnvironmentReadPermission } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ReactNode } from 'react';
import type { Failure } from '../live';
import { Age } from '../time';
import { odooTranslationRef } from '../translation';

interface FailureStateProps {
  failure: Failure;
  onRetry: () => void;
  /** Who can grant the permission. */
  ownerRef?: string;
}

/** What is shown in place of data that could not be had: why, and the next step. Never a verdict. */
export function FailureState(props: FailureStateProps) {
  const { failure, onRetry, ownerRef } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const retry = (
    <Button size="small" variant="secondary" onPress={onRetry}>
      {t('state.retry')}
    </Button>
  );
  switch (failure.kind) {
    case 'denied':
      return (
        <StateAlert
          status="info"
          title={t('state.denied.title')}
          actions={retry}
        >
          {t('state.denied.description', {
            permission: odooEnvironmentReadPermission.name,
          })}
          {ownerRef !== undefined && (
            <>
              {' '}
              {t('state.denied.askOwner')}{' '}
              <EntityRefLink entityRef={ownerRef} defaultKind="Group" />
            </>
          )}
        </StateAlert>
      );
    case 'signed-out':
      return (
        <StateAlert status="info" title={t('state.signedOut.title')}>
          {t('state.signedOut.description')}
        </StateAlert>
      );
    case 'not-found':
      return (
        <StateAlert
          status="info"
          title={t('state.notFound.title')}
          actions={retry}
        >
          {t('state.notFound.description')}
        </StateAlert>
      );
    case 'busy':
      return (
        <StateAlert
          status="warning"
          title={t('state.busy.title')}
          actions={retry}
        >
          {t('state.busy.description')}
        </StateAlert>
      );
    default:
      return (
        <StateAlert
          status="danger"
          title={t('state.error.title')}
          actions={retry}
        >
          {t('state.error.description', { message: failure.message })}
        </StateAlert>
      );
  }
}

interface StaleNoticeProps {
  failure: Failure;
  /** Instant of what is still shown, epoch milliseconds. */
  fetchedAt: number;
  onRetry: () => void;
}

/** Says above old data that the last attempt to refresh it failed, and how old it is. */
export function StaleNotice(props: StaleNoticeProps) {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <StateAlert
      status="warning"
      title={t('state.stale.title')}
      actions={
        <Button size="small" variant="secondary" onPress={props.onRetry}>
          {t('state.retry')}
        </Button>
      }
    >
      {t('state.stale.description', {
        age: <Age at={new Date(props.fetchedAt).toISOString()} />,
        message: props.failure.message,
      })}
    </StateAlert>
  );
}

interface StateAlertProps {
  status: 'info' | 'warning' | 'danger';
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A state of a page that a screen reader is told about when it comes up. */
export function StateAlert(props: StateAlertProps) {
  return (
    <Alert
      role="status"
      icon
      status={props.status}
      title={props.title}
      description={props.children}
      customActions={props.actions}
    />
  );
}
