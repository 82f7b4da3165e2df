import { Entity } from '@backstage/catalog-model';
import { permissionRules } from '@backstage/plugin-catalog-backend/alpha';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { odooEnvironmentReadPermission } from '@odoo-fleet/backstage-plugin-odoo-common';
import { decideOwn } from './ownConditions';

const CLAIMANT = {
  userEntityRef: 'user:default/ines',
  ownershipEntityRefs: ['user:default/ines', 'group:default/team-fashion'],
};

/** Evaluates the conditions with the catalog's own rules, as the catalog does for a single entity. */
function mayRead(entity: Entity): boolean {
  const decision = decideOwn(catalogEntityReadPermission, CLAIMANT);
  if (decision.result !== 'CONDITIONAL') {
    throw new Error(`expected a condition, got ${decision.result}`);
  }
  type Criteria = typeof decision.conditions;
  const holds = (criteria: Criteria): boolean => {
    if ('anyOf' in criteria) {
      return criteria.anyOf.some(holds);
    }
    if ('allOf' in criteria) {
      return criteria.allOf.every(holds);
    }
    if ('not' in criteria) {
      return !holds(criteria.not);
    }
    const rule = Object.values(permissionRules).find(
      ({ name }) => name === criteria.rule,
    ) as { apply(resource: Entity, params: unknown): boolean } | undefined;
    if (!rule) {
      throw new Error(`the catalog has no rule ${criteria.rule}`);
    }
    return rule.apply(entity, criteria.params);
  };
  return holds(decision.conditions);
}

function anEntity(kind: string, owner?: string, annotation?: string): Entity {
  return {
    apiVersion: 'x/v1',
    kind,
    metadata: {
      name: 'thing',
      ...(annotation && {
        annotations: { 'odoofleet.io/environment': annotation },
      }),
    },
    relations: owner ? [{ type: 'ownedBy', targetRef: owner }] : [],
  };
}

describe('decideOwn', () => {
  it.each([
    [
      'tenant of their team',
      anEntity('OdooTenant', 'group:default/team-fashion'),
      true,
    ],
    [
      'tenant of another team',
      anEntity('OdooTenant', 'group:default/team-home'),
      false,
    ],
    [
      'environment of another team',
      anEntity('OdooEnvironment', 'group:default/team-home'),
      false,
    ],
    ['environment that nobody owns', anEntity('OdooEnvironment'), false],
    [
      'service of their environment',
      anEntity('Component', 'group:default/team-fashion', 'default/a'),
      true,
    ],
    [
      'service of another environment',
      anEntity('Component', 'group:default/team-home', 'default/b'),
      false,
    ],
    [
      'database of another environment',
      anEntity('Resource', 'group:default/team-home', 'default/b'),
      false,
    ],
    [
      'component that has nothing to do with tenants',
      anEntity('Component', 'group:default/platform-engineers'),
      true,
    ],
    ['location, whose target may name a tenant', anEntity('Location'), false],
    ['template', anEntity('Template'), true],
    ['group', anEntity('Group'), true],
  ])('a developer and a %s: %p', (_, thing, expected) => {
    expect(mayRead(thing)).toBe(expected);
  });

  it('never widens a permission that has no condition here', () => {
    expect(
      decideOwn(
        { ...odooEnvironmentReadPermission, resourceType: 'other' },
        CLAIMANT,
      ),
    ).toEqual({ result: 'DENY' });
  });
});
