import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  forbidden,
  internalError,
  methodNotAllowed,
  notFound,
  tooManyRequests,
  unauthorized,
  type ApiAnswer,
} from './answers';
import type { ClusterContents } from './ClusterContents';
import { ListPages } from './ListPages';
import { apiVersionOf, parsePath, type ResourceQuestion } from './resources';

/** How a cluster misbehaves, until it is told otherwise. */
export type ClusterFault =
  | { manner: 'unauthorized' | 'internal-error' | 'silent' | 'expired' }
  | { manner: 'forbidden'; resources: string[] }
  | { manner: 'too-many-requests'; retryAfterSeconds: number };

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export interface StandInCluster {
  name: string;
  contents: ClusterContents;
}

export interface KubernetesStandInOptions {
  clusters: readonly StandInCluster[];
  /** Bearer token of the portal's account, in each cluster. */
  token: string;
  /** iCalendar texts by name, for anybody to read at `/calendars/<name>.ics`. */
  calendars?: ReadonlyMap<string, string>;
  /** What else is served on the port, by the first part of the path. */
  beside?: ReadonlyMap<string, Listener>;
}

interface ServedCluster extends StandInCluster {
  pages: ListPages;
  fault?: ClusterFault;
}

/** What the portal's account may not read in any cluster. */
const NEVER_GRANTED = ['secrets'];

/**
 * API servers of clusters, as far as the portal asks them: list and get with selectors, pages and Status objects. All clusters
 * share a port of the loopback interface; each has a path of its own, as behind the proxies that some vendors put before theirs.
 */
export class KubernetesStandIn {
  readonly #clusters: Map<string, ServedCluster>;
  readonly #calendars: ReadonlyMap<string, string>;
  readonly #beside: ReadonlyMap<string, Listener>;
  readonly #token: string;
  readonly #server: Server;

  /** Listens on this port; 0 takes any. */
  static async start(
    options: KubernetesStandInOptions,
    port = 0,
  ): Promise<KubernetesStandIn> {
    const standIn = new KubernetesStandIn(options);
    await new Promise<void>((done, fail) => {
      standIn.#server.once('error', fail);
      standIn.#server.listen(port, '127.0.0.1', done);
    });
    return standIn;
  }

  private constructor({
    clusters,
    token,
    calendars = new Map(),
    beside = new Map(),
  }: KubernetesStandInOptions) {
    this.#token = token;
    this.#calendars = calendars;
    this.#beside = beside;
    this.#clusters = new Map(
      clusters.map(cluster => [
        cluster.name,
        { ...cluster, pages: new ListPages(cluster.contents) },
      ]),
    );
    this.#server = createServer((request, response) =>
      this.#serve(request, response),
    );
  }

  /** Address of a cluster's API server. */
  urlOf(cluster: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/clusters/${cluster}`;
  }

  /** Makes a cluster misbehave, or behave again. */
  setFault(name: string, fault: ClusterFault | undefined): void {
    const cluster = this.#clusters.get(name);
    if (!cluster) {
      throw new Error(`There is no cluster '${name}'`);
    }
    cluster.fault = fault;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(done => this.#server.close(done));
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const beside = this.#beside.get(url.pathname.split('/')[1]);
    if (beside) {
      beside(request, response);
      return;
    }
    const [, calendar = ''] =
      /^\/calendars\/([^/]+)\.ics$/.exec(url.pathname) ?? [];
    const text = this.#calendars.get(calendar);
    if (text !== undefined) {
      response
        .writeHead(200, { 'content-type': 'text/calendar; charset=utf-8' })
        .end(text);
      return;
    }
    const [, name, path] = /^\/clusters\/([^/]+)(\/.*)$/.exec(url.pathname) ?? [
      undefined,
      '',
      '',
    ];
    const cluster = this.#clusters.get(name);
    if (cluster?.fault?.manner === 'silent') {
      return;
    }
    const answer =
      cluster && this.#answer(cluster, request, path, url.searchParams);
    if (!answer) {
      response
        .writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
        .end('404 page not found\n');
      return;
    }
    response
      .writeHead(answer.code, {
        'content-type': 'application/json',
        ...answer.headers,
      })
      .end(JSON.stringify(answer.body));
  }

  #answer(
    cluster: ServedCluster,
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
  ): ApiAnswer | undefined {
    const { contents, pages, fault } = cluster;
    if (
      request.headers.authorization !== `Bearer ${this.#token}` ||
      fault?.manner === 'unauthorized'
    ) {
      return unauthorized;
    }
    if (fault?.manner === 'too-many-requests') {
      return tooManyRequests(fault.retryAfterSeconds);
    }
    if (fault?.manner === 'internal-error') {
      return internalError;
    }
    const question = parsePath(path);
    if (!question) {
      return undefined;
    }
    if (request.method !== 'GET') {
      return methodNotAllowed;
    }
    const refused =
      fault?.manner === 'forbidden' ? fault.resources : NEVER_GRANTED;
    if ([...NEVER_GRANTED, ...refused].includes(question.resource.plural)) {
      return forbidden(question);
    }
    if (question.name !== undefined) {
      return getOne(contents, question);
    }
    if (fault?.manner === 'expired') {
      pages.expireAll();
    }
    return pages.answer(question, query);
  }
}

function getOne(
  contents: ClusterContents,
  question: ResourceQuestion,
): ApiAnswer {
  const { resource, namespace, name } = question;
  const found = contents
    .snapshot(resource)
    .objects.find(
      ({ metadata }) =>
        metadata.name === name && metadata.namespace === namespace,
    );
  return found
    ? { code: 200, body: { ...found, apiVersion: apiVersionOf(resource) } }
    : notFound(question);
}
