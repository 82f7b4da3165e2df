import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  describeSchemaError,
  type ClusterGetOptions,
  type ClusterListOptions,
  type ClusterReader,
  type KnownCluster,
  type KubernetesObject,
  type KubernetesResource,
  type KubernetesResourceName,
  type SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { z } from 'zod';
import { ReadFailure, type Failure, type Question } from './failures';
import { KubernetesPlugin, type ReadLimits } from './KubernetesPlugin';
import { allowedResource, apiVersionOf, resourcePath } from './resourcePath';
import { listSchema, objectSchema, statusSchema, toObject } from './schema';

const DEFAULT_LIMITS: ReadLimits = {
  requestTimeoutMs: 15_000,
  callTimeoutMs: 120_000,
  maxResponseBytes: 32 * 1024 * 1024,
  maxObjects: 100_000,
  maxRetryAfterMs: 10_000,
};

export interface ProxyClusterReaderOptions {
  auth: AuthService;
  discovery: DiscoveryService;
  clock: { now(): number };
  limits?: Partial<ReadLimits>;
}

/** What `kubectl` asks for at a time. */
const PAGE_SIZE = 500;
/** How often a list begins anew because its first page grew too old. */
const MAX_ROUNDS = 3;

class SnapshotExpired extends Error {}

/** What a source answered; without a value it has nothing of the kind. */
interface Reading<T> {
  value: T | undefined;
  observedAt: number;
}

/** Reads clusters through the portal's own Kubernetes plugin, which knows where they are and how to sign in. */
export class ProxyClusterReader implements ClusterReader {
  readonly #options: ProxyClusterReaderOptions;
  readonly #limits: ReadLimits;
  readonly #plugin: KubernetesPlugin;

  static create(options: ProxyClusterReaderOptions): ProxyClusterReader {
    return new ProxyClusterReader(options);
  }

