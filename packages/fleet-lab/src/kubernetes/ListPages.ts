import type { ApiAnswer } from './answers';
import { badRequest, expired } from './answers';
import type { ClusterContents, LabObject, Snapshot } from './ClusterContents';
import { apiVersionOf, type ResourceQuestion } from './resources';
import { BadSelector, fieldSelector, labelSelector } from './selectors';

/** More lists than this are not kept open; the oldest expires first, as when etcd compacts. */
const MAX_OPEN_LISTS = 100;

interface OpenList {
  question: string;
  snapshot: Snapshot;
}

/** Lists with `limit` and `continue`: all pages of a list show the cluster as it was at the first. */
export class ListPages {
  readonly #contents: ClusterContents;
  readonly #open = new Map<string, OpenList>();
  #lists = 0;

  constructor(contents: ClusterContents) {
    this.#contents = contents;
  }

  /** From now on, all tokens that were given out answer 410. */
  expireAll(): void {
    this.#open.clear();
  }

  answer(
    { resource, namespace }: ResourceQuestion,
    query: URLSearchParams,
  ): ApiAnswer {
    const labels = query.get('labelSelector') ?? '';
    const fields = query.get('fieldSelector') ?? '';
    const limit = Number(query.get('limit') ?? 0);
    const question = JSON.stringify([resource, namespace, labels, fields]);
    try {
      const matches = [
        labelSelector(labels),
        fieldSelector(fields, resource.kind),
        ({ metadata }: LabObject) =>
          namespace === undefined || metadata.namespace === namespace,
      ];
      const token = query.get('continue');
      const [list, from] = token
        ? this.#resume(token)
        : [{ question, snapshot: this.#contents.snapshot(resource) }, 0];
      if (!list) {
        return expired;
      }
      if (list.question !== question) {
        return badRequest('continue key is not valid');
      }
      const { objects, resourceVersion } = list.snapshot;
      const found = objects.filter(o => matches.every(match => match(o)));
      const to = limit > 0 ? from + limit : found.length;
      const left = found.length - to;
      return {
        code: 200,
        body: {
          kind: `${resource.kind}List`,
          apiVersion: apiVersionOf(resource),
          metadata: {
            resourceVersion,
            ...(left > 0 && {
              continue: this.#keep(list, to, token),
              // Only where no selector made it a guess
              ...(!labels && !fields && { remainingItemCount: left }),
            }),
          },
          // Items of a list have no kind and apiVersion of their own
          items: found
            .slice(from, to)
            .map(({ kind, apiVersion, ...item }) => item),
        },
      };
    } catch (error) {
      if (error instanceof BadSelector) {
        return badRequest(error.message);
      }
      throw error;
    }
  }

  #keep(list: OpenList, from: number, token: string | null): string {
    const id = token ? this.#read(token).id : String(++this.#lists);
    this.#open.set(id, list);
    if (this.#open.size > MAX_OPEN_LISTS) {
      this.#open.delete(this.#open.keys().next().value ?? '');
    }
    return Buffer.from(
      JSON.stringify({ v: 'meta.k8s.io/v1', id, from }),
    ).toString('base64url');
  }

  #resume(token: string): [OpenList | undefined, number] {
    const { id, from } = this.#read(token);
    return [this.#open.get(id), from];
  }

  #read(token: string): { id: string; from: number } {
    try {
      const { id, from } = JSON.parse(
        Buffer.from(token, 'base64url').toString('utf8'),
      );
      if (typeof id === 'string' && Number.isInteger(from)) {
        return { id, from };
      }
    } catch {
      // Told below
    }
    throw new BadSelector('continue key is not valid');
  }
}
