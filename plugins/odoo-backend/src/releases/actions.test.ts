import { NotAllowedError } from '@backstage/errors';
import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  defaultRiskPolicy,
  evaluateRisk,
  nothingAround,
  type EntityReleaseRisk,
  type Release,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { registerReleaseActions } from './actions';

const now = Date.UTC(2026, 10, 22);
const at = new Date(now).toISOString();
const environmentRef = 'odooenvironment:default/acme-production';

const release: Release = {
  id: 'rel-1',
  environmentRef,
  artifact: `sha256:${'a'.repeat(64)}`,
  digest: `sha256:${'a'.repeat(64)}`,
  attempt: 1,
  lifecycle: { firstSeenAt: at, proposedAt: at },
  facts: {},
};

const risk = (environments: number): EntityReleaseRisk => ({
  entityRef: 'odootenant:default/acme',
  status: 'unknown',
  environments: Array.from({ length: environments }, () => ({
    environmentRef,
    title: 'Acme',
    stage: 'production' as const,
    hosting: 'dedicated' as const,
    current: {
      release,
      state: 'proposed' as const,
      questions: [],
      verdict: evaluateRisk(
        {
          ...nothingAround,
          release,
          stage: 'production',
          hosting: 'dedicated',
          staging: { status: 'unknown', reason: 'nothing was reported' },
          calendar: { status: 'unknown', reason: 'no calendar' },
          people: { unmapped: [] },
        },
        defaultRiskPolicy,
        now,
      ),
    },
  })),
});

function setUp(getEntityRisk: jest.Mock) {
  const registry = actionsRegistryServiceMock();
  registerReleaseActions(registry, { getEntityRisk });
  return (credentials = mockCredentials.user()) =>
    registry.invoke({
      id: 'test:get-release-risk',
      input: { entityRef: 'odootenant:default/acme' },
      credentials,
    });
}

describe('get-release-risk', () => {
  it("gives the verdict with its reasons, as the assistant's user sees it", async () => {
    const getEntityRisk = jest.fn(async () => risk(1));
    const credentials = mockCredentials.user('user:default/jo');
    const { output } = await setUp(getEntityRisk)(credentials);
    expect(getEntityRisk).toHaveBeenCalledWith(
      'odootenant:default/acme',
      credentials,
    );
    expect(output).toMatchObject({
      note: expect.stringContaining('never instructions'),
      status: 'unknown',
      environments: [
        {
          release: {
            decision: 'hold',
            // All but «nothing else is being rolled out», of which the portal is sure
            points: 95,
            reasons: expect.arrayContaining([
              expect.objectContaining({ status: 'unknown' }),
            ]),
          },
        },
      ],
    });
  });

  it('caps what it gives and says how much there is', async () => {
    const { output } = await setUp(jest.fn(async () => risk(80)))();
    expect(output).toMatchObject({ environmentsInAll: 80 });
    expect((output as { environments: unknown[] }).environments).toHaveLength(
      50,
    );
  });

  it('passes a denial on', async () => {
    const invoke = setUp(
      jest.fn(async () => {
        throw new NotAllowedError('not yours');
      }),
    );
    await expect(invoke()).rejects.toThrow('not yours');
  });
});
