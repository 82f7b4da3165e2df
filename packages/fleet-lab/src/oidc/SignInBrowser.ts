/** What the portal tells the page that opened the sign-in window. */
export interface SignInAnswer {
  type: string;
  response?: {
    profile: { email?: string };
    backstageIdentity?: {
      token: string;
      identity: { userEntityRef: string };
    };
  };
  error?: { name: string; message: string };
}

/**
 * The part of a browser that signing in needs: it follows redirects between portal and provider and keeps cookies. The portal
 * is called by the address that it listens on, whatever address it has for people, as an ingress would.
 */
export class SignInBrowser {
  readonly #publicUrl: URL;
  readonly #address: string;
  readonly #cookies = new Map<string, string>();

  constructor(options: { publicUrl: string; address: string }) {
    this.#publicUrl = new URL(options.publicUrl);
    this.#address = options.address;
  }

  /** Goes the whole way, from the button to the answer that the window hands to the page. */
  async signIn(provider: string): Promise<SignInAnswer> {
    const start = new URL(`/api/auth/${provider}/start`, this.#publicUrl);
    start.searchParams.set('env', 'production');
    start.searchParams.set('scope', 'openid profile email');
    start.searchParams.set('origin', this.#publicUrl.origin);

    let next = start;
    for (let hops = 0; hops < 5; hops += 1) {
      const answer = await this.#get(next);
      const location = answer.headers.get('location');
      if (!location) {
        return readAnswer(answer.status, await answer.text());
      }
      next = new URL(location, next);
    }
    throw new Error('Portal and provider send each other in circles');
  }

  /** A new token, as the app asks for it when it is opened again. */
  async refresh(provider: string): Promise<Response> {
    return this.#get(
      new URL(`/api/auth/${provider}/refresh?env=production`, this.#publicUrl),
    );
  }

  async #get(url: URL): Promise<Response> {
    if (url.origin !== this.#publicUrl.origin) {
      return fetch(url, { redirect: 'manual' });
    }
    const answer = await fetch(`${this.#address}${url.pathname}${url.search}`, {
      redirect: 'manual',
      headers: {
        cookie: [...this.#cookies].map(pair => pair.join('=')).join('; '),
        'x-requested-with': 'XMLHttpRequest',
        'x-forwarded-proto': url.protocol.slice(0, -1),
        'x-forwarded-host': url.host,
      },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    return answer;
  }
}

/** The window's page carries the answer in its script, URI-encoded. */
function readAnswer(status: number, page: string): SignInAnswer {
  const encoded = /decodeURIComponent\('([^']*)'\)/.exec(page)?.[1];
  if (encoded === undefined) {
    throw new Error(`No answer for the page, but ${status}: ${page}`);
  }
  return JSON.parse(decodeURIComponent(encoded));
}
