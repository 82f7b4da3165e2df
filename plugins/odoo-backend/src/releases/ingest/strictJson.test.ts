import type { JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { parseStrictJson } from './strictJson';

const parse = (text: string) => parseStrictJson(Buffer.from(text));

/** Texts that look like JSON themselves, in keys and values. */
const trickyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"', '\\', '\\"', 'a":', '":"', '\\\\', '{"a":1}', '\n\t'),
);

const jsonTree = fc.letrec<{ tree: JsonValue }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    trickyText,
    fc.integer(),
    fc.constantFrom(null, true, false),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(
      trickyText.filter(key => key !== '__proto__'),
      tie('tree'),
      { maxKeys: 4 },
    ),
  ),
})).tree;

/** The tree as text, with white space where JSON allows it. */
function spaced(value: JsonValue | undefined, space: string): string {
  if (Array.isArray(value)) {
    return `[${space}${value
      .map(item => spaced(item, space))
      .join(`${space},${space}`)}${space}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value).map(
      key =>
        `${JSON.stringify(key)}${space}:${space}${spaced(value[key], space)}`,
    );
    return `{${space}${members.join(`${space},${space}`)}${space}}`;
  }
  return JSON.stringify(value ?? null);
}

const space = fc.constantFrom('', ' ', '\n', '\t \r\n');

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(jsonTree, space, (tree, between) => {
        const text = spaced(tree, between);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('finds a key that stands twice, however it is written and whatever stands around', () => {
    fc.assert(
      fc.property(
        jsonTree,
        trickyText.filter(key => key !== '__proto__'),
        space,
        fc.boolean(),
        (tree, key, between, isEscaped) => {
          const again =
            isEscaped && key !== ''
              ? `"${[...key]
                  .map(letter =>
                    Array.from(
                      { length: letter.length },
                      (_, i) =>
                        `\\u${letter
                          .charCodeAt(i)
                          .toString(16)
                          .padStart(4, '0')}`,
                    ).join(''),
                  )
                  .join('')}"`
              : JSON.stringify(key);
          const content = spaced(tree, between);
          const text = `[${content},{${JSON.stringify(
            key,
          )}${between}:${content},${again}${between}:1}]`;
          expect(() => parse(text)).toThrow(/key stands twice|NUL|surrogate/);
        },
      ),
    );
  });

  it.each([
    ['{"a":{"__proto__":1}}', 'holds the key __proto__'],
    ['{"a":{"\\u005f_proto__":1}}', 'holds the key __proto__'],
    ['["\\u0000"]', 'NUL'],
    ['{"\\ud800":1}', 'half of a surrogate pair'],
    ['[1e999]', 'beyond all limits'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'deeper than 64'],
    [`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, 'deeper than 64'],
    ['{"a":1,"a":1}', 'twice'],
    ['{"a\\\\":1,"a\\\\":1}', 'twice'],
    ['{"a', 'no valid JSON'],
  ])('refuses %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it.each([
    ['{"caf\\u00e9":"\\ud83d\\ude00"}', { café: '😀' }],
    ['{"a\\\\":"b","a":"\\\\"}', { 'a\\': 'b', a: '\\' }],
    [`${'['.repeat(64)}${']'.repeat(64)}`, undefined],
  ])('takes %s', (text, value) => {
    expect(parse(text)).toEqual(value ?? JSON.parse(text));
  });
});
