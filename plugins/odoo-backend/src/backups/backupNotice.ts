import type { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { verdictStatusSchema } from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import type { EnvironmentStore } from '../catalog';
import { BACKUP_WORSENED_TOPIC } from './BackupVerdictStore';

const payloadSchema = z.object({
  environmentRef: z.string(),
  status: verdictStatusSchema,
});

export interface BackupNoticeOptions {
  notifications: NotificationService;
  environments: Pick<EnvironmentStore, 'getEnvironments'>;
  logger: LoggerService;
  /** `app.baseUrl`, without a slash at the end. */
  portalUrl: string;
}

/**
 * Tells the owner of an environment what the outbox says about its backups. Sent twice, the second takes the place of the first, by its
 * scope: an environment has one notice, and it is the newest.
 */
export function createBackupNotice(options: BackupNoticeOptions) {
  const { notifications, environments, logger, portalUrl } = options;
  return async (message: { payload: unknown }): Promise<void> => {
    const { environmentRef, status } = payloadSchema.parse(message.payload);
    const [environment] = await environments.getEnvironments([environmentRef]);
    if (!environment) {
      logger.debug(
        `Nobody was told of the backups of ${environmentRef}: the catalog has it no more`,
      );
      return;
    }
    const { kind, namespace, name } = parseEntityRef(environmentRef);
    await notifications.send({
      recipients: { type: 'entity', entityRef: environment.ownerRef },
      payload: {
        title: `Backups of ${environment.title}: ${status}`,
        description:
          'It got worse than it was. Open it to see what could be restored now, and what would mend it.',
        link: `${portalUrl}/catalog/${[namespace, kind, name]
          .map(encodeURIComponent)
          .join('/')}/backup-status`,
        severity: status === 'critical' ? 'high' : 'normal',
        topic: BACKUP_WORSENED_TOPIC,
        scope: `${BACKUP_WORSENED_TOPIC}:${environmentRef}`,
      },
    });
  };
}
