import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { CommandBlock, Muted, Panel } from '../layout';
import { odooTranslationRef } from '../translation';
import styles from './CheckpointsPanel.module.css';

const example = `spec:
  backupSources:
    - source: pgbackrest
      area: postgresql
      id: name-of-the-stanza
    - source: filestore-sync
      area: attachments
      id: name-of-the-job-or-bucket`;

/** The descriptor names no backup source: here is what to write. */
export function EmptyBackups(props: { title: string }) {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <Panel title={t('backup.empty.title', { title: props.title })}>
      <div className={styles.commands}>
        <Text as="p">{t('backup.empty.description')}</Text>
        <CommandBlock text={example} what={t('backup.empty.copy')} />
        <Muted as="p">{t('backup.empty.names')}</Muted>
      </div>
    </Panel>
  );
}
