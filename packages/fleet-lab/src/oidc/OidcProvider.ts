import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type JWK,
  type KeyLike,
} from 'jose';

/** Who is signed in at the provider, as its userinfo endpoint tells it. */
export interface OidcPerson {
  sub: string;
  name: string;
  email: string;
  email_verified: boolean;
}

export interface OidcClient {
  id: string;
  secret: string;
  /** Where the provider sends people back to; any other address is refused. */
  redirectUri: string;
}

interface Grant {
  person: OidcPerson;
  nonce: string | undefined;
}

const LIFETIME_SECONDS = 600;

/**
 * An OpenID Connect provider for tests: discovery, authorisation code, signed id_token, refresh, userinfo and keys. It speaks
 * the protocol as company providers do and refuses what they refuse, so that a wrong setting of the portal shows.
 */
export class OidcProvider {
  readonly #server: Server;
  readonly #client: OidcClient;
  readonly #key: KeyLike;
  readonly #jwk: JWK;
  readonly #codes = new Map<string, Grant>();
  readonly #accessTokens = new Map<string, Grant>();
  readonly #refreshTokens = new Map<string, Grant>();

  /** Who sits at the browser; nobody is asked for a password. */
  person: OidcPerson | undefined;
  /** Whether they are signed in at the provider already. A provider may not ask anything when told `prompt=none`. */
  signedIn = false;

  static async start(client: OidcClient): Promise<OidcProvider> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const provider = new OidcProvider(client, privateKey, {
      ...(await exportJWK(publicKey)),
      kid: 'key-1',
      alg: 'RS256',
      use: 'sig',
    });
    await new Promise<void>(resolve =>
      provider.#server.listen(0, '127.0.0.1', resolve),
    );
    return provider;
  }

  private constructor(client: OidcClient, key: KeyLike, jwk: JWK) {
    this.#client = client;
    this.#key = key;
    this.#jwk = jwk;
    this.#server = createServer((req, res) => {
      this.#answer(req, res).catch(error => {
        res.writeHead(500).end(String(error));
      });
    });
  }

  get issuer(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get metadataUrl(): string {
    return `${this.issuer}/.well-known/openid-configuration`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', this.issuer);
    switch (`${req.method} ${url.pathname}`) {
      case 'GET /.well-known/openid-configuration':
        return sendJson(res, 200, {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          userinfo_endpoint: `${this.issuer}/userinfo`,
          jwks_uri: `${this.issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          token_endpoint_auth_methods_supported: ['client_secret_basic'],
        });
      case 'GET /jwks':
        return sendJson(res, 200, { keys: [this.#jwk] });
      case 'GET /authorize':
        return this.#authorize(url.searchParams, res);
      case 'POST /token':
        return this.#token(req, res);
      case 'GET /userinfo':
        return this.#userinfo(req, res);
      default:
        return sendJson(res, 404, { error: 'not_found' });
    }
  }

  #authorize(query: URLSearchParams, res: ServerResponse): void {
    // A wrong address to come back to is told to the person: sending them there would be an open redirect
    if (
      query.get('client_id') !== this.#client.id ||
      query.get('redirect_uri') !== this.#client.redirectUri
    ) {
      sendJson(res, 400, { error: 'invalid_request' });
      return;
    }
    const back = new URL(this.#client.redirectUri);
    back.searchParams.set('state', query.get('state') ?? '');
    const scopes = query.get('scope')?.split(' ') ?? [];
    if (query.get('response_type') !== 'code' || !scopes.includes('openid')) {
      back.searchParams.set('error', 'invalid_request');
    } else if (
      !this.person ||
      (query.get('prompt') === 'none' && !this.signedIn)
    ) {
      back.searchParams.set('error', 'login_required');
    } else {
      const code = newToken();
      this.#codes.set(code, {
        person: this.person,
        nonce: query.get('nonce') ?? undefined,
      });
      back.searchParams.set('code', code);
    }
    res.writeHead(302, { location: back.href }).end();
  }

  async #token(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!this.#knows(req.headers.authorization)) {
      sendJson(res, 401, { error: 'invalid_client' });
      return;
    }
    const form = new URLSearchParams(await readText(req));
    let grant: Grant | undefined;
    if (form.get('grant_type') === 'authorization_code') {
      const code = form.get('code') ?? '';
      if (form.get('redirect_uri') === this.#client.redirectUri) {
        grant = this.#codes.get(code);
      }
      this.#codes.delete(code);
    } else if (form.get('grant_type') === 'refresh_token') {
      grant = this.#refreshTokens.get(form.get('refresh_token') ?? '');
    }
    if (!grant) {
      sendJson(res, 400, { error: 'invalid_grant' });
      return;
    }
    const accessToken = newToken();
    const refreshToken = newToken();
    this.#accessTokens.set(accessToken, grant);
    this.#refreshTokens.set(refreshToken, { ...grant, nonce: undefined });
    sendJson(res, 200, {
      token_type: 'Bearer',
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: LIFETIME_SECONDS,
      scope: 'openid profile email',
      id_token: await new SignJWT({
        ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
      })
        .setProtectedHeader({ alg: 'RS256', kid: this.#jwk.kid })
        .setIssuer(this.issuer)
        .setAudience(this.#client.id)
        .setSubject(grant.person.sub)
        .setIssuedAt()
        .setExpirationTime(`${LIFETIME_SECONDS}s`)
        .sign(this.#key),
    });
  }

  /** Both parts are form-encoded before they are joined (RFC 6749, 2.3.1). */
  #knows(authorization = ''): boolean {
    const basic = Buffer.from(
      authorization.replace(/^Basic /, ''),
      'base64',
    ).toString('utf8');
    const [id, secret] = basic
      .split(':')
      .map(part => new URLSearchParams(`part=${part}`).get('part'));
    return id === this.#client.id && secret === this.#client.secret;
  }

  #userinfo(req: IncomingMessage, res: ServerResponse): void {
    const token = req.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const grant = this.#accessTokens.get(token);
    if (!grant) {
      sendJson(res, 401, { error: 'invalid_token' });
      return;
    }
    sendJson(res, 200, grant.person);
  }
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}

function sendJson(res: ServerResponse, status: number, body: object): void {
  res
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify(body));
}

async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
