import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import type { CalendarSourceAnswer } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';

/** A host of calendars on the loopback interface, and the portal's own URL reader that may read from it. */
export class CalendarHost {
  readonly requests: string[] = [];
  #answer: CalendarSourceAnswer = { kind: 'status', code: 500 };
  readonly #redirects = new Map<string, string>();

  static async start(): Promise<CalendarHost> {
    const server = createServer();
    const host = new CalendarHost(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return host;
  }

  private constructor(readonly server: Server) {
    server.on('request', (request, response) => {
      const url = request.url ?? '';
      this.requests.push(url);
      const location = this.#redirects.get(url);
      if (location !== undefined) {
        response.writeHead(302, { location }).end();
        return;
      }
      const answer = this.#answer;
      switch (answer.kind) {
        case 'text':
          response.writeHead(200, { 'content-type': 'text/calendar' });
          response.end(answer.text);
          break;
        case 'status':
          response.writeHead(answer.code);
          response.end('<html>ghp_0123456789abcdefghijklmnopqrstuvwxyz</html>');
          break;
        case 'stuck':
          response.writeHead(200);
          response.write('BEGIN:VCALENDAR\r\n');
          break;
        case 'broken':
          request.socket.destroy();
          break;
        default:
      }
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  play(answer: CalendarSourceAnswer): void {
    this.#answer = answer;
  }

  redirect(path: string, location: string): void {
    this.#redirects.set(path, location);
  }

  /** The portal's own reader, which may read from this host alone. */
  urlReader(): UrlReaderService {
    return UrlReaders.default({
      logger: mockServices.logger.mock(),
      config: mockServices.rootConfig({
        data: {
          backend: {
            reading: { allow: [{ host: `127.0.0.1:${this.port}` }] },
          },
        },
      }),
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
