import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { discoveryServiceFactory } from '@backstage/backend-defaults/discovery';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import authPlugin from '@backstage/plugin-auth-backend';
import oidcModule from '@backstage/plugin-auth-backend-module-oidc-provider';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { parse } from 'yaml';
import { OidcProvider, type OidcPerson } from './OidcProvider';
import { SignInBrowser } from './SignInBrowser';

// The manager of Backstage 1.55 means to close its databases and throws before it does, so its pools keep a jest worker alive
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const PUBLIC_URL = 'https://portal.example';
const CLIENT = { id: 'portal', secret: 'secret of the portal' };

const ADA: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ada', namespace: 'default' },
  spec: { profile: { email: 'ada@retail.example' }, memberOf: [] },
};

const adasAccount: OidcPerson = {
  sub: '4711',
  name: 'Ada',
  email: 'ada@retail.example',
  email_verified: true,
};

/** Section `auth` of app-config.production.yaml as it stands, with these variables. */
function productionAuth(variables: Record<string, string>) {
  const text = readFileSync(
    resolve(__dirname, '../../../../app-config.production.yaml'),
    'utf8',
  );
  return parse(
    text.replace(/\$\{(\w+)\}/g, (name, key) => variables[key] ?? name),
  ).auth;
}

describe('sign-in with the company’s account, as app-config.production.yaml sets it', () => {
  let provider: OidcProvider;
  let address: string;

  beforeAll(async () => {
    provider = await OidcProvider.start({
      ...CLIENT,
      redirectUri: `${PUBLIC_URL}/api/auth/oidc/handler/frame`,
    });
    const { server } = await startTestBackend({
      features: [
        authPlugin,
        oidcModule,
        mockServices.database.factory({
          knex: await databases.init('SQLITE_3'),
        }),
        discoveryServiceFactory,
        catalogServiceMock.factory({ entities: [ADA] }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: PUBLIC_URL },
            backend: { baseUrl: PUBLIC_URL },
            auth: productionAuth({
              ODOO_FLEET_SESSION_SECRET: 'session secret of the test',
              OIDC_METADATA_URL: provider.metadataUrl,
              OIDC_CLIENT_ID: CLIENT.id,
              OIDC_CLIENT_SECRET: CLIENT.secret,
            }),
          },
        }),
      ],
    });
    address = `http://127.0.0.1:${server.port()}`;
  });

  beforeEach(() => {
    provider.person = adasAccount;
    provider.signedIn = false;
  });

  afterAll(async () => {
    await provider?.stop();
  });

  const browser = () => new SignInBrowser({ publicUrl: PUBLIC_URL, address });

  it('makes whoever has the verified e-mail of a catalog User that User, and keeps them signed in', async () => {
    const adasBrowser = browser();
    const { type, error, response } = await adasBrowser.signIn('oidc');

    expect([type, error]).toEqual(['authorization_response', undefined]);
    expect(response?.profile.email).toBe('ada@retail.example');
    const { payload } = await jwtVerify(
      response?.backstageIdentity?.token ?? '',
      createRemoteJWKSet(new URL(`${address}/api/auth/.well-known/jwks.json`)),
    );
    expect(payload.sub).toBe('user:default/ada');

    const refreshed = await (await adasBrowser.refresh('oidc')).json();
    expect(refreshed.backstageIdentity.identity.userEntityRef).toBe(
      'user:default/ada',
    );
  });

  it.each<[string, Partial<OidcPerson>]>([
    [
      'an e-mail that nobody in the catalog has',
      { email: 'eve@retail.example' },
    ],
    ['an e-mail that the provider has not verified', { email_verified: false }],
  ])('refuses %s, and names nobody', async (_, account) => {
    provider.person = { ...adasAccount, ...account };
    const { error, response } = await browser().signIn('oidc');

    expect(response).toBeUndefined();
    expect(error?.message).toMatch(/^(Failed to sign-in|Login failed)/);
  });

  it('refuses whoever comes back without having been sent, with another’s code', async () => {
    const answer = await fetch(
      `${address}/api/auth/oidc/handler/frame?env=production&code=stolen&state=x`,
    );

    expect(await answer.text()).not.toContain('backstageIdentity');
  });
});
