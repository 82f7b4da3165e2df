/* eslint-env jest */
import type { JsonObject, JsonValue } from '@backstage/types';
import { releaseEventSchema } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CloudEvent } from '../CloudEvent';
import type {
  ReleaseEventAdapter,
  ReleaseEventTranslation,
} from '../ReleaseEventAdapter';

/** Long enough to be found in any error text, and shaped like what pipelines leak. */
const PLANTED = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';

function nested(levels: number): JsonValue {
  let value: JsonValue = PLANTED;
  for (let level = 0; level < levels; level++) {
    value = level % 2 ? [value] : { deeper: value };
  }
  return value;
}

/** Every place of a JSON value, as keys from the root. */
function places(value: JsonValue | undefined, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) {
    return [at];
  }
  return [
    at,
    ...Object.entries(value).flatMap(([key, child]) =>
      places(child, [...at, key]),
    ),
  ];
}

function replaced(
  value: JsonValue | undefined,
  at: readonly string[],
  by: JsonValue,
): JsonValue {
  const [key, ...rest] = at;
  if (key === undefined) {
    return by;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      String(index) === key ? replaced(item, rest, by) : item,
    );
  }
  const object = value as JsonObject;
  return { ...object, [key]: replaced(object[key], rest, by) };
}

function expectAllowed(translation: ReleaseEventTranslation): void {
  if (translation.status === 'translated') {
    expect(releaseEventSchema.parse(translation.event)).toEqual(
      translation.event,
    );
    return;
  }
  expect(translation.status).toBe('malformed');
  expect(translation.path).toMatch(/^\$/);
  expect(translation.message).not.toBe('');
  expect(translation.message + translation.path).not.toContain(PLANTED);
  expect((translation.message + translation.path).length).toBeLessThan(2000);
}

/**
 * Declares the tests that every {@link ReleaseEventAdapter} has to pass. Call it in a test file of the adapter with at least one
 * fixture for each type that it accepts.
 *
 * @public
 */
export function describeReleaseEventAdapterContract(
  adapter: ReleaseEventAdapter,
  fixtures: Readonly<Record<string, CloudEvent>>,
): void {
  const cases = Object.entries(fixtures);

  describe(`contract of release event adapters: ${adapter.id}`, () => {
    it('has an id that can name a folder, and fixtures', () => {
      expect(adapter.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(cases.length).toBeGreaterThan(0);
    });

    it('accepts no type of somebody else', () => {
      for (const type of ['', 'com.example.unheard-of', '__proto__', PLANTED]) {
        expect(adapter.accepts(type)).toBe(false);
      }
    });

    it.each(cases)('translates %s to a valid release event', (_, fixture) => {
      expect(adapter.accepts(fixture.type)).toBe(true);
      const translation = adapter.translate(fixture);
      if (translation.status !== 'translated') {
        throw new Error(`${translation.path}: ${translation.message}`);
      }
      expect(releaseEventSchema.parse(translation.event)).toEqual(
        translation.event,
      );
      expect(translation.event).toMatchObject({
        source: fixture.source,
        id: fixture.id,
        type: fixture.type,
      });
    });

    it.each(cases)('gives the same for %s each time', (_, fixture) => {
      const before = JSON.stringify(fixture);
      const first = adapter.translate(fixture);
      expect(adapter.translate(structuredClone(fixture))).toEqual(first);
      expect(JSON.stringify(fixture)).toBe(before);
    });

    it.each<[string, JsonValue | undefined]>([
      ['no data', undefined],
      ['null', null],
      ['an empty object', {}],
      ['a list', []],
      ['a text', PLANTED],
      ['a number', 7],
      ['a huge text', PLANTED.padEnd(1024 * 1024, 'x')],
      ['a deep nest', nested(5000)],
      ['a deep nest in an object', { context: nested(5000) }],
    ])('calls %s malformed', (_, data) => {
      for (const [, fixture] of cases) {
        const { data: _gone, ...envelope } = fixture;
        const translation = adapter.translate(
          data === undefined ? envelope : { ...envelope, data },
        );
        expect(translation.status).toBe('malformed');
        expectAllowed(translation);
      }
    });

    it.each(cases)(
      'never throws, and repeats no value, whatever stands where in %s',
      (_, fixture) => {
        const strange: JsonValue[] = [
          null,
          -1,
          true,
          '',
          PLANTED,
          `https://robot:${PLANTED}@example.org/`,
          PLANTED.padEnd(1024 * 1024, 'x'),
          [],
          [PLANTED],
          { [PLANTED]: PLANTED },
          nested(200),
        ];
        for (const at of places(fixture.data)) {
          for (const value of strange) {
            expectAllowed(
              adapter.translate({
                ...fixture,
                data: replaced(fixture.data, at, value),
              }),
            );
          }
        }
      },
    );
  });
}
