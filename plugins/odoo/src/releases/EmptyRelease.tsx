import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  discoveryApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { OdooEnvironmentEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useEffect, useState } from 'react';
import { CommandBlock, Muted, Panel } from '../layout';
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
            <CommandBlock
              text={bindingExample}
              what={t('release.empty.command')}
            />
          </>
        )}
        {binding !== undefined && (
          <CommandBlock
            text={firstEventCommand(baseUrl, binding)}
            what={t('release.empty.command')}
          />
        )}
        <Text as="p">{t('release.empty.gate')}</Text>
        <CommandBlock
          what={t('release.empty.command')}
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
