import type { IncomingMessage, ServerResponse } from 'node:http';
import { tarArchive } from './tarArchive';

/** A repository with one branch, as it stands now. */
export interface HostedRepository {
  branch: string;
  /** What the branch stands at. */
  commit: string;
  files: ReadonlyMap<string, string>;
  /** When something at or below a path was committed last; undefined when nothing ever was. */
  changedAt(path: string): Date | undefined;
}

export interface GitHostStandInOptions {
  /** Path that the API is served under: `/git/api/v3`. */
  under: string;
  /** Of the portal's integration. */
  token: string;
  /** By `<owner>/<name>`. */
  repositories(): ReadonlyMap<string, HostedRepository>;
}

/** The REST API of GitHub as far as the portal's URL reader and the suite ask it: reads only. */
export class GitHostStandIn {
  constructor(private readonly options: GitHostStandInOptions) {}

  serve(request: IncomingMessage, response: ServerResponse): void {
    const { under, token, repositories } = this.options;
    const { pathname, searchParams } = new URL(
      request.url ?? '/',
      'http://stand-in',
    );
    const answer = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(body));
    const notFound = () => answer(404, { message: 'Not Found' });
    if (request.headers.authorization !== `Bearer ${token}`) {
      answer(401, { message: 'Bad credentials' });
      return;
    }
    const [, name = '', question = ''] =
      /^\/repos\/([^/]+\/[^/]+)(?:\/(.+))?$/.exec(
        pathname.slice(under.length),
      ) ?? [];
    const repository = repositories().get(name);
    if (!repository || request.method !== 'GET') {
      notFound();
      return;
    }
    const { branch, commit, files } = repository;
    const address = `http://${request.headers.host}${under}/repos/${name}`;
    switch (question) {
      case '':
        answer(200, { full_name: name, default_branch: branch });
        return;
      case `commits/${branch}/status`:
        answer(200, {
          sha: commit,
          repository: {
            full_name: name,
            archive_url: `${address}/{archive_format}{/ref}`,
            trees_url: `${address}/git/trees{/sha}`,
          },
        });
        return;
      case `tarball/${commit}`:
        response
          .writeHead(200, { 'content-type': 'application/x-gzip' })
          .end(
            tarArchive(
              `${name.replace('/', '-')}-${commit.slice(0, 7)}`,
              files,
            ),
          );
        return;
      case 'commits': {
        const at =
          searchParams.get('sha') === branch
            ? repository.changedAt(searchParams.get('path') ?? '')
            : undefined;
        const date = at?.toISOString().replace(/\.\d+Z$/, 'Z');
        answer(
          200,
          date === undefined
            ? []
            : [{ sha: commit, commit: { committer: { name: 'ci', date } } }],
        );
        return;
      }
      default:
        notFound();
    }
  }
}
