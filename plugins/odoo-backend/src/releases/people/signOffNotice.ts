import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { z } from 'zod';

/** Topic on which it is told that somebody asked for an executive's sign-off. */
export const SIGN_OFF_TOPIC = 'odoo.sign-off-request';

const payloadSchema = z.object({
  releaseId: z.string(),
  requestId: z.string(),
  askedBy: z.string(),
});

export interface SignOffNoticeOptions {
  notifications: NotificationService;
  /** Groups and users, by entity reference. */
  recipients: readonly string[];
  logger: LoggerService;
  portalUrl: string;
}

/**
 * Sends what the outbox says about requests for a sign-off to the portal's notifications. The text names no tenant: a recipient who may
 * not see the release learns nothing by it. Sent twice, the second takes the place of the first, by its scope.
 */
export function createSignOffNotice(options: SignOffNoticeOptions) {
  const { notifications, recipients, logger, portalUrl } = options;
  return async (message: { payload: unknown }): Promise<void> => {
    const { releaseId, requestId, askedBy } = payloadSchema.parse(
      message.payload,
    );
    if (recipients.length === 0) {
      logger.warn(
        `Nobody was told of the request ${requestId} for a sign-off: odoo.releases.decisions.signOffRecipients is empty`,
      );
      return;
    }
    await notifications.send({
      recipients: {
        type: 'entity',
        entityRef: [...recipients],
        excludeEntityRef: askedBy,
      },
      payload: {
        title: 'A release waits for an executive’s sign-off',
        description:
          'Open it to see what would change, what stands against it and who asks.',
        link: `${portalUrl}/odoo/releases/${encodeURIComponent(releaseId)}`,
        severity: 'high',
        topic: SIGN_OFF_TOPIC,
        scope: `${SIGN_OFF_TOPIC}:${requestId}`,
      },
    });
  };
}
