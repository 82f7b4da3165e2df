import { ProxiedSignInPage } from '@backstage/core-components';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { useState } from 'react';
import { forgettingIdentity } from './forgettingIdentity';
import { People } from './People';
import { Person } from './people';
import {
  forgetPerson,
  keepPerson,
  readPerson,
  readSecret,
} from './personChoice';
import { SecretMissing } from './SecretMissing';
import { SignInFailed } from './SignInFailed';
import { SignInFrame } from './SignInFrame';

/** Sign-in of the demonstration: choose a person. Works only in a tab that was given the secret of this start. */
export function PeopleSignInPage({
  people,
  onSignInSuccess,
}: SignInPageProps & { people: Person[] }) {
  const secret = readSecret();
  const [chosen, setChosen] = useState(readPerson);
  const person = people.find(({ ref }) => ref === chosen);

  if (!secret) {
    return (
      <SignInFrame>
        <SecretMissing />
      </SignInFrame>
    );
  }
  if (!person) {
    return (
      <SignInFrame>
        <People
          people={people}
          onChoose={({ ref }) => {
            keepPerson(ref);
            setChosen(ref);
          }}
        />
      </SignInFrame>
    );
  }
  return (
    <ProxiedSignInPage
      provider="people"
      headers={{
        'x-odoo-fleet-person': person.ref,
        'x-odoo-fleet-person-secret': secret,
      }}
      onSignInSuccess={identity =>
        onSignInSuccess(forgettingIdentity(identity))
      }
      ErrorComponent={({ error }) => (
        <SignInFrame>
          <SignInFailed
            person={person}
            error={error}
            onBack={() => {
              forgetPerson();
              setChosen(undefined);
            }}
          />
        </SignInFrame>
      )}
    />
  );
}
