import fc from 'fast-check';

type Place = readonly (string | number)[];

/** One change to a descriptor: `at` chooses the place among those that it then has. */
interface Mutation {
  at: number;
  change: Change;
}

type Change =
  | { how: 'drop' | 'duplicate' | 'retype' | 'nest' }
  | { how: 'replace'; by: unknown }
  | { how: 'edit'; before: string; after: string }
  | { how: 'rename'; name: string }
  | { how: 'add'; name: string; by: unknown };

/** Deeper than any descriptor, and not so deep that JSON itself gives up. */
const DEPTH = 2000;

function nested(value: unknown, asList: boolean): unknown {
  let inner = value;
  for (let depth = 0; depth < DEPTH; depth++) {
    inner = asList ? [inner] : { spec: inner };
  }
  return inner;
}

function retyped(value: unknown): unknown {
  if (Array.isArray(value)) {
    return Object.fromEntries(value.entries());
  }
  switch (typeof value) {
    case 'string':
      return Number.isNaN(Number(value)) ? [value] : Number(value);
    case 'number':
      return String(value);
    case 'boolean':
      return value ? 'yes' : 'no';
    default:
      return value === null ? {} : Object.entries(value as object);
  }
}

/** Sets a field as YAML and JSON readers do: `__proto__` becomes a field of its own and changes no prototype. */
function setField(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function fieldsOf(value: object): [string, unknown][] {
  return Object.entries(value);
}

function changedObject(value: object, name: string, change: Change): object {
  const copy = {};
  for (const [field, item] of fieldsOf(value)) {
    if (field !== name) {
      setField(copy, field, item);
    } else if (change.how === 'rename') {
      setField(copy, change.name, item);
    } else if (change.how === 'duplicate') {
      setField(copy, field, item);
      setField(copy, `${field}Copy`, item);
    } else if (change.how !== 'drop') {
      setField(copy, field, changedValue(item, change));
    }
  }
  return copy;
}

function changedList(value: unknown[], index: number, change: Change): unknown {
  const copy = [...value];
  if (change.how === 'drop') {
    copy.splice(index, 1);
  } else if (change.how === 'duplicate' || change.how === 'rename') {
    copy.push(copy[index]);
  } else {
    copy[index] = changedValue(copy[index], change);
  }
  return copy;
}

function changedValue(value: unknown, change: Change): unknown {
  switch (change.how) {
    case 'replace':
      return change.by;
    case 'retype':
      return retyped(value);
    case 'edit':
      return typeof value === 'string'
        ? `${change.before}${value.slice(1)}${change.after}`
        : value;
    case 'nest':
      return nested(value, Array.isArray(value));
    case 'add': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return [value, change.by];
      }
      const copy = { ...value };
      setField(copy, change.name, change.by);
      return copy;
    }
    default:
      return value;
  }
}

/** Adds the places of a plain value, the root first; no deeper than descriptors are, and the first few items of a list. */
function addPlaces(value: unknown, at: Place, places: Place[]): Place[] {
  places.push(at);
  if (typeof value === 'object' && value !== null && at.length <= 8) {
    const keys = Array.isArray(value)
      ? value.slice(0, 12).keys()
      : Object.keys(value);
    for (const key of keys) {
      addPlaces(
        (value as Record<string | number, unknown>)[key],
        [...at, key],
        places,
      );
    }
  }
  return places;
}

function mutate(value: unknown, place: Place, change: Change): unknown {
  const [key, ...rest] = place;
  if (key === undefined) {
    return changedValue(value, change);
  }
  if (Array.isArray(value)) {
    if (rest.length === 0) {
      return changedList(value, Number(key), change);
    }
    const copy = [...value];
    copy[Number(key)] = mutate(copy[Number(key)], rest, change);
    return copy;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (rest.length === 0) {
    return changedObject(value, String(key), change);
  }
  const copy = {};
  for (const [field, item] of fieldsOf(value)) {
    setField(copy, field, field === key ? mutate(item, rest, change) : item);
  }
  return copy;
}

const HUGE = 'x'.repeat(100_000);

/** What nobody means to write, and what someone who means harm would. */
const awkward = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    18.0,
    1e308,
    -1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.MAX_SAFE_INTEGER + 2,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202eodoo',
    'é'.normalize('NFD'),
    '名前-環境',
    '🛒'.repeat(40),
    '__proto__',
    'constructor',
    'a/b/c:d',
    'odooenvironment:default/other',
    '2026-02-30T25:61',
    'PT',
    'P1Y',
    `P${'9'.repeat(400)}D`,
    '${jndi:ldap://x}',
    'data:text/html,x',
    'https://user:pass@[::1]:99999/',
    HUGE,
    `${'a-'.repeat(50_000)}!`,
    `https://${'a.'.repeat(40_000)}example`,
    `a@${'b.'.repeat(30_000)}`,
    new Date(0),
    [],
    {},
    [[]],
    [null],
    Array.from({ length: 3000 }, () => ({ role: 'web' })),
    Array.from({ length: 3000 }, (_, index) => index),
    { role: 'web' },
    JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.double(),
);

const fieldName = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'namespce',
    'databases',
    'links',
    '0',
    '',
    'a.b[0]',
    'zeile\nzwei',
  ),
  fc.string({ maxLength: 12 }),
);

/** Small slips, many of which leave a descriptor sound: those reach the derivation and the relations. */
const EDITS = ['', 'x', 'A', '-', '.', '/', ':', ' ', '_', '9', 'é', '\n'];

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: awkward.map(by => ({ how: 'replace' as const, by })),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Change>(
      { how: 'drop' },
      { how: 'duplicate' },
      { how: 'retype' },
      { how: 'nest' },
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...EDITS), fc.constantFrom(...EDITS))
      .map(([before, after]) => ({ how: 'edit' as const, before, after })),
  },
  {
    weight: 1,
    arbitrary: fieldName.map(name => ({ how: 'rename' as const, name })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fieldName, awkward)
      .map(([name, by]) => ({ how: 'add' as const, name, by })),
  },
);

const mutation: fc.Arbitrary<Mutation> = fc.record({ at: fc.nat(), change });

/** One of the given descriptors after one to four changes, each at a place that it has then. */
export function mutated(
  descriptors: readonly object[],
): fc.Arbitrary<{ descriptor: unknown; mutations: Mutation[] }> {
  return fc
    .tuple(
      fc.nat({ max: descriptors.length - 1 }),
      // Mostly one alone: of several, the first that is refused hides what the others would do further on
      fc.oneof(
        { weight: 3, arbitrary: fc.tuple(mutation) },
        {
          weight: 1,
          arbitrary: fc.array(mutation, { minLength: 2, maxLength: 4 }),
        },
      ),
    )
    .map(([which, mutations]) => ({
      mutations,
      descriptor: mutations.reduce<unknown>((value, { at, change: step }) => {
        const places = addPlaces(value, [], []);
        return mutate(value, places[at % places.length], step);
      }, descriptors[which]),
    }));
}
