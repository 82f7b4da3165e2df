import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { EnvironmentTimeline } from '@odoo-fleet/backstage-plugin-odoo-common';
import { CommandBlock, Muted, Panel } from '../layout';
import type { LiveData } from '../live';
import { LiveBody } from '../states';
import { odooTranslationRef } from '../translation';
import styles from './CheckpointsPanel.module.css';

/** «Take a checkpoint now»: the exact command of the tools of this environment, to copy. The portal runs nothing. */
export function CommandPanel(props: {
  timeline: LiveData<EnvironmentTimeline>;
}) {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <Panel id="take-checkpoint" title={t('backup.command.title')}>
      <Text as="p">{t('backup.command.intro')}</Text>
      <LiveBody
        live={props.timeline}
        height="4rem"
        isEmpty={({ commands }) => commands.length === 0}
        empty={t('backup.command.empty')}
      >
        {({ commands }) => (
          <div className={styles.commands}>
            {commands.map(({ source, tool, command, where }) => (
              <div key={`${source} ${command}`} className={styles.command}>
                <Muted>{t('backup.command.tool', { tool, source })}</Muted>
                <CommandBlock text={command} what={t('backup.command.copy')} />
                <Muted>{t('backup.command.where', { where })}</Muted>
              </div>
            ))}
          </div>
        )}
      </LiveBody>
    </Panel>
  );
}
