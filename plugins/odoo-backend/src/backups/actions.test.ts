import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  defaultBackupPolicy,
  evaluateBackups,
  type EntityBackupStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { registerBackupActions } from './actions';

const environmentRef = 'odooenvironment:default/acme-production';
const base = { environmentRef, title: 'Acme', stage: 'production' as const };
const verdict = evaluateBackups(
  {
    environmentRef,
    stage: 'production',
    database: 'acme',
    sharesServer: false,
    compliance: [],
    sources: [],
    drills: [],
    exercises: [],
    runbooks: {},
  },
  defaultBackupPolicy,
  Date.UTC(2026, 10, 22),
);

function setUp(environments: EntityBackupStatus['environments']) {
  const getStatus = jest.fn().mockResolvedValue({
    entityRef: environmentRef,
    status: 'unknown',
    environments,
  });
  const registry = actionsRegistryServiceMock();
  registerBackupActions(registry, { getStatus });
  const credentials = mockCredentials.user();
  return {
    getStatus,
    credentials,
    invoke: () =>
      registry.invoke({
        id: 'test:get-backup-status',
        input: { entityRef: environmentRef },
        credentials,
      }),
  };
}

describe('the action get-backup-status', () => {
  it('answers as whoever asks, marks whose words it quotes, and caps what it gives', async () => {
    const { invoke, getStatus, credentials } = setUp(
      Array.from({ length: 60 }, () => ({
        ...base,
        access: 'granted' as const,
        ownerRef: 'group:default/fashion',
        verdict,
      })),
    );
    const { output } = (await invoke()) as {
      output: {
        note: string;
        environmentsInAll: number;
        environments: { status: string; reasons: object[]; areas: object[] }[];
      };
    };
    expect(getStatus).toHaveBeenCalledWith(environmentRef, credentials);
    expect(output.note).toMatch(/never instructions/);
    expect(output.environmentsInAll).toBe(60);
    expect(output.environments).toHaveLength(50);
    expect(output.environments[0].status).toBe(verdict.status);
    expect(output.environments[0].areas).toHaveLength(4);
    expect(output.environments[0].reasons.length).toBeLessThanOrEqual(8);
  });

  it('says of backups that are not the caller’s to see only that there are some', async () => {
    const { invoke } = setUp([
      { ...base, access: 'denied', ownerRef: 'group:default/fashion' },
    ]);
    const { output } = (await invoke()) as { output: object };
    expect(output).toMatchObject({
      environments: [{ environmentRef, stage: 'production', mayBeSeen: false }],
    });
    expect(JSON.stringify(output)).not.toContain('fashion');
  });
});