  private constructor(options: ProxyClusterReaderOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { auth, discovery } = options;
    this.#plugin = new KubernetesPlugin({
      limits: this.#limits,
      getBaseUrl: () => discovery.getBaseUrl('kubernetes'),
      async getToken() {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await auth.getOwnServiceCredentials(),
          targetPluginId: 'kubernetes',
        });
        return token;
      },
    });
  }

  async listClusters({
    signal,
  }: {
    signal: AbortSignal;
  }): Promise<SourceOutcome<readonly KnownCluster[]>> {
    return this.#attempt(signal, async within => {
      const observedAt = this.#options.clock.now();
      const clusters = await this.#plugin.knownClusters(within);
      return { value: unlessEmpty(clusters), observedAt };
    });
  }

  async list(
    cluster: string,
    resource: KubernetesResourceName,
    { namespace, labelSelector, signal }: ClusterListOptions,
  ): Promise<SourceOutcome<readonly KubernetesObject[]>> {
    const path = resourcePath(resource, { namespace });
    const question = { cluster, what: resource };
    return this.#attempt(signal, async within => {
      for (let round = 1; round <= MAX_ROUNDS; round++) {
        // All pages show the cluster as of the first
        const observedAt = this.#options.clock.now();
        try {
          const value = await this.#allPages(question, within, {
            path,
            definition: allowedResource(resource),
            namespace,
            labelSelector,
          });
          return { value: unlessEmpty(value), observedAt };
        } catch (error) {
          if (!(error instanceof SnapshotExpired)) {
            throw error;
          }
        }
      }
      throw new ReadFailure({
        status: 'unreachable',
        message: `Cluster '${cluster}' forgot the first page of its ${resource} before the last was read, ${MAX_ROUNDS} times: its API server is too slow or keeps too little history.`,
      });
    });
  }

  async get(
    cluster: string,
    resource: KubernetesResourceName,
    { namespace, name, signal }: ClusterGetOptions,
  ): Promise<SourceOutcome<KubernetesObject>> {
    const path = resourcePath(resource, { namespace, name });
    const definition = allowedResource(resource);
    const question = { cluster, what: resource };
    return this.#attempt(signal, async within => {
      const observedAt = this.#options.clock.now();
      const answer = await this.#plugin.ask(question, path, within);
      if (answer.code === 404) {
        const status = statusSchema.safeParse(answer.body);
        if (status.success && status.data.details?.name === name) {
          return { value: undefined, observedAt };
        }
      }
      const body = await this.#plugin.expectSuccess(answer, question, within);
      const found = parse(objectSchema, body, question);
      refuseOther(found, apiVersionOf(definition), definition.kind, question);
      if (
        found.metadata.name !== name ||
        found.metadata.namespace !== namespace
      ) {
        throw new ReadFailure(notWhatWasAsked(question));
      }
      return {
        value: toObject(found, found.apiVersion, found.kind),
        observedAt,
      };
    });
  }

  /** Gives the attempt its deadline and its failure an instant; a caller who gave up gets their own reason back. */
  async #attempt<T>(
    signal: AbortSignal,
    read: (within: AbortSignal) => Promise<Reading<T>>,
  ): Promise<SourceOutcome<T>> {
    signal.throwIfAborted();
    const deadline = AbortSignal.timeout(this.#limits.callTimeoutMs);
    try {
      const { value, observedAt } = await read(
        AbortSignal.any([signal, deadline]),
      );
      return value === undefined
        ? { status: 'empty', observedAt }
        : { status: 'observed', value, observedAt };
    } catch (error) {
      signal.throwIfAborted();
      const observedAt = this.#options.clock.now();
      if (deadline.aborted) {
        return {
          status: 'unreachable',
          message: `The answer was not whole after ${
            this.#limits.callTimeoutMs / 1000
          } s: look at the load of the cluster's API server.`,
          observedAt,
        };
      }
      if (error instanceof ReadFailure) {
        return { ...error.failure, observedAt };
      }
      throw error;
    }
  }

  async #allPages(
    question: Question,
    within: AbortSignal,
    wanted: {
      path: string;
      definition: KubernetesResource;
      namespace?: string;
      labelSelector?: string;
    },
  ): Promise<KubernetesObject[]> {
    const { path, definition, namespace, labelSelector } = wanted;
    const apiVersion = apiVersionOf(definition);
    const objects: KubernetesObject[] = [];
    let next: string | undefined;
    // Pages may be short, but a list that never ends is none
    for (let page = 0; page <= this.#limits.maxObjects / PAGE_SIZE; page++) {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (labelSelector) {
        query.set('labelSelector', labelSelector);
      }
      if (next) {
        query.set('continue', next);
      }
      const answer = await this.#plugin.ask(
        question,
        `${path}?${query}`,
        within,
      );
      if (answer.code === 410 && next) {
        throw new SnapshotExpired();
      }
      const body = await this.#plugin.expectSuccess(answer, question, within);
      const list = parse(listSchema, body, question);
      refuseOther(list, apiVersion, `${definition.kind}List`, question);
      for (const item of list.items) {
        if (namespace !== undefined && item.metadata.namespace !== namespace) {
          throw new ReadFailure(notWhatWasAsked(question));
        }
        objects.push(toObject(item, apiVersion, definition.kind));
      }
      next = list.metadata.continue;
      if (!next) {
        return objects;
      }
    }
    throw new ReadFailure({
      status: 'malformed',
      message: `Cluster '${question.cluster}' has more than ${
        this.#limits.maxObjects
      } ${question.what}: that is more than the suite takes in.`,
    });
  }
}

function unlessEmpty<T>(items: T[]): T[] | undefined {
  return items.length ? items : undefined;
}

function notWhatWasAsked({ cluster, what }: Question): Failure {
  return {
    status: 'malformed',
    message: `Cluster '${cluster}' answered something else when asked for ${what}: see that its url leads to a Kubernetes API.`,
  };
}

function parse<S extends z.ZodType>(
  schema: S,
  body: unknown,
  question: Question,
): z.infer<S> {
  if (body === undefined) {
    throw new ReadFailure(notWhatWasAsked(question));
  }
  const result = schema.safeParse(body);
  if (!result.success) {
    const { path, message } = describeSchemaError(result.error, '$');
    throw new ReadFailure({
      status: 'malformed',
      message: `Cluster '${question.cluster}' answered what is no answer to ${question.what}; ${path}: ${message}. See that its version is supported.`,
    });
  }
  return result.data;
}

function refuseOther(
  answer: { apiVersion: string; kind: string },
  apiVersion: string,
  kind: string,
  question: Question,
): void {
  if (answer.apiVersion !== apiVersion || answer.kind !== kind) {
    throw new ReadFailure(notWhatWasAsked(question));
  }
}
