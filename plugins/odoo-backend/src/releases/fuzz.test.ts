import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { createReplica, environmentOf } from './__testUtils__/ingestHarness';

jest.setTimeout(240_000);

const databases = storeDatabases();
const folder = resolve(__dirname, '../adapters/releases/cdevents/__fixtures__');
const fixtures = readdirSync(folder).map(
  file => JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as JsonValue,
);

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
    'x'.repeat(513),
    'é'.repeat(512),
    '𝕏'.repeat(256),
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999-12:00',
    '1969-12-31T23:59:59Z',
    '2026-11-20T10:00:00Z',
    'odoo-fleet/gate',
    1e308,
    -0,
  ),
);

/** Known events with one thing changed come deeper than noise does. */
const bodies = fc
  .tuple(
    fc.constantFrom(...fixtures),
    fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
    strange,
  )
  .map(([fixture, at, by]) => withChange(fixture, at, by));

describe.each(databases.each())('ingest on %s', databaseId => {
  it('never fails for anything that is sent', async () => {
    const replica = createReplica(await databases.migrated(databaseId));
    await replica.project([
      environmentOf('acme-production', [
        { source: 'https://ci.example.org/acme', environmentId: 'production' },
      ]),
    ]);
    const refusals: unknown[] = [];
    await fc.assert(
      fc.asyncProperty(bodies, fc.boolean(), async (body, isBatch) => {
        try {
          await replica.postRaw(JSON.stringify(isBatch ? [body] : body), {
            'content-type': `application/cloudevents${
              isBatch ? '-batch' : ''
            }+json`,
          });
        } catch (error) {
          refusals.push((error as { statusCode?: number }).statusCode);
        }
      }),
      { numRuns: 2000 },
    );
    expect(new Set(refusals)).toEqual(new Set([400]));
    expect(replica.logger.error).not.toHaveBeenCalled();
    expect((await replica.readModel()).length).toBeGreaterThan(0);
  });
});
