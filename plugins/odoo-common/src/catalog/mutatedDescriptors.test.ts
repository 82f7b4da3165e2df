import fc from 'fast-check';
import { fullEnvironment, fullTenant } from './__fixtures__/descriptors';
import { deriveEntities } from './deriveEntities';
import {
  formatProblems,
  isOdooEnvironmentEntity,
  parseDescriptor,
} from './parseDescriptor';

type Place = readonly (string | number)[];

/** Every place of a plain value, the root first. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) {
    return [at];
  }
  const keys: Place = Array.isArray(value)
    ? value.map((_, index) => index)
    : Object.keys(value);
  return [
    at,
    ...keys.flatMap(key =>
      placesOf((value as Record<string | number, unknown>)[key], [...at, key]),
    ),
  ];
}

/** A copy with the value at a place replaced, removed or renamed. */
function mutate(value: unknown, place: Place, change: Change): unknown {
  const [key, ...rest] = place;
  if (key === undefined) {
    return change.how === 'replace' ? change.by : value;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    const copy = [...value];
    if (rest.length === 0 && change.how === 'remove') {
      copy.splice(Number(key), 1);
    } else if (rest.length === 0 && change.how === 'rename') {
      copy.push(copy[Number(key)]);
    } else {
      copy[Number(key)] = mutate(copy[Number(key)], rest, change);
    }
    return copy;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
      if (name !== key) {
        return [[name, item]];
      }
      if (rest.length === 0 && change.how === 'remove') {
        return [];
      }
      if (rest.length === 0 && change.how === 'rename') {
        return [[change.name, item]];
      }
      return [[name, mutate(item, rest, change)]];
    }),
  );
}

type Change =
  | { how: 'replace'; by: unknown }
  | { how: 'remove' }
  | { how: 'rename'; name: string };

const awkward = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    18.0,
    -0,
    Number.NaN,
    '',
    ' ',
    '\u0000',
    '__proto__',
    'a/b/c:d',
    'x'.repeat(100_000),
    `${'a-'.repeat(50_000)}!`,
    new Date(0),
    [],
    {},
    [[]],
    [null],
    { role: 'web' },
    JSON.parse('{"__proto__": {"polluted": true}}'),
  ),
  fc.jsonValue(),
);

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: awkward.map(by => ({ how: 'replace' as const, by })),
  },
  { weight: 1, arbitrary: fc.constant({ how: 'remove' as const }) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        fc.string({ maxLength: 30 }),
        fc.constantFrom('constructor', 'toString', 'namespce', 'databases'),
      )
      .map(name => ({ how: 'rename' as const, name })),
  },
);

const mutated = fc
  .constantFrom<object>(fullTenant, fullEnvironment)
  .chain(descriptor =>
    fc
      .array(fc.tuple(fc.constantFrom(...placesOf(descriptor)), change), {
        minLength: 1,
        maxLength: 4,
      })
      .map(steps =>
        steps.reduce<unknown>(
          (value, [place, step]) => mutate(value, place, step),
          descriptor,
        ),
      ),
  );

// The soak run sets it to more.
const RUNS = Number(process.env.ODOO_FLEET_FUZZ_RUNS ?? 2000);

/** What is wrong with the answer to a descriptor; nothing when it is as it has to be. */
function faultsOf(descriptor: unknown, seen: { sound: number }): string[] {
  const outcome = parseDescriptor(descriptor);
  if (outcome.ok) {
    seen.sound++;
    const derived = isOdooEnvironmentEntity(outcome.entity)
      ? deriveEntities(outcome.entity)
      : undefined;
    return derived && derived.length < 2 ? ['derives too little'] : [];
  }
  const { problems } = outcome;
  return [
    ...(problems.length === 0 ? ['refused without a reason'] : []),
    ...(formatProblems(problems).length > 30_000 ? ['text too long'] : []),
    ...problems
      .filter(
        ({ path, message }) =>
          path === '' ||
          message.length < 6 ||
          /undefined|\[object|^Invalid input|\n/.test(message),
      )
      .map(problem => `no remedy: ${JSON.stringify(problem)}`),
  ];
}

it('never throws on a mutated descriptor: it is sound, or every problem has a path and a remedy', () => {
  const seen = { sound: 0 };
  fc.assert(
    fc.property(mutated, descriptor => {
      expect(faultsOf(descriptor, seen)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  // Both must happen, or the mutations prove nothing.
  expect(seen.sound).toBeGreaterThan(RUNS / 100);
  expect(seen.sound).toBeLessThan(RUNS / 2);
});
