import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A question as it arrived at the cluster. */
export interface ScriptedRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: Partial<Record<string, string>>;
  authorization: string | undefined;
}

/** What the cluster answers: JSON (`body`), or anything else (`text`), or something that no decent cluster does. */
export interface ScriptedAnswer {
  code?: number;
  headers?: Record<string, string>;
  body?: unknown;
  text?: string;
  /** `silent` never answers, `stuck` stops after the first bytes, `endless` never stops, `cut` breaks off. */
  manner?: 'silent' | 'stuck' | 'endless' | 'cut';
}

export type Script = (
  request: ScriptedRequest,
  count: number,
) => ScriptedAnswer;

/** The API server of a cluster, on the loopback interface, that answers as a test says. */
export class ScriptedCluster {
  readonly #server: Server;
  #script: Script = () => ({ code: 500 });
  /** Everything that was asked since the last {@link ScriptedCluster.play}. */
  readonly requests: ScriptedRequest[] = [];

  static async start(): Promise<ScriptedCluster> {
    const cluster = new ScriptedCluster();
    await new Promise<void>((done, fail) => {
      cluster.#server.once('error', fail);
      cluster.#server.listen(0, '127.0.0.1', done);
    });
    return cluster;
  }

  private constructor() {
    this.#server = createServer((request, response) =>
      this.#answer(request, response),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers by this script from now on, and forgets what was asked before. */
  play(script: Script): void {
    this.#script = script;
    this.requests.length = 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(done => this.#server.close(done));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://cluster');
    const asked: ScriptedRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      authorization: request.headers.authorization,
    };
    this.requests.push(asked);
    const { code, headers, body, text, manner } = this.#script(
      asked,
      this.requests.length,
    );
    if (manner === 'silent') {
      return;
    }
    response.writeHead(code ?? 200, {
      'content-type': text === undefined ? 'application/json' : 'text/html',
      ...headers,
    });
    switch (manner) {
      case 'stuck':
        response.write('{"kind":');
        return;
      case 'cut':
        response.write('{"kind":', () => response.destroy());
        return;
      case 'endless':
        pour(response);
        return;
      default:
        response.end(text ?? JSON.stringify(body));
    }
  }
}

function pour(response: ServerResponse): void {
  const chunk = ' '.repeat(64 * 1024);
  const more = () => {
    while (!response.destroyed && response.write(chunk)) {
      // Until the socket is full
    }
  };
  response.on('drain', more);
  more();
}
