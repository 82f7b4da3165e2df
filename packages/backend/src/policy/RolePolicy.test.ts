import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogPermissions } from '@backstage/plugin-catalog-common/alpha';
import { kubernetesPermissions } from '@backstage/plugin-kubernetes-common';
import {
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import { scaffolderPermissions } from '@backstage/plugin-scaffolder-common/alpha';
import { odooPermissions } from '@odoo-fleet/backstage-plugin-odoo-common';
import { RolePolicy } from './RolePolicy';
import { RULES } from './rules';

const COLUMNS = [
  'developers',
  'release-managers',
  'platform-engineers',
  'executives',
  'auditors',
] as const;

/** yes: allowed; own: a condition; no: denied. Columns as COLUMNS. */
const EXPECTED: Record<string, string> = {
  'odoo.environment.read': 'own yes yes yes yes',
  'odoo.backup.read': 'own own yes own yes',
  'odoo.backup.report': 'no no yes no no',
  'odoo.release-event.create': 'no yes yes no no',
  'odoo.gate.ask': 'own yes yes no no',
  'odoo.release.override': 'no yes no no no',
  'odoo.release.sign-off': 'no no no yes no',
  'odoo.unattributed-event.read': 'no no yes no yes',
  'odoo.dead-letter.read': 'no no yes no yes',
  'odoo.platform-finding.read': 'no yes yes yes yes',

  'catalog.entity.read': 'own yes yes yes yes',
  'catalog.entity.create': 'no no yes no no',
  'catalog.entity.delete': 'no no yes no no',
  'catalog.entity.refresh': 'own yes yes no no',
  'catalog.entity.validate': 'no no yes no no',
  'catalog.location.read': 'no yes yes no yes',
  'catalog.location.create': 'no no yes no no',
  'catalog.location.analyze': 'no no yes no no',
  'catalog.location.delete': 'no no yes no no',

  'catalog.ingestion.read': 'no no yes no no',
  'catalog.ingestion.manage': 'no no yes no no',

  'scaffolder.action.execute': 'yes no yes no no',
  'scaffolder.template.parameter.read': 'yes yes yes yes yes',
  'scaffolder.template.step.read': 'yes yes yes yes yes',
  'scaffolder.template.dry-run': 'yes no yes no no',
  'scaffolder.template.management': 'no no yes no no',
  'scaffolder.task.create': 'yes no yes no no',
  'scaffolder.task.read': 'own yes yes no yes',
  'scaffolder.task.cancel': 'own no yes no no',

  'kubernetes.proxy': 'no no yes no no',
  'kubernetes.clusters.read': 'yes yes yes yes yes',
  'kubernetes.resources.read': 'yes yes yes yes yes',
};

const PERMISSIONS: Permission[] = [
  ...odooPermissions,
  ...catalogPermissions,
  ...scaffolderPermissions,
  ...kubernetesPermissions,
];

const WORDS: Record<string, string> = {
  ALLOW: 'yes',
  CONDITIONAL: 'own',
  DENY: 'no',
};

async function decide(permission: Permission, ...groups: string[]) {
  const userEntityRef = 'user:default/somebody';
  const info = {
    userEntityRef,
    ownershipEntityRefs: [
      userEntityRef,
      ...groups.map(group => `group:default/${group}`),
    ],
  };
  const policy = RolePolicy.create({
    userInfo: mockServices.userInfo({
      ownershipEntityRefs: info.ownershipEntityRefs,
    }),
  });
  return policy.handle(
    { permission },
    { credentials: mockCredentials.user(userEntityRef), info },
  );
}

describe('RolePolicy', () => {
  it.each(
    PERMISSIONS.map(permission => [permission.name, permission] as const),
  )('%s', async (name, permission) => {
    const words = [];
    for (const group of COLUMNS) {
      words.push(WORDS[(await decide(permission, group)).result]);
    }
    expect(`${name}: ${words.join(' ')}`).toBe(`${name}: ${EXPECTED[name]}`);
  });

  it('names only permissions that exist', () => {
    const known = PERMISSIONS.map(({ name }) => name);
    expect(Object.keys(RULES).filter(name => !known.includes(name))).toEqual(
      [],
    );
    expect(Object.keys(EXPECTED).sort()).toEqual([...known].sort());
  });

  it('gives nothing to whoever has no role, or is nobody', async () => {
    for (const permission of PERMISSIONS) {
      expect(await decide(permission, 'team-fashion', 'visitors')).toEqual({
        result: 'DENY',
      });
      expect(
        await RolePolicy.create({ userInfo: mockServices.userInfo() }).handle({
          permission,
        }),
      ).toEqual({ result: 'DENY' });
    }
  });

  it('gives the widest reach of several roles', async () => {
    const [read] = odooPermissions;
    expect(await decide(read, 'developers', 'auditors')).toEqual({
      result: 'ALLOW',
    });
  });

  it('does not know the role of a group in another namespace', async () => {
    const policy = RolePolicy.create({
      userInfo: mockServices.userInfo({
        ownershipEntityRefs: ['group:elsewhere/platform-engineers'],
      }),
    });
    const credentials = mockCredentials.user();
    expect(
      await policy.handle(
        { permission: odooPermissions[0] },
        {
          credentials,
          info: { userEntityRef: 'user:default/x', ownershipEntityRefs: [] },
        },
      ),
    ).toEqual({ result: 'DENY' });
  });

  it('leaves permissions that it does not know to platform engineers', async () => {
    const unknown = createPermission({
      name: 'someplugin.thing.update',
      attributes: { action: 'update' },
    });
    expect(await decide(unknown, 'platform-engineers')).toEqual({
      result: 'ALLOW',
    });
    expect(await decide(unknown, 'developers', 'auditors')).toEqual({
      result: 'DENY',
    });
  });
});
