import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  discoveryApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { OdooEnvironmentEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useEffect, useState } from 'react';
import { CopyText, Muted, Panel } from '../layout';
import { odooTranslationRef } from '../translation';
import { VerdictWord } from '../verdict';
import styles from './EmptyRelease.module.css';
import { firstEventCommand, gateCommand } from './firstEventCommand';

const bindingExample = `spec:
  bindings:
    - source: https://ci.example/your-pipeline
      environmentId: your-environment-id`;

interface EmptyReleaseProps {
  title: string;
  environmentRef: string;
  /** Absent when the catalog does not show it to who looks. */
  environment: OdooEnvironmentEntity | undefined;
}

/** No event was ever received: the verdict is unknown, and here is how to send the first one. */
export function EmptyRelease(props: EmptyReleaseProps) {
  const { title, environmentRef, environment } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const baseUrl = useBaseUrl();
  const binding = environment?.spec.bindings?.[0];
  return (
    <Panel title={t('release.empty.title', { title })}>
      <div className={styles.content}>
        <VerdictWord status="unknown" size="large" />
        <Text as="p">{t('release.empty.description')}</Text>
        {environment !== undefined && binding === undefined && (
          <>
            <Text as="p">{t('release.empty.noBinding')}</Text>
            <Command text={bindingExample} />
          </>
        )}
        {binding !== undefined && (
          <Command text={firstEventCommand(baseUrl, binding)} />
        )}
        <Text as="p">{t('release.empty.gate')}</Text>
        <Command
          text={gateCommand(
            baseUrl,
            environment === undefined
              ? environmentRef
              : stringifyEntityRef(environment),
          )}
        />
        <Muted as="p">{t('release.empty.token')}</Muted>
      </div>
    </Panel>
  );
}

function Command(props: { text: string }) {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <div className={styles.command}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways, so it has to be reachable by keyboard */}
      <pre tabIndex={0}>{props.text}</pre>
      <CopyText text={props.text} what={t('release.empty.command')} />
    </div>
  );
}

function useBaseUrl(): string {
  const discovery = useApi(discoveryApiRef);
  const [baseUrl, setBaseUrl] = useState('/api/odoo');
  useEffect(() => {
    let gone = false;
    discovery
      .getBaseUrl('odoo')
      .then(url => !gone && setBaseUrl(url))
      // The relative address still tells what to call.
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [discovery]);
  return baseUrl;
}
