import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { odooBackupReadPermission } from '@odoo-fleet/backstage-plugin-odoo-common';
import { StateAlert } from '../states';
import { odooTranslationRef } from '../translation';

interface DeniedBackupsProps {
  title: string;
  ownerRef: string;
}

/** For who may see the environment and not how its backups stand: that it has some, and whom to ask. Never a word about how they are. */
export function DeniedBackups(props: DeniedBackupsProps) {
  const { title, ownerRef } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <StateAlert status="info" title={t('backup.denied.title', { title })}>
      {t('backup.denied.description')} {t('backup.denied.ask')}{' '}
      <EntityRefLink entityRef={ownerRef} defaultKind="Group" />.{' '}
      {t('backup.denied.permission', {
        permission: odooBackupReadPermission.name,
      })}
    </StateAlert>
  );
}
