import { IdentityApi } from '@backstage/core-plugin-api';
import { forgetPerson } from './personChoice';

/** The same identity, but signing out forgets the chosen person, else the next page would sign in again by itself. */
export function forgettingIdentity(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    async signOut() {
      forgetPerson();
      await identity.signOut();
    },
  };
}
