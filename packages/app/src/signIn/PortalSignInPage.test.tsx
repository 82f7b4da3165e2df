import { IdentityApi } from '@backstage/core-plugin-api';
import {
  registerMswTestHooks,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { companyAuthApiRef } from './companyAuth';
import { keepPerson, takeSecretFromAddress } from './personChoice';
import { PortalSignInPage } from './PortalSignInPage';

const REFRESH = 'http://localhost:7007/api/auth/people/refresh';
const SECRET = 'the-secret-of-this-start';
const ADA = {
  ref: 'user:default/ada',
  name: 'Ada Byron',
  title: 'Developer',
  may: 'Builds things.',
};
const BOB = { ...ADA, ref: 'user:default/bob', name: 'Bob', title: 'Auditor' };

const server = setupServer();
registerMswTestHooks(server);

function openAddress(path: string) {
  window.history.replaceState(null, '', path);
  takeSecretFromAddress();
}

function answerRefresh(status: number, body: object) {
  const asked: Array<Record<string, string>> = [];
  server.use(
    http.get(REFRESH, ({ request }) => {
      asked.push(Object.fromEntries(request.headers));
      return HttpResponse.json(body, { status });
    }),
  );
  return asked;
}

const SESSION = {
  profile: {},
  backstageIdentity: {
    token: `x.${btoa(JSON.stringify({ exp: 4102444800 }))}.y`,
    identity: {
      type: 'user',
      userEntityRef: ADA.ref,
      ownershipEntityRefs: [ADA.ref],
    },
  },
};

const companyAuth: jest.Mocked<(typeof companyAuthApiRef)['T']> = {
  getBackstageIdentity: jest.fn(),
  getIdToken: jest.fn(),
  getProfile: jest.fn(),
  sessionState$: jest.fn(),
  signIn: jest.fn(),
  signOut: jest.fn(),
};

function show(people: object[] | undefined = [ADA, BOB]) {
  const signedIn: IdentityApi[] = [];
  renderInTestApp(
    <PortalSignInPage onSignInSuccess={identity => signedIn.push(identity)} />,
    {
      apis: [[companyAuthApiRef, companyAuth]],
      config: {
        app: { title: 'Odoo Fleet' },
        backend: { baseUrl: 'http://localhost:7007' },
        ...(people.length > 0 && {
          auth: { providers: { people: { users: people } } },
        }),
      },
    },
  );
  return signedIn;
}

describe('PortalSignInPage', () => {
  afterEach(() => {
    sessionStorage.clear();
    window.history.replaceState(null, '', '/');
  });

  it('says where to find the address when the tab has no secret', async () => {
    openAddress('/catalog');
    show();
    expect(
      await screen.findByText(/Open the address that .\/portal start printed/),
    ).toBeInTheDocument();
    expect(screen.queryByText('Ada Byron')).not.toBeInTheDocument();
  });

  it('takes the secret out of the address and keeps the rest of it', () => {
    openAddress(`/catalog?filter=x&persona-secret=${SECRET}#part`);
    expect(window.location.href).toBe('http://localhost/catalog?filter=x#part');
  });

  it('does not forget the secret when a later address has none or an empty one', async () => {
    openAddress(`/?persona-secret=${SECRET}`);
    openAddress('/');
    openAddress('/?persona-secret=');
    show();
    expect(await screen.findByText('Ada Byron')).toBeInTheDocument();
  });

  it('signs in as the chosen person, and signing out forgets the choice', async () => {
    openAddress(`/?persona-secret=${SECRET}`);
    const asked = answerRefresh(200, SESSION);
    const signedIn = show();
    expect(await screen.findByText('Auditor')).toBeInTheDocument();
    expect(screen.getAllByText('Builds things.')).toHaveLength(2);

    await userEvent.click(
      screen.getByRole('button', { name: 'Sign in as Ada Byron, Developer' }),
    );
    await waitFor(() => expect(signedIn).toHaveLength(1));
    expect(asked).toEqual([
      expect.objectContaining({
        'x-odoo-fleet-person': ADA.ref,
        'x-odoo-fleet-person-secret': SECRET,
      }),
    ]);
    expect(await signedIn[0].getBackstageIdentity()).toMatchObject({
      userEntityRef: ADA.ref,
    });
    expect(sessionStorage.getItem('odoo-fleet.person')).toBe(ADA.ref);

    await signedIn[0].signOut();
    expect(sessionStorage.getItem('odoo-fleet.person')).toBeNull();
    expect(sessionStorage.getItem('odoo-fleet.persona-secret')).toBe(SECRET);
  });

  it('keeps the person over a reload, unless they left the list', async () => {
    openAddress(`/?persona-secret=${SECRET}`);
    keepPerson(ADA.ref);
    answerRefresh(200, SESSION);
    const signedIn = show();
    await waitFor(() => expect(signedIn).toHaveLength(1));

    keepPerson('user:default/gone');
    show();
    expect(await screen.findByText('Ada Byron')).toBeInTheDocument();
  });

  it.each([
    [401, 'AuthenticationError', /was started again since/],
    [404, 'NotFoundError', /has not read this person yet/],
    [403, 'NotAllowedError', /ask the administrator/],
  ])(
    'explains an answer %d and offers somebody else',
    async (status, name, text) => {
      openAddress(`/?persona-secret=${SECRET}`);
      keepPerson(ADA.ref);
      answerRefresh(status, {
        error: { name, message: 'ask the administrator' },
        response: { statusCode: status },
      });
      const signedIn = show();
      expect(await screen.findByText(text)).toBeInTheDocument();
      expect(signedIn).toEqual([]);
      await userEvent.click(
        screen.getByRole('button', { name: 'Choose somebody else' }),
      );
      expect(await screen.findByText('Bob')).toBeInTheDocument();
      expect(sessionStorage.getItem('odoo-fleet.person')).toBeNull();
    },
  );

  it('offers the account of the company when no people are configured', async () => {
    show([]);
    expect(await screen.findByText('Company account')).toBeInTheDocument();
    expect(screen.queryByText(/portal start/)).not.toBeInTheDocument();
  });
});
