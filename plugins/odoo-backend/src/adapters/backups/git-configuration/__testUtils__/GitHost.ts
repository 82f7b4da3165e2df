import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import type { BackupSourceAnswer } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { gzipSync } from 'node:zlib';
import { createFetchText } from '../../../../platform/fetchText';
import { createGitHostApi } from '../../../../platform/gitHostApi';

const HOST = 'git.example.test';
const API = `https://${HOST}/api/v3`;
const REPOSITORY = `${API}/repos/platform/fleet`;

export const TREE = `https://${HOST}/platform/fleet/tree/main`;

/** A file of a tar archive, as POSIX has it. */
function tarEntry(path: string, text: string): Buffer {
  const header = Buffer.alloc(512);
  const body = Buffer.from(text);
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([
    header,
    body,
    Buffer.alloc((512 - (body.length % 512)) % 512),
  ]);
}

function archive(files: readonly string[]): Buffer {
  return gzipSync(
    Buffer.concat([
      ...files.map(path => tarEntry(`fleet-0123456/${path}`, 'kind: List\n')),
      Buffer.alloc(1024),
    ]),
  );
}

/** Noise without end, which no archive begins with. */
function endless(): Response {
  const chunk = new Uint8Array(16 * 1024).fill(7);
  return new Response(
    new ReadableStream({
      // Not at once, or nobody else would have a turn
      async pull(controller) {
        await delay(5);
        controller.enqueue(chunk);
      },
    }),
  );
}

/** A Git host that speaks the API of GitHub, and the portal's own URL reader that may read from it. */
export class GitHost {
  readonly #server: ReturnType<typeof setupServer>;
  #answer: BackupSourceAnswer = { kind: 'facts' };
  files: readonly string[] = [];
  /** When paths were last committed, by path. */
  commits: Readonly<Record<string, string>> = {};
  /** What the branch stands at. */
  commit = '0123456789';
  readonly asked: string[] = [];

  constructor() {
    this.#server = setupServer(
      http.all(`https://${HOST}/*`, ({ request }) => this.#respond(request)),
    );
    this.#server.listen({ onUnhandledRequest: 'bypass' });
  }

  play(answer: BackupSourceAnswer): void {
    this.#answer = answer;
    this.asked.length = 0;
  }

  /** The portal's own ways to it. */
  readers(): Pick<BackupReaderDeps, 'urlReader' | 'gitHostApi' | 'fetchText'> {
    const config = mockServices.rootConfig({
      data: {
        integrations: {
          github: [{ host: HOST, apiBaseUrl: API, token: 'ghp_own' }],
        },
      },
    });
    return {
      urlReader: UrlReaders.default({
        logger: mockServices.logger.mock(),
        config,
      }),
      gitHostApi: createGitHostApi(ScmIntegrations.fromConfig(config)),
      fetchText: createFetchText({ now: () => Date.now() }),
    };
  }

  close(): void {
    this.#server.close();
  }

  async #respond(request: Request): Promise<Response> {
    this.asked.push(request.url);
    const answer = this.#answer;
    switch (answer.kind) {
      case 'status':
        return new HttpResponse(`<html>${answer.text}</html>`, {
          status: answer.code,
        });
      case 'malformed':
        return HttpResponse.html(`<html>${answer.text}</html>`);
      case 'silent':
        await delay('infinite');
        return HttpResponse.error();
      default:
    }
    if (request.url.startsWith(`${REPOSITORY}/commits/main/status`)) {
      return HttpResponse.json({
        sha: this.commit,
        repository: { archive_url: `${REPOSITORY}/{archive_format}{/ref}` },
      });
    }
    const { pathname, searchParams } = new URL(request.url);
    if (`https://${HOST}${pathname}` === `${REPOSITORY}/commits`) {
      const date = this.commits[searchParams.get('path') ?? ''];
      return request.headers.get('authorization') !== 'Bearer ghp_own' ||
        searchParams.get('sha') !== 'main' ||
        searchParams.get('per_page') !== '1'
        ? new HttpResponse(null, { status: 404 })
        : HttpResponse.json(
            date === undefined
              ? []
              : [
                  {
                    sha: this.commit,
                    commit: {
                      author: {
                        name: 'ghp_planted',
                        date: '2020-01-01T00:00:00Z',
                      },
                      committer: { name: 'web-flow', date },
                      message: 'ghp_planted',
                    },
                  },
                ],
          );
    }
    if (request.url !== `${REPOSITORY}/tarball/${this.commit}`) {
      return new HttpResponse(null, { status: 404 });
    }
    if (answer.kind === 'huge') {
      return endless();
    }
    return new HttpResponse(
      new Uint8Array(archive(answer.kind === 'nothing' ? [] : this.files)),
    );
  }
}
