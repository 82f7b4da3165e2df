import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { githubBodies } from './githubBodies';

/** One request that somebody might send to an endpoint that takes in events. */
export interface FuzzedRequest {
  path: '/api/odoo/events' | '/api/events/http/github';
  headers: Record<string, string>;
  body: Buffer;
}

const folder = resolve(
  __dirname,
  '../../adapters/releases/cdevents/__fixtures__',
);
const document = readFileSync(
  resolve(__dirname, '../../../../../docs/release-facts.md'),
  'utf8',
);

/** Events of all types: fixtures of the adapter, and every example that pipelines' authors are given. */
const events = [
  ...readdirSync(folder).map(file =>
    readFileSync(resolve(folder, file), 'utf8'),
  ),
  ...[...document.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => json),
].map(text => JSON.parse(text) as JsonValue);

function withChange(value: JsonValue, at: number[], by: JsonValue): JsonValue {
  const [index, ...rest] = at;
  if (index === undefined || typeof value !== 'object' || value === null) {
    return by;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) {
    return by;
  }
  const chosen = index % entries.length;
  const changed = entries.map(([key, item], position) => [
    key,
    position === chosen ? withChange(item as JsonValue, rest, by) : item,
  ]);
  return Array.isArray(value)
    ? changed.map(([, item]) => item as JsonValue)
    : Object.fromEntries(changed);
}

const strange = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<JsonValue>,
  fc.constantFrom<JsonValue>(
    '\0',
    '\ud800',
    'x'.repeat(513),
    'é'.repeat(512),
    '𝕏'.repeat(256),
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999-12:00',
    '1969-12-31T23:59:59Z',
    '2026-11-20T10:00:00Z',
    'odoo-fleet/gate',
    'resource:default/pg-shared-eu',
    'https://github.com/acme/odoo',
    1e308,
    -0,
    Number.MAX_SAFE_INTEGER,
    {},
    [],
  ),
);

/** Known bodies with up to three things changed come deeper than noise does. */
const changed = (known: readonly JsonValue[]) =>
  fc
    .tuple(
      fc.constantFrom(...known),
      fc.array(
        fc.tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), strange),
        { maxLength: 3 },
      ),
    )
    .map(([body, changes]) =>
      changes.reduce((value, [at, by]) => withChange(value, at, by), body),
    );

/** What the way may do to bytes: cut them, or put others in. */
const spoiled = (bytes: fc.Arbitrary<Buffer>) =>
  fc
    .tuple(
      bytes,
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(undefined) },
        {
          weight: 1,
          arbitrary: fc.record({
            at: fc.nat(5000),
            put: fc.uint8Array({ maxLength: 8 }),
            cut: fc.nat(30),
          }),
        },
      ),
    )
    .map(([body, damage]) => {
      if (!damage) {
        return body;
      }
      const at = damage.at % (body.length + 1);
      return Buffer.concat([
        body.subarray(0, at),
        Buffer.from(damage.put),
        body.subarray(at + damage.cut),
      ]);
    });

const json = (value: fc.Arbitrary<unknown>) =>
  spoiled(value.map(item => Buffer.from(JSON.stringify(item))));

const mediaTypes = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=latin1',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'text/plain',
  'application/x-www-form-urlencoded',
);

const toEvents = (
  headers: Record<string, string>,
  body: Buffer,
): FuzzedRequest => ({ path: '/api/odoo/events', headers, body });

const structured = json(changed(events)).map(body =>
  toEvents({ 'content-type': 'application/cloudevents+json' }, body),
);

const batch = json(fc.array(changed(events), { maxLength: 5 })).map(body =>
  toEvents({ 'content-type': 'application/cloudevents-batch+json' }, body),
);

const mistaken = fc
  .tuple(mediaTypes, json(changed(events)))
  .map(([type, body]) => toEvents({ 'content-type': type }, body));

/** The attributes in headers, percent-encoded as the binding says, or not. */
const binary = fc
  .tuple(changed(events), fc.boolean(), mediaTypes)
  .chain(([event, encoded, type]) => {
    const { data, ...attributes } = (
      typeof event === 'object' && event !== null && !Array.isArray(event)
        ? event
        : {}
    ) as Record<string, JsonValue>;
    const headers: Record<string, string> = { 'content-type': type };
    for (const [name, value] of Object.entries(attributes)) {
      if (/^[a-z0-9]{1,20}$/.test(name) && typeof value === 'string') {
        headers[`ce-${name}`] = encoded
          ? encodeURIComponent(
              value.slice(0, 600).replace(/\p{Cs}/gu, '\ufffd'),
            )
          : value.replace(/[^\x21-\x7e]/g, '%');
      }
    }
    return spoiled(fc.constant(Buffer.from(JSON.stringify(data ?? null)))).map(
      body => toEvents(headers, body),
    );
  });

/** Whole JSON alone: to anything else the portal's events plugin answers 500 before anybody of ours is asked. */
const github = changed(Object.values<JsonValue>(githubBodies)).map(
  (body): FuzzedRequest => ({
    path: '/api/events/http/github',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  }),
);

/** Requests of all modes to all endpoints that take in events. */
export const fuzzedRequests: fc.Arbitrary<FuzzedRequest> = fc.oneof(
  { weight: 4, arbitrary: structured },
  { weight: 2, arbitrary: batch },
  { weight: 1, arbitrary: mistaken },
  { weight: 2, arbitrary: binary },
  { weight: 3, arbitrary: github },
);
