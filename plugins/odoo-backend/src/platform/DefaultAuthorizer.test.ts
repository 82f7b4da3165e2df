import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  odooDeadLetterReadPermission,
  odooGateAskPermission,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { DefaultAuthorizer } from './DefaultAuthorizer';

const acme = 'odooenvironment:default/acme';
const bolt = 'odooenvironment:default/bolt';
const gone = 'odooenvironment:default/gone';
const user = mockCredentials.user();
const ask = odooGateAskPermission;

const conditional: PolicyDecision = {
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'odoo',
  resourceType: 'odoo-environment',
  conditions: {
    rule: 'IS_OWNER',
    resourceType: 'odoo-environment',
    params: { claims: [] },
  },
};

function setUp(decision: PolicyDecision) {
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async () => [decision],
    authorize: async () => [
      {
        result:
          decision.result === AuthorizeResult.ALLOW
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      },
    ],
  });
  const toQuery = jest.fn();
  const authorizer = DefaultAuthorizer.create({
    permissions,
    machines: [
      {
        subject: 'acme-ci',
        environments: ['odooenvironment:default/ac*'],
        verbs: ['gate.ask'],
      },
      { subject: 'platform-ci', environments: ['*'], verbs: ['gate.ask'] },
    ],
    conditions: {
      toQuery: () => toQuery,
      permits: (_, environment) => environment.environmentRef === acme,
    },
    getEnvironments: async refs =>
      refs
        .filter(ref => ref !== gone)
        .map(environmentRef => ({ environmentRef })),
  });
  return { authorizer, permissions, toQuery };
}

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };

