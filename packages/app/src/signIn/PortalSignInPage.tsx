import { SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { companyAuthApiRef } from './companyAuth';
import { PeopleSignInPage } from './PeopleSignInPage';
import { readPeople } from './people';

/** People to choose from when the config has them, else the company's account over OpenID Connect. */
export function PortalSignInPage({ onSignInSuccess }: SignInPageProps) {
  const people = readPeople(useApi(configApiRef));
  if (people) {
    return (
      <PeopleSignInPage people={people} onSignInSuccess={onSignInSuccess} />
    );
  }
  return (
    <SignInPage
      onSignInSuccess={onSignInSuccess}
      provider={{
        id: 'oidc',
        title: 'Company account',
        message: 'Sign in with the account of your company.',
        apiRef: companyAuthApiRef,
      }}
    />
  );
}
