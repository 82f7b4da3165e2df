import type { BackupSourceAnswer } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

export const ENDPOINT = 'http://s3.example.test';

/** Of an object: when it was written, and what its head says of copies. */
export interface PlayedStoreObject {
  at: string;
  replication?: string;
}

/** What a store says of a bucket: texts are bodies of a 200, numbers are refusals with that status and code. */
export interface PlayedBucket {
  objects: Record<string, PlayedStoreObject>;
  versioning?: PlayedAnswer;
  replication?: PlayedAnswer;
  'object-lock'?: PlayedAnswer;
  lifecycle?: PlayedAnswer;
  encryption?: PlayedAnswer;
}

export type PlayedAnswer = string | [number, string];

const XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

const xml = (text: string, status = 200) =>
  new HttpResponse(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`, {
    status,
    headers: { 'content-type': 'application/xml' },
  });

const refusal = (status: number, code: string, message = '') =>
  xml(
    `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>1</RequestId></Error>`,
    status,
  );

/** What AWS answers for a bucket for which nothing was configured. */
const UNCONFIGURED: Record<string, PlayedAnswer> = {
  versioning: `<VersioningConfiguration ${XMLNS}/>`,
  replication: [404, 'ReplicationConfigurationNotFoundError'],
  'object-lock': [404, 'ObjectLockConfigurationNotFoundError'],
  lifecycle: [404, 'NoSuchLifecycleConfiguration'],
  encryption: [404, 'ServerSideEncryptionConfigurationNotFoundError'],
};

function list(
  bucket: string,
  { objects }: PlayedBucket,
  query: URLSearchParams,
) {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('start-after') ?? '';
  const most = Number(query.get('max-keys'));
  const keys = Object.keys(objects)
    .filter(key => key.startsWith(prefix) && key > after)
    .sort();
  const contents = keys
    .slice(0, most)
    .map(
      key =>
        `<Contents><Key>${key}</Key><LastModified>${objects[key].at}</LastModified><ETag>&quot;1&quot;</ETag><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    );
  return xml(
    `<ListBucketResult ${XMLNS}><Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${
      contents.length
    }</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${
      keys.length > most
    }</IsTruncated>${contents.join('')}</ListBucketResult>`,
  );
}

/** An S3 API that answers as the documentation of AWS shows it. */
export class PlayedStore {
  readonly #server: ReturnType<typeof setupServer>;
  #answer: BackupSourceAnswer = { kind: 'facts' };
  buckets: Record<string, PlayedBucket> = {};
  /** What was asked since the last {@link PlayedStore.play}: `GET /bucket?versioning`. */
  readonly asked: string[] = [];

  constructor() {
    this.#server = setupServer(
      http.all(`${ENDPOINT}/*`, ({ request }) => this.#respond(request)),
    );
    this.#server.listen({ onUnhandledRequest: 'bypass' });
  }

  play(answer: BackupSourceAnswer): void {
    this.#answer = answer;
    this.asked.length = 0;
  }

  close(): void {
    this.#server.close();
  }

  async #respond(request: Request): Promise<Response> {
    const { pathname, searchParams, search } = new URL(request.url);
    this.asked.push(`${request.method} ${pathname}${search}`);
    const answer = this.#answer;
    switch (answer.kind) {
      case 'status':
        return refusal(answer.code, answer.text, answer.text);
      case 'malformed':
        return HttpResponse.html(`<html><b>${answer.text}</b></html>`);
      case 'huge':
        return xml(`<A>${'x'.repeat(5 * 1024 * 1024)}</A>`);
      case 'silent':
        await delay('infinite');
        return HttpResponse.error();
      default:
        return this.#tell(
          request.method,
          pathname,
          searchParams,
          answer.kind === 'nothing',
        );
    }
  }

  #tell(
    method: string,
    pathname: string,
    query: URLSearchParams,
    nothing: boolean,
  ): Response {
    const [, name, ...rest] = pathname.split('/');
    const bucket = this.buckets[name];
    if (!bucket) {
      return refusal(404, 'NoSuchBucket');
    }
    if (method === 'HEAD') {
      const object = bucket.objects[decodeURIComponent(rest.join('/'))];
      return new HttpResponse(null, {
        status: object ? 200 : 404,
        headers: object?.replication
          ? { 'x-amz-replication-status': object.replication }
          : {},
      });
    }
    if (query.has('list-type')) {
      return list(name, nothing ? { objects: {} } : bucket, query);
    }
    const [question] = Object.keys(UNCONFIGURED).filter(key => query.has(key));
    const said =
      bucket[question as keyof Omit<PlayedBucket, 'objects'>] ??
      UNCONFIGURED[question];
    return typeof said === 'string' ? xml(said) : refusal(...said);
  }
}
