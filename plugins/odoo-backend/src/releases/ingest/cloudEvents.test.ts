import fc from 'fast-check';
import { MAX_BATCH, MAX_BODY_BYTES, parseCloudEvents } from './cloudEvents';
import { RefusedRequestError } from './RefusedRequestError';

const structured = { 'content-type': 'application/cloudevents+json' };
const batch = { 'content-type': 'application/cloudevents-batch+json' };
const event = {
  specversion: '1.0',
  id: 'a-1',
  source: 'https://ci.example.org',
  type: 'com.example.thing',
};

const parse = (
  headers: Record<string, string>,
  body: unknown,
): ReturnType<typeof parseCloudEvents> =>
  parseCloudEvents(
    headers,
    typeof body === 'string' || Buffer.isBuffer(body)
      ? Buffer.from(body)
      : Buffer.from(JSON.stringify(body)),
  );

function refusal(work: () => unknown): [number, string] {
  try {
    work();
  } catch (error) {
    if (error instanceof RefusedRequestError) {
      return [error.statusCode, error.path];
    }
    throw error;
  }
  throw new Error('It was taken');
}

function outcomeOf(work: () => ReturnType<typeof parseCloudEvents>): unknown {
  try {
    return work().events.every(({ id, source }) => id && source) ? 200 : 'bare';
  } catch (error) {
    return error instanceof RefusedRequestError ? error.statusCode : error;
  }
}

