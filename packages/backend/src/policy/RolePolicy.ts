import { UserInfoService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { decideOwn } from './ownConditions';
import { rolesOf } from './roles';
import { reachOf } from './rules';

/** Decides by the roles of the reference portal; whoever has no role may do nothing. */
export class RolePolicy implements PermissionPolicy {
  readonly #userInfo: UserInfoService;

  static create(options: { userInfo: UserInfoService }): RolePolicy {
    return new RolePolicy(options.userInfo);
  }

  private constructor(userInfo: UserInfoService) {
    this.#userInfo = userInfo;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) {
      return { result: AuthorizeResult.DENY };
    }
    const claimant = await this.#userInfo.getUserInfo(user.credentials);
    const reach = reachOf(
      rolesOf(claimant.ownershipEntityRefs),
      request.permission.name,
    );
    switch (reach) {
      case 'all':
        return { result: AuthorizeResult.ALLOW };
      case 'own':
        return decideOwn(request.permission, claimant);
      default:
        return { result: AuthorizeResult.DENY };
    }
  }
}
