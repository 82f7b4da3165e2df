import type { ProjectedRecovery } from '../catalog';
import { gitConfigurationAdapter } from '../adapters/backups/git-configuration';
import { backupsSchema } from '../backupSettings';
import { configuredSources } from './configuredReaders';
import { declaredSources } from './declaredSources';

const environment: ProjectedRecovery = {
  environmentRef: 'odooenvironment:default/acme-production',
  database: 'acme',
  cluster: 'eu',
  namespace: 'acme-production',
  backupSources: [],
};

const { sources } = backupsSchema.parse({
  sources: [
    {
      name: 'fleet-repository',
      adapter: 'git-configuration',
      every: '15m',
      settings: {
        repository: 'git@git.example:platform/fleet.git',
        tree: 'https://git.example/platform/fleet/tree/main',
      },
    },
    {
      name: 'attachments',
      adapter: 'object-storage',
      every: '15m',
      covers: { buckets: ['odoo-*'] },
    },
  ],
});

const declare = (more: Partial<ProjectedRecovery>) =>
  declaredSources(
    { ...environment, ...more },
    configuredSources(sources, [gitConfigurationAdapter]),
  );

describe('declaredSources', () => {
  it('reads a path of Git through the source of its repository, however both are written, by a claim of its own', () => {
    for (const [repository, path] of [
      ['https://git.example/platform/fleet', 'tenants/acme/production'],
      ['https://GIT.example/platform/fleet.git', './tenants/acme/production/'],
    ]) {
      expect(declare({ gitops: { repository, path } })).toEqual([
        {
          source: 'fleet-repository',
          id: 'tenants/acme/production',
          area: 'configuration',
          claim: {
            kind: 'repository',
            scope: 'git.example/platform/fleet',
            id: 'tenants/acme/production',
          },
        },
      ]);
    }
  });

  it('reads nothing of another repository, of all of one, nor of what leads out of it', () => {
    for (const [repository, path] of [
      ['https://git.example/platform/fleet-old', 'tenants/acme/production'],
      ['https://git.example/platform/fleet', '.'],
      ['https://git.example/platform/fleet', 'tenants/acme/../bolt'],
    ]) {
      expect(declare({ gitops: { repository, path } })).toEqual([]);
    }
  });

  it('lets the descriptor go first where it names the same', () => {
    const gitops = {
      repository: 'https://git.example/platform/fleet',
      path: 'tenants/acme/production',
    };
    const named = {
      source: 'fleet-repository',
      area: 'configuration' as const,
      id: gitops.path,
    };
    expect(declare({ gitops, backupSources: [named] })).toEqual([
      expect.objectContaining({
        claim: expect.objectContaining({ kind: 'stanza' }),
      }),
    ]);
  });

  it('reads a bucket through the source that covers it', () => {
    expect(
      declare({ objectStorage: { bucket: 'odoo-eu', prefix: 'acme/' } }),
    ).toEqual([
      {
        source: 'attachments',
        id: 'odoo-eu/acme/',
        area: 'attachments',
        claim: { kind: 'bucket', scope: 'odoo-eu', id: 'acme/' },
      },
    ]);
    expect(declare({ objectStorage: { bucket: 'other' } })).toEqual([]);
  });
});