describe('parseCloudEvents', () => {
  it('reads the structured mode and invents nothing', () => {
    expect(parse(structured, event)).toEqual({ events: [event], batch: false });
    expect(
      parse(
        { 'content-type': 'Application/CloudEvents+JSON; Charset="UTF-8"' },
        { ...event, data: { a: 1 }, traceparent: '00-1' },
      ).events,
    ).toEqual([{ ...event, data: { a: 1 } }]);
  });

  it('reads data_base64 that holds JSON', () => {
    const data = Buffer.from('{"a":1}').toString('base64');
    expect(parse(structured, { ...event, data_base64: data }).events).toEqual([
      { ...event, data: { a: 1 } },
    ]);
  });

  it('reads the binary mode with percent-decoded, unquoted headers', () => {
    const headers = {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': '%C3%A9t%C3%A9%2050%25',
      'ce-source': '"https://ci.example.org"',
      'ce-type': 'com.example.thing',
      'ce-time': '2026-11-20T10:00:00+01:00',
      'ce-traceparent': '00-1',
      'ce-data': 'no',
    };
    expect(parse(headers, { a: 1 })).toEqual({
      events: [
        {
          ...event,
          id: 'été 50%',
          time: '2026-11-20T10:00:00+01:00',
          data: { a: 1 },
        },
      ],
      batch: false,
    });
    expect(refusal(() => parse({ ...headers, 'ce-id': '%zz' }, '{}'))).toEqual([
      400,
      'ce-id',
    ]);
    expect(refusal(() => parse({ ...headers, 'ce-id': 'a%00' }, '{}'))).toEqual(
      [400, 'ce-id'],
    );
  });

  it('reads batches, also an empty one, up to their limit', () => {
    expect(parse(batch, [])).toEqual({ events: [], batch: true });
    expect(parse(batch, [event, event]).events).toHaveLength(2);
    const most = new Array(MAX_BATCH).fill(event);
    expect(parse(batch, most).events).toHaveLength(MAX_BATCH);
    expect(refusal(() => parse(batch, [...most, event]))).toEqual([413, '$']);
    expect(refusal(() => parse(batch, event))).toEqual([400, '$']);
    expect(refusal(() => parse(batch, [event, { ...event, id: '' }]))).toEqual([
      400,
      '$[1].id',
    ]);
  });

  it('takes plain JSON with a specversion as structured, and no other media type', () => {
    const json = { 'content-type': 'application/json' };
    expect(parse(json, event).events).toEqual([event]);
    for (const [headers, body] of [
      [json, {}],
      [json, [event]],
      [json, 'null'],
      [{}, event],
      [{ 'content-type': 'text/plain' }, event],
      [{ 'content-type': 'application/cloudevents+xml' }, event],
      [
        { 'content-type': 'application/cloudevents+json; charset=utf-16' },
        event,
      ],
      [{ 'content-type': 'text/plain', 'ce-specversion': '1.0' }, event],
    ] as const) {
      expect(refusal(() => parse(headers, body))[0]).toBe(415);
    }
  });

  it.each<[string, unknown, string]>([
    ['no id', { ...event, id: undefined }, '$.id'],
    ['an empty id', { ...event, id: '' }, '$.id'],
    ['an id that is a number', { ...event, id: 1 }, '$.id'],
    ['an id that is too long', { ...event, id: 'x'.repeat(513) }, '$.id'],
    ['another version', { ...event, specversion: '0.3' }, '$.specversion'],
    ['a time that is none', { ...event, time: 'yesterday' }, '$.time'],
    [
      'a year too far',
      { ...event, time: '9999-12-31T23:59:59-12:00' },
      '$.time',
    ],
    ['an object as extension', { ...event, ext: {} }, '$.ext'],
    ['an extension in capitals', { ...event, Ext: 'x' }, '$'],
    ['data twice', { ...event, data: 1, data_base64: 'MQ==' }, '$.data_base64'],
    [
      'data that is no JSON',
      { ...event, datacontenttype: 'text/xml', data: 'x' },
      '$.datacontenttype',
    ],
    ['no object', [], '$'],
    ['a NUL', { ...event, id: 'a\0b' }, '$.id'],
    ['a NUL in a key', { ...event, data: { 'a\0': 1 } }, '$.data'],
    [
      'half a surrogate',
      '{"specversion":"1.0","id":"\\ud800","source":"s","type":"t"}',
      '$.id',
    ],
    [
      'a key twice',
      '{"specversion":"1.0","id":"a","id":"b","source":"s","type":"t"}',
      '$',
    ],
    [
      'a key twice, once escaped',
      '{"specversion":"1.0","id":"a","\\u0069d":"b","source":"s","type":"t"}',
      '$',
    ],
    [
      'a key twice, deep in the data',
      '{"specversion":"1.0","id":"a","source":"s","type":"t","data":{"b":[{"c":1,"c":2}]}}',
      '$',
    ],
    [
      'the prototype',
      '{"specversion":"1.0","id":"a","source":"s","type":"t","data":{"__proto__":{"b":1}}}',
      '$.data',
    ],
    [
      'a number beyond all limits',
      '{"specversion":"1.0","id":"a","source":"s","type":"t","data":{"b":1e999}}',
      '$.data.b',
    ],
    ['too deep a nest', `{"a":${'['.repeat(70)}${']'.repeat(70)}}`, '$'],
    ['half a document', '{"specversion":', '$'],
    ['nothing', '', '$'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), '$'],
  ])('refuses %s', (_, body, path) => {
    expect(refusal(() => parse(structured, body))).toEqual([400, path]);
  });

  it('sees no second key in a text that only looks like one', () => {
    const data = { a: '","a":"', 'b\\': '\\":', c: { a: 1 }, d: [{ a: 1 }] };
    expect(parse(structured, { ...event, data }).events[0].data).toEqual(data);
  });

  it('has its limit at 1 MiB', () => {
    const frame = JSON.stringify({ ...event, data: '' }).length;
    const fits = { ...event, data: 'x'.repeat(MAX_BODY_BYTES - frame) };
    expect(parse(structured, fits).events).toHaveLength(1);
    fits.data += 'x';
    expect(refusal(() => parse(structured, fits))).toEqual([413, '$']);
  });

  it('survives a mebibyte of nesting, of quotes and of backslashes', () => {
    for (const text of [
      '['.repeat(500_000),
      '"'.repeat(1_000_000),
      `"${'\\\\'.repeat(500_000)}"`,
    ]) {
      expect(refusal(() => parse(structured, text))[0]).toBe(400);
    }
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    expect(refusal(() => parse(structured, deep))[0]).toBe(400);
  });

  it('gives events or a refusal for any body', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json().map(text => Buffer.from(text)),
          fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
          fc
            .dictionary(
              fc.constantFrom(...Object.keys(event), 'time', 'data', 'subject'),
              fc.jsonValue(),
            )
            .map(part => Buffer.from(JSON.stringify({ ...event, ...part }))),
        ),
        fc.constantFrom(
          'application/cloudevents+json',
          'application/cloudevents-batch+json',
          'application/json',
        ),
        (body, type) => {
          const outcome = outcomeOf(() =>
            parseCloudEvents({ 'content-type': type }, body),
          );
          expect([200, 400, 413, 415]).toContain(outcome);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
