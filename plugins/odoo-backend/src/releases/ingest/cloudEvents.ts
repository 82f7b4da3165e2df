import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  describeSchemaError,
  type CloudEvent,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';
import { RefusedRequestError } from './RefusedRequestError';
import { parseStrictJson } from './strictJson';

/** Most bytes of one request's body. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Most events of one batch. */
export const MAX_BATCH = 500;

const text = (max: number) => z.string().min(1).max(max);

const attributes = {
  specversion: z.literal('1.0'),
  id: text(512),
  source: text(512),
  type: text(200),
  time: z.iso
    .datetime({ offset: true })
    .refine(
      value =>
        Date.parse(value) >= 0 && Date.parse(value) < Date.UTC(10_000, 0, 1),
      { error: 'write an instant between the years 1970 and 9999' },
    )
    .optional(),
  subject: text(1024).optional(),
  datacontenttype: text(256).optional(),
  dataschema: text(1024).optional(),
};

const attributeName = /^[a-z0-9]{1,64}$/;

/** Extensions are allowed and not kept: routing and tracing concern the way, not the fact. */
const envelopeSchema = z
  .object({
    ...attributes,
    data: z.custom<JsonValue>().optional(),
    data_base64: z.base64().optional(),
  })
  .catchall(
    z.union([z.string(), z.number().int(), z.boolean(), z.null()], {
      error:
        'an extension attribute is a text, a whole number or true or false',
    }),
  )
  .superRefine((envelope, ctx) => {
    for (const name of Object.keys(envelope)) {
      if (name !== 'data_base64' && !attributeName.test(name)) {
        ctx.addIssue({
          code: 'custom',
          message:
            'names of attributes are lower-case letters and digits, at most 64',
        });
      }
    }
    if (envelope.data !== undefined && envelope.data_base64 !== undefined) {
      ctx.addIssue({
        code: 'custom',
        path: ['data_base64'],
        message: 'stands beside data; keep one of the two',
      });
    }
  });

/** Type, subtype and charset in lower case. */
function mediaType(header: string | undefined): {
  type: string;
  charset: string;
} {
  const [type = '', ...parameters] = (header ?? '').toLowerCase().split(';');
  const charset = parameters
    .map(parameter => parameter.trim())
    .find(parameter => parameter.startsWith('charset='));
  return {
    type: type.trim(),
    charset: charset?.slice('charset='.length).replace(/"/g, '') ?? 'utf-8',
  };
}

const isJsonType = (type: string) =>
  type === 'application/json' || /^[a-z]+\/[a-z0-9.-]+\+json$/.test(type);

function readEnvelope(value: JsonValue, path: string): CloudEvent {
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success) {
    const { path: where, message } = describeSchemaError(parsed.error, path);
    throw new RefusedRequestError(400, where, message);
  }
  const envelope = parsed.data;
  let data = envelope.data;
  if (envelope.data_base64 !== undefined) {
    data = parseStrictJson(
      Buffer.from(envelope.data_base64, 'base64'),
      `${path}.data`,
    );
  }
  const { specversion, id, source, type, time, subject, datacontenttype } =
    envelope;
  if (
    datacontenttype !== undefined &&
    !isJsonType(mediaType(datacontenttype).type)
  ) {
    throw new RefusedRequestError(
      400,
      `${path}.datacontenttype`,
      'only JSON data is read; send application/json',
    );
  }
  return {
    specversion,
    id,
    source,
    type,
    ...(time !== undefined && { time }),
    ...(subject !== undefined && { subject }),
    ...(data !== undefined && { data }),
  };
}

/** HTTP protocol binding 1.0.2, §3.1.3.2: unquote, then decode percent signs once. */
function decodeHeader(name: string, value: string): string {
  const unquoted = /^".*"$/.test(value)
    ? value.slice(1, -1).replace(/\\(.)/g, '$1')
    : value;
  let decoded: string;
  try {
    decoded = decodeURIComponent(unquoted);
  } catch {
    throw new RefusedRequestError(400, name, 'is not percent-encoded UTF-8');
  }
  if (decoded.includes('\0')) {
    throw new RefusedRequestError(400, name, 'holds a NUL character');
  }
  return decoded;
}

function readBinary(headers: IncomingHttpHeaders, body: Buffer): CloudEvent {
  const envelope: JsonObject = {};
  for (const [header, value] of Object.entries(headers)) {
    if (header.startsWith('ce-') && value !== undefined) {
      envelope[header.slice('ce-'.length)] = decodeHeader(
        header,
        String(value),
      );
    }
  }
  delete envelope.data;
  delete envelope.data_base64;
  const event = readEnvelope(envelope, '$');
  return body.length === 0
    ? event
    : { ...event, data: parseStrictJson(body, '$.data') };
}

function readBatch(value: JsonValue): CloudEvent[] {
  if (!Array.isArray(value)) {
    throw new RefusedRequestError(400, '$', 'a batch is a JSON list of events');
  }
  if (value.length > MAX_BATCH) {
    throw new RefusedRequestError(
      413,
      '$',
      `a batch holds at most ${MAX_BATCH} events; send the rest in another`,
    );
  }
  return value.map((item, index) => readEnvelope(item, `$[${index}]`));
}

/**
 * Reads the events of one HTTP request in structured, binary or batch mode (CloudEvents 1.0). Nothing is invented: an event
 * without an id is refused, one without a time has none. Plain `application/json` is taken as structured when it has a
 * `specversion`, since many webhooks can't set another media type.
 */
export function parseCloudEvents(
  headers: IncomingHttpHeaders,
  body: Buffer,
): { events: CloudEvent[]; batch: boolean } {
  if (body.length > MAX_BODY_BYTES) {
    throw new RefusedRequestError(413, '$', 'is larger than 1 MiB');
  }
  const { type, charset } = mediaType(headers['content-type']);
  if (charset !== 'utf-8' && charset !== 'utf8') {
    throw new RefusedRequestError(415, 'content-type', 'send UTF-8');
  }
  if (type === 'application/cloudevents+json') {
    return { events: [readEnvelope(parseStrictJson(body), '$')], batch: false };
  }
  if (type === 'application/cloudevents-batch+json') {
    return { events: readBatch(parseStrictJson(body)), batch: true };
  }
  if (
    headers['ce-specversion'] !== undefined &&
    (isJsonType(type) || (type === '' && body.length === 0))
  ) {
    return { events: [readBinary(headers, body)], batch: false };
  }
  if (type === 'application/json') {
    const value = parseStrictJson(body);
    if (
      typeof value === 'object' &&
      value !== null &&
      Object.hasOwn(value, 'specversion')
    ) {
      return { events: [readEnvelope(value, '$')], batch: false };
    }
  }
  throw new RefusedRequestError(
    415,
    'content-type',
    'send a CloudEvent: application/cloudevents+json, application/cloudevents-batch+json, or application/json with ce- headers',
  );
}
