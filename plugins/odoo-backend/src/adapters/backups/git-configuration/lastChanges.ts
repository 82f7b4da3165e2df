import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import { githubCommitsSchema, gitlabCommitsSchema } from './schema';

/** Paths that are asked about in one reading; the others are in the next ones. */
const MOST_ASKED = 100;

const PARALLEL = 4;

/** One commit, with a message as long as people write. */
const MAX_BYTES = 1024 * 1024;

/** For all paths of a reading: it is worth waiting for, but no reading is to be lost over it. */
const TIMEOUT_MS = 5_000;

type Deps = Pick<BackupReaderDeps, 'fetchText' | 'gitHostApi'>;

/** A part of an address without its escapes; as it is, when they are none. */
function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const query = (parameters: Record<string, string>) =>
  new URLSearchParams({ ...parameters, per_page: '1' }).toString();

/** How one path's newest commit is asked for. */
type Question = (path: string) => string;

/** Address of the newest commit of a path, by the type of Git host; nothing for a tree whose address is written otherwise. */
const questions = {
  github(baseUrl: string, { pathname }: URL): Question | undefined {
    const [, owner, name, ref] =
      /^\/([^/]+)\/([^/]+)\/(?:tree|blob)\/([^/]+)\/?$/.exec(pathname) ?? [];
    return ref === undefined
      ? undefined
      : path =>
          `${baseUrl}/repos/${owner}/${name}/commits?${query({
            sha: plain(ref),
            path,
          })}`;
  },
  gitlab(baseUrl: string, { pathname }: URL): Question | undefined {
    const [, project, ref] =
      /^\/(.+?)\/-\/(?:tree|blob)\/([^/]+)\/?$/.exec(pathname) ?? [];
    return ref === undefined
      ? undefined
      : path =>
          `${baseUrl}/projects/${encodeURIComponent(
            plain(project),
          )}/repository/commits?${query({
            ref_name: plain(ref),
            path,
          })}`;
  },
};

/** When a commit was made, epoch milliseconds; undefined when the answer does not say. */
function committedAt(
  type: keyof typeof questions,
  text: string,
): number | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const at =
    type === 'github'
      ? githubCommitsSchema.safeParse(json).data?.[0]?.commit.committer.date
      : gitlabCommitsSchema.safeParse(json).data?.[0]?.committed_date;
  const instant = Date.parse(at ?? '');
  return Number.isNaN(instant) ? undefined : instant;
}

/**
 * When paths of one tree were last changed, by its Git host. What is known of a commit of the branch can't change, so it is kept for as
 * long as the branch stands there.
 */
export class LastChanges {
  #commit: string | undefined;
  #known = new Map<string, number>();

  constructor(private readonly tree: string, private readonly deps: Deps) {}

  /**
   * @param commit - What the branch stands at; the answers are for it.
   * @returns of some of the paths, epoch milliseconds: not being told is no reason to fail.
   * @throws the signal's reason, and nothing else.
   */
  async of(
    paths: ReadonlySet<string>,
    commit: string,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, number>> {
    if (commit !== this.#commit) {
      this.#commit = commit;
      this.#known = new Map();
    }
    const known = this.#known;
    const unknown = [...paths].filter(path => !known.has(path));
    const api =
      unknown.length > 0 ? await this.deps.gitHostApi(this.tree) : undefined;
    const ask = api && questions[api.type](api.baseUrl, new URL(this.tree));
    if (api && ask) {
      const waiting = unknown.slice(0, MOST_ASKED);
      const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const worker = async () => {
        for (let path = waiting.shift(); path; path = waiting.shift()) {
          const outcome = await this.deps.fetchText(ask(path), {
            signal: within,
            maxBytes: MAX_BYTES,
            headers: api.headers,
          });
          if (outcome.status !== 'observed') {
            // A host that does not answer one question answers none
            waiting.length = 0;
            return;
          }
          const at = committedAt(api.type, outcome.value);
          if (at !== undefined) {
            known.set(path, at);
          }
        }
      };
      await Promise.all(Array.from({ length: PARALLEL }, worker)).catch(
        error => {
          signal.throwIfAborted();
          if (!within.aborted) {
            throw error;
          }
        },
      );
    }
    return known;
  }
}