describe('DefaultAuthorizer', () => {
  it('asks the policy as the caller', async () => {
    const { authorizer, permissions } = setUp(allow);
    await authorizer.ensureEnvironments(user, ask, 'gate.ask', [acme]);

    expect(permissions.authorizeConditional).toHaveBeenCalledWith(
      [{ permission: ask }],
      { credentials: user },
    );
  });

  it.each([
    ['allowed', allow, [acme, bolt, gone]],
    ['denied', deny, []],
    ['allowed some', conditional, [acme]],
  ])('filters for a person who is %s', async (_, decision, expected) => {
    const { authorizer } = setUp(decision);

    await expect(
      authorizer.filterEnvironments(user, ask, 'gate.ask', [acme, bolt, gone]),
    ).resolves.toEqual(expected);
  });

  it('ensures every environment, not just one', async () => {
    const { authorizer } = setUp(conditional);
    const ensure = (...refs: string[]) =>
      authorizer.ensureEnvironments(user, ask, 'gate.ask', refs);

    await expect(ensure(acme)).resolves.toBeUndefined();
    await expect(ensure(acme, bolt)).rejects.toThrow(
      `You need the permission odoo.gate.ask for ${bolt}`,
    );
    await expect(ensure(gone)).rejects.toThrow('You need the permission');
    await expect(ensure()).rejects.toThrow('You need the permission');
  });

  it('takes no environment for all of them', async () => {
    const ensure = (decision: PolicyDecision) =>
      setUp(decision).authorizer.ensureEnvironments(user, ask, 'gate.ask', []);

    await expect(ensure(allow)).resolves.toBeUndefined();
    await expect(ensure(deny)).rejects.toThrow('You need the permission');
  });

  it('gives lists a condition, or none, or refuses', async () => {
    const condition = (decision: PolicyDecision) => {
      const { authorizer, toQuery } = setUp(decision);
      return authorizer
        .environmentCondition(user, ask, 'gate.ask')
        .then(query => query === toQuery);
    };

    await expect(condition(conditional)).resolves.toBe(true);
    await expect(condition(allow)).resolves.toBe(false);
    await expect(condition(deny)).rejects.toThrow('You need the permission');
  });

  it('holds machines to their environments and verbs, whatever the framework allows them', async () => {
    const { authorizer } = setUp(allow);
    const ci = mockCredentials.service('acme-ci');
    const platform = mockCredentials.service('platform-ci');

    await expect(
      authorizer.filterEnvironments(ci, ask, 'gate.ask', [acme, bolt]),
    ).resolves.toEqual([acme]);
    await expect(
      authorizer.filterEnvironments(ci, ask, 'events.write', [acme]),
    ).resolves.toEqual([]);
    await expect(
      authorizer.ensureEnvironments(ci, ask, 'gate.ask', [bolt]),
    ).rejects.toThrow(
      `The machine 'acme-ci' may not use 'gate.ask' on ${bolt}; an entry of odoo.machines`,
    );
    await expect(
      authorizer.ensureEnvironments(ci, ask, 'gate.ask', []),
    ).rejects.toThrow('may not use');
    await expect(
      authorizer.ensureEnvironments(platform, ask, 'gate.ask', []),
    ).resolves.toBeUndefined();
    await expect(
      authorizer.environmentCondition(platform, ask, 'gate.ask'),
    ).resolves.toBeUndefined();
    await expect(
      authorizer.environmentCondition(ci, ask, 'gate.ask'),
    ).resolves.toBeDefined();
    await expect(
      authorizer.environmentCondition(ci, ask, 'releases.read'),
    ).rejects.toThrow('may not use');
  });

  it('honours the access restrictions of a machine’s token', async () => {
    const { authorizer } = setUp(deny);

    await expect(
      authorizer.filterEnvironments(
        mockCredentials.service('platform-ci'),
        ask,
        'gate.ask',
        [acme],
      ),
    ).resolves.toEqual([]);
  });

  it('refuses machines that the config does not name, other plugins among them', async () => {
    const { authorizer } = setUp(allow);

    for (const subject of ['plugin:catalog', 'stranger', 'acme-ci ']) {
      const credentials = mockCredentials.service(subject);
      expect(() =>
        authorizer.ensureKnownMachine(credentials, 'gate.ask'),
      ).toThrow('may not use');
      await expect(
        authorizer.ensureEnvironments(credentials, ask, 'gate.ask', [acme]),
      ).rejects.toThrow('may not use');
      await expect(
        authorizer.environmentCondition(credentials, ask, 'gate.ask'),
      ).rejects.toThrow('may not use');
    }
    expect(() => authorizer.ensureKnownMachine(user, 'gate.ask')).not.toThrow();
  });

  it('never gives a machine a permission without an environment', async () => {
    const permission = odooDeadLetterReadPermission;
    const machine = mockCredentials.service('platform-ci');

    await expect(
      setUp(allow).authorizer.ensureBasic(machine, permission),
    ).rejects.toThrow("Machines can't have the permission");
    await expect(
      setUp(allow).authorizer.ensureBasic(user, permission),
    ).resolves.toBeUndefined();
    await expect(
      setUp(deny).authorizer.ensureBasic(user, permission),
    ).rejects.toThrow('You need the permission odoo.dead-letter.read');
  });

  it('lets no machine do what has no verb, and takes nobody for a person who is none', async () => {
    const { authorizer } = setUp({ result: AuthorizeResult.ALLOW });
    const machine = mockCredentials.service('platform-ci');
    await expect(
      authorizer.filterEnvironments(machine, ask, undefined, [acme]),
    ).resolves.toEqual([]);
    for (const refs of [[acme], []]) {
      await expect(
        authorizer.ensureEnvironments(machine, ask, undefined, refs),
      ).rejects.toThrow(/Machines can't have the permission odoo.gate.ask/);
      await expect(
        authorizer.ensureEnvironments(user, ask, undefined, refs),
      ).resolves.toBeUndefined();
    }

    expect(authorizer.ensureUser(user)).toBe(user.principal.userEntityRef);
    const byAssistant = {
      ...user,
      principal: {
        ...user.principal,
        actor: mockCredentials.service('plugin:mcp-actions').principal,
      },
    };
    for (const nobody of [machine, byAssistant]) {
      expect(() => authorizer.ensureUser(nobody)).toThrow(/Only a person/);
    }
  });

  it('names who asks, and knows nobody without credentials', () => {
    const { authorizer } = setUp(allow);

    expect(authorizer.principalName(user)).toBe('user:default/mock');
    expect(authorizer.principalName(mockCredentials.service('acme-ci'))).toBe(
      'acme-ci',
    );
    expect(() => authorizer.principalName(mockCredentials.none())).toThrow(
      'Sign in',
    );
  });
});
