import type {
  PermissionCondition,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
  type PermissionRuleset,
} from '@backstage/plugin-permission-node';
import type { EnvironmentConditions } from '../platform/DefaultAuthorizer';
import type { EnvironmentQuery } from '../platform/EnvironmentQuery';
import type { ProjectedEnvironment } from './EnvironmentStore';

/** Reads a policy's conditions with the rules that are registered, those of third-party modules included. */
export function createEnvironmentConditions(
  ruleset: PermissionRuleset<ProjectedEnvironment, EnvironmentQuery>,
): EnvironmentConditions<ProjectedEnvironment> {
  const transform = createConditionTransformer<EnvironmentQuery>(ruleset);
  const permits = createConditionAuthorizer<ProjectedEnvironment>(ruleset);
  return {
    toQuery: (conditions: PermissionCriteria<PermissionCondition>) =>
      criteriaToQuery(transform(conditions)),
    permits: (decision: PolicyDecision, environment: ProjectedEnvironment) =>
      permits(decision, environment),
  };
}

/** Turns the tree of a conditional decision into one condition that knex can apply. */
export function criteriaToQuery(
  criteria: PermissionCriteria<EnvironmentQuery>,
): EnvironmentQuery {
  if (isAndCriteria(criteria)) {
    const parts = criteria.allOf.map(criteriaToQuery);
    return builder => {
      for (const part of parts) {
        builder.where(group => part(group));
      }
    };
  }
  if (isOrCriteria(criteria)) {
    const parts = criteria.anyOf.map(criteriaToQuery);
    return builder => {
      // Without this, an empty list would be no condition at all, which is everything
      builder.whereRaw('1 = 0');
      for (const part of parts) {
        builder.orWhere(group => part(group));
      }
    };
  }
  if (isNotCriteria(criteria)) {
    const part = criteriaToQuery(criteria.not);
    return builder => {
      builder.whereNot(group => part(group));
    };
  }
  return criteria;
}
