import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A key of the store. */
export interface StoreKey {
  id: string;
  secret: string;
}

/** Why a question is not answered; the codes are those of the S3 API. */
export type Refusal =
  | 'AccessDenied'
  | 'InvalidAccessKeyId'
  | 'SignatureDoesNotMatch';

const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();

/** As RFC 3986 has it, which encodes more than `encodeURIComponent` does. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const [name, value = ''] = part.split('=').map(decodeURIComponent);
      return `${encoded(name)}=${encoded(value)}`;
    })
    .sort()
    .join('&');
}

/** Whether a question is signed by this key, as AWS Signature Version 4 has it; nothing when it is. */
export function refusalOf(
  request: IncomingMessage,
  key: StoreKey,
): Refusal | undefined {
  const { authorization = '', ...headers } = request.headers;
  const [, id, day, region, service, signed, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  if (id === undefined) {
    return 'AccessDenied';
  }
  if (id !== key.id) {
    return 'InvalidAccessKeyId';
  }
  const [path, query = ''] = (request.url ?? '/').split('?');
  const question = [
    request.method,
    path,
    canonicalQuery(query),
    ...signed.split(';').map(name => `${name}:${String(headers[name]).trim()}`),
    '',
    signed,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    scope,
    createHash('sha256').update(question).digest('hex'),
  ].join('\n');
  const signingKey = [day, region, service, 'aws4_request'].reduce<
    string | Buffer
  >((secret, part) => hmac(secret, part), `AWS4${key.secret}`);
  return timingSafeEqual(hmac(signingKey, text), Buffer.from(signature, 'hex'))
    ? undefined
    : 'SignatureDoesNotMatch';
}
