import type { KnownCluster } from '@odoo-fleet/backstage-plugin-odoo-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundedGet, type GetResult } from './boundedGet';
import {
  describeNetworkError,
  describeRefusal,
  ReadFailure,
  whoRefused,
  type Question,
  type Refusal,
} from './failures';
import { clustersSchema } from './schema';

/** Bounds of one call, so that no cluster can hold up or fill up the portal. */
export interface ReadLimits {
  /** For one answer, body included. */
  requestTimeoutMs: number;
  /** For a whole call, with all pages, restarts and waits. */
  callTimeoutMs: number;
  /** Of one page. */
  maxResponseBytes: number;
  /** Of one list. */
  maxObjects: number;
  /** A cluster that asks for a longer pause is left alone until the next call. */
  maxRetryAfterMs: number;
}

export interface KubernetesPluginOptions {
  /** Where the portal's Kubernetes plugin is. */
  getBaseUrl(): Promise<string>;
  /** A token that it accepts. */
  getToken(): Promise<string>;
  limits: ReadLimits;
}

/** How often one question is asked of a cluster that is busy. */
const MAX_TRIES = 3;

/** These want a token of the person who looks, which only a browser has. */
const CLIENT_SIDE_AUTH = ['aks', 'google', 'oidc'];

/** A header can't carry other names, and no cluster of the portal's config has one. */
const HEADER_SAFE = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

/** The HTTP API of the portal's Kubernetes plugin, as far as it is used. All methods throw {@link ReadFailure}. */
export class KubernetesPlugin {
  readonly #options: KubernetesPluginOptions;

  constructor(options: KubernetesPluginOptions) {
    this.#options = options;
  }

  async knownClusters(within: AbortSignal): Promise<KnownCluster[]> {
    const result = await this.#get('/clusters', within);
    if (result.status !== 'answered') {
      throw new ReadFailure({
        status: 'unreachable',
        message:
          "The portal's Kubernetes plugin did not answer which clusters there are: look at its log.",
      });
    }
    if (result.code === 200) {
      const clusters = clustersSchema.safeParse(parseJson(result.text));
      if (clusters.success) {
        return clusters.data.items.map(toKnownCluster);
      }
      throw new ReadFailure({
        status: 'malformed',
        message:
          "The portal's Kubernetes plugin answered something that is no list of clusters: see that its version is supported.",
      });
    }
    const refused = result.code === 401 || result.code === 403;
    throw new ReadFailure({
      status: refused ? 'unauthorised' : 'unreachable',
      message: `The portal's Kubernetes plugin answered ${
        result.code
      } when asked for its clusters: ${
        refused
          ? 'see that no policy refuses services, and that both plugins share their keys (backend.auth).'
          : 'see that @backstage/plugin-kubernetes-backend is installed and its config is right.'
      }`,
    });
  }

  /** Asks the cluster, again when it is busy and says so. */
  async ask(
    question: Question,
    pathAndQuery: string,
    within: AbortSignal,
  ): Promise<Refusal> {
    const { cluster } = question;
    if (!HEADER_SAFE.test(cluster)) {
      throw new ReadFailure({
        status: 'unreachable',
        message:
          'The portal knows no cluster of that name: correct it where it is declared.',
      });
    }
    for (let attempt = 1; ; attempt++) {
      const result = await this.#get(`/proxy${pathAndQuery}`, within, {
        'backstage-kubernetes-cluster': cluster,
      });
      if (result.status === 'too-large') {
        throw new ReadFailure({
          status: 'malformed',
          message: `Cluster '${cluster}' answered more than ${
            this.#options.limits.maxResponseBytes / 1024
          } KiB at once when asked for ${
            question.what
          }: see what makes them so big.`,
        });
      }
      if (result.status === 'too-late') {
        throw new ReadFailure({
          status: 'unreachable',
          message: `Cluster '${cluster}' did not answer within ${
            this.#options.limits.requestTimeoutMs / 1000
          } s: check that its API server lives, and the network between.`,
        });
      }
      if (result.status === 'broken') {
        throw new ReadFailure(describeNetworkError(result.error, question));
      }
      const { retryAfterMs = 1000 } = result;
      if (
        result.code !== 429 ||
        attempt === MAX_TRIES ||
        retryAfterMs > this.#options.limits.maxRetryAfterMs
      ) {
        return { code: result.code, body: parseJson(result.text) };
      }
      await sleep(retryAfterMs, undefined, { signal: within });
    }
  }

  /** The body of a success; else a failure that says what to do. */
  async expectSuccess(
    answer: Refusal,
    question: Question,
    within: AbortSignal,
  ): Promise<unknown> {
    if (answer.code === 200) {
      return answer.body;
    }
    const who = whoRefused(answer);
    // The plugin may be missing, or fail (or ask as nobody) for a cluster that wants to know the person
    const unclear =
      [401, 403].includes(answer.code) ||
      (answer.code === 404 && who === 'other') ||
      (answer.code === 500 && who === 'portal');
    const clientSide = unclear
      ? (await this.knownClusters(within)).find(
          ({ name, readable }) => name === question.cluster && !readable,
        )
      : undefined;
    throw new ReadFailure(
      clientSide?.reason
        ? { status: 'unauthorised', message: clientSide.reason }
        : describeRefusal(answer, question),
    );
  }

  async #get(
    pathAndQuery: string,
    within: AbortSignal,
    headers: Record<string, string> = {},
  ): Promise<GetResult> {
    const { limits } = this.#options;
    const [baseUrl, token] = await this.#whereAndAsWhom();
    return boundedGet(`${baseUrl}${pathAndQuery}`, {
      headers: {
        ...headers,
        accept: 'application/json',
        authorization: `Bearer ${token}`,
      },
      timeoutMs: limits.requestTimeoutMs,
      maxBytes: limits.maxResponseBytes,
      signal: within,
    });
  }

  async #whereAndAsWhom(): Promise<[string, string]> {
    const { getBaseUrl, getToken } = this.#options;
    try {
      return await Promise.all([getBaseUrl(), getToken()]);
    } catch {
      throw new ReadFailure({
        status: 'unreachable',
        message:
          "The portal gave no way to its Kubernetes plugin, or no token for it: see that discovery and backend.auth work; the portal's log says more.",
      });
    }
  }
}

function toKnownCluster(cluster: {
  name: string;
  authProvider: string;
}): KnownCluster {
  const { name, authProvider } = cluster;
  return CLIENT_SIDE_AUTH.includes(authProvider)
    ? {
        name,
        authProvider,
        readable: false,
        reason: `Cluster '${name}' wants each person's own credentials (${authProvider}), so the portal can't read it by itself: give the portal an account of its own there (authProvider serviceAccount, aws, azure or googleServiceAccount).`,
      }
    : { name, authProvider, readable: true };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
