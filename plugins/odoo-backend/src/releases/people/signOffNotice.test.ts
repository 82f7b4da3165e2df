import { mockServices } from '@backstage/backend-test-utils';
import { createSignOffNotice } from './signOffNotice';

const message = {
  topic: 'odoo.sign-off-request',
  payload: {
    environmentRef: 'odooenvironment:default/acme-production',
    releaseId: 'rel/1',
    requestId: 'q1',
    askedBy: 'user:default/jo',
  },
};

const noticeTo = (recipients: string[]) => {
  const send = jest.fn(async () => {});
  const logger = mockServices.logger.mock();
  const notice = createSignOffNotice({
    notifications: { send },
    recipients,
    logger,
    portalUrl: 'https://portal.example.org',
  });
  return { send, logger, notice };
};

describe('the notice of a request for a sign-off', () => {
  it('goes to whom the config names but not to whoever asked, and names no tenant', async () => {
    const { send, notice } = noticeTo(['group:default/executives']);
    await notice(message);
    expect(send.mock.calls).toEqual([
      [
        {
          recipients: {
            type: 'entity',
            entityRef: ['group:default/executives'],
            excludeEntityRef: 'user:default/jo',
          },
          payload: expect.objectContaining({
            link: 'https://portal.example.org/odoo/releases/rel%2F1',
            // A second delivery takes the place of the first
            scope: 'odoo.sign-off-request:q1',
          }),
        },
      ],
    ]);
    expect(JSON.stringify(send.mock.calls)).not.toContain('acme');
  });

  it('fails with the notifications, so that the outbox tries again', async () => {
    const { send, notice } = noticeTo(['group:default/executives']);
    send.mockRejectedValueOnce(new Error('away'));
    await expect(notice(message)).rejects.toThrow('away');
  });

  it('says where to name recipients when there are none', async () => {
    const { send, logger, notice } = noticeTo([]);
    await notice(message);
    expect(send).not.toHaveBeenCalled();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('signOffRecipients'),
    );
  });
});
