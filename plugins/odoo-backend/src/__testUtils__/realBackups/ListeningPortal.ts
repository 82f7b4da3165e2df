import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was posted to the portal. */
export interface Posted {
  path: string;
  authorization?: string;
  contentType?: string;
  body: string;
}

/** Command lines of all processes that may be seen. */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
}

/** A portal that only listens, and keeps what it was told. */
export class ListeningPortal {
  readonly posted: Posted[] = [];
  /** Command lines that ran while somebody posted. */
  readonly seenRunning: string[] = [];
  /** What it answers. */
  status = 202;
  readonly #server: Server;

  static async start(): Promise<ListeningPortal> {
    const portal = new ListeningPortal();
    await new Promise<void>(resolve =>
      portal.#server.listen(0, '127.0.0.1', resolve),
    );
    return portal;
  }

  private constructor() {
    this.#server = createServer(async (request, response) => {
      if (process.platform === 'linux') {
        this.seenRunning.push(...commandLines());
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const { authorization, 'content-type': contentType } = request.headers;
      this.posted.push({
        path: request.url ?? '',
        authorization,
        contentType,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      response.writeHead(this.status).end('{}');
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was posted since the last time this was asked. */
  take(): Posted[] {
    return this.posted.splice(0);
  }

  stop(): Promise<void> {
    return new Promise(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
