/* eslint-env jest */
import { backupObservationSchema } from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  BackupReportFormat,
  BackupSourceOutcome,
} from '../BackupSourceReader';

/** Long enough to be found in any error text, and shaped like what jobs leak. */
const PLANTED = 'AKIA0123456789abcdefghijklmnopqrstuvwxyz';

const DAY_MS = 24 * 60 * 60 * 1000;

const NAMES = [
  `it's "quoted"`,
  'two\nlines\r\nand\ttabs',
  '\u0000\u001b[31mred\u202e',
  '__proto__',
  'constructor',
  '{id}/../%2e%2e?x=1#',
  PLANTED,
];

/**
 * A printed output that the format understands.
 *
 * @public
 */
export interface ReportFixture {
  output: string;
  /** What it is about: the id that is sent along, or the one that it says itself. */
  id: string;
  /** When the tool was asked, epoch milliseconds. */
  takenAt: number;
  exitCode?: number;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every place of a JSON value, as keys from the root. */
function places(value: Json, at: string[] = []): string[][] {
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

function replaced(value: Json, at: readonly string[], by: Json): Json {
  const [key, ...rest] = at;
  if (key === undefined) {
    return by;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      String(index) === key ? replaced(item, rest, by) : item,
    );
  }
  const object = value as { [key: string]: Json };
  return { ...object, [key]: replaced(object[key], rest, by) };
}

function parsed(output: string): Json | undefined {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

/** What a person would read; names of backups and servers are data, and shown as such. */
function messagesOf(outcome: BackupSourceOutcome): string[] {
  if (outcome.status === 'empty') {
    return [];
  }
  if (outcome.status !== 'observed') {
    return [outcome.message];
  }
  return outcome.value.flatMap(one => {
    const problems = 'problems' in one ? one.problems : [];
    const backups = one.kind === 'backups' ? one.backups : [];
    return [
      'message' in one ? one.message : undefined,
      ...problems.flatMap(({ id, message, remedy }) => [id, message, remedy]),
      ...backups.map(({ message }) => message),
    ].filter(text => text !== undefined);
  });
}

/** Every instant of an observation: labels and annotations may look like one, and are names. */
function instantsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]) =>
    typeof child === 'string' && /(At|Until|^from|^to)$/.test(key)
      ? [child]
      : instantsOf(child),
  );
}

function expectAllowed(
  outcomes: ReadonlyMap<string, BackupSourceOutcome>,
  takenAt: number,
): void {
  expect(outcomes.size).toBeGreaterThan(0);
  for (const [id, outcome] of outcomes) {
    expect(id.length).toBeLessThanOrEqual(512);
    expect(outcome.observedAt).toBe(takenAt);
    for (const message of messagesOf(outcome)) {
      expect(message).not.toContain(PLANTED);
      expect(message).toMatch(/^[^\p{Cc}\p{Cf}]{1,500}$/u);
      expect(message).not.toMatch(/https?:\/\//);
    }
    if (outcome.status === 'observed') {
      expect(outcome.value.length).toBeGreaterThan(0);
      for (const observation of outcome.value) {
        expect(backupObservationSchema.parse(observation)).toEqual(observation);
      }
      for (const instant of instantsOf(outcome.value)) {
        expect(Date.parse(instant)).toBeGreaterThan(0);
        expect(Date.parse(instant)).toBeLessThan(takenAt + 2 * DAY_MS);
      }
    }
  }
}

/**
 * Declares the tests that every {@link BackupReportFormat} has to pass. Call it in a test file of the adapter with outputs that the
 * format understands, one of each sort at least.
 *
 * @public
 */
export function describeBackupReportFormatContract(
  format: BackupReportFormat,
  fixtures: Readonly<Record<string, ReportFixture>>,
): void {
  const cases = Object.entries(fixtures);
  const [first] = Object.values(fixtures);

  describe(`contract of report formats: ${format.format}`, () => {
    it('has a name, a command to read about, and fixtures', () => {
      expect(format.format).toMatch(/^[a-z][a-z0-9-]{1,62}$/);
      expect(format.command).not.toBe('');
      expect(cases.length).toBeGreaterThan(0);
    });

    it.each(cases)('understands %s, each time the same', (_, fixture) => {
      const outcomes = format.translate({ ...fixture });
      expectAllowed(outcomes, fixture.takenAt);
      expect(outcomes.get(fixture.id)).toMatchObject({ status: 'observed' });
      expect([...format.translate({ ...fixture })]).toEqual([...outcomes]);
    });

    it.each<[string, string]>([
      ['an empty output', ''],
      ['white space', ' \n\t\r\n'],
      ['a text', `password=${PLANTED}`],
      ['a page', `<!doctype html><title>${PLANTED}</title>`],
      ['broken JSON', `[{"name":"${PLANTED}"`],
      ['two halves', '[][{"name":'],
      ['an error of a shell', `sh: 1: ${PLANTED}: not found`],
      ['null', 'null'],
      ['a number', '7'],
      ['a quoted text', JSON.stringify(PLANTED)],
      ['other JSON', JSON.stringify([{ [PLANTED]: PLANTED }])],
      ['a list of lists', '[[[[]]]]'],
      ['a byte order mark', '\ufeff'],
      ['a deep list', '['.repeat(200_000) + ']'.repeat(200_000)],
      ['a deep object', `[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]`],
      ['an endless list', '['.repeat(1_000_000)],
      ['many small documents', '[0]'.repeat(100_000)],
    ])('calls %s unreadable, under the id or under none', (_, output) => {
      for (const id of [undefined, 'main']) {
        for (const exitCode of [undefined, 0, 1, 255]) {
          const outcomes = format.translate({
            output,
            takenAt: first.takenAt,
            ...(id !== undefined && { id }),
            ...(exitCode !== undefined && { exitCode }),
          });
          expectAllowed(outcomes, first.takenAt);
          expect([...outcomes.keys()]).toEqual([id ?? '']);
          expect(outcomes.get(id ?? '')).toMatchObject({
            status: expect.stringMatching(
              /^(malformed|unreachable|unauthorised)$/,
            ),
          });
        }
      }
    });

    it('refuses 100 MB before it parses them', () => {
      const parse = jest.spyOn(JSON, 'parse');
      try {
        const output = `[${'0,'.repeat(50_000_000)}0]`;
        const outcomes = format.translate({
          output,
          id: 'main',
          takenAt: first.takenAt,
        });
        expect(outcomes.get('main')).toMatchObject({ status: 'malformed' });
        expectAllowed(outcomes, first.takenAt);
        expect(parse).not.toHaveBeenCalled();
      } finally {
        parse.mockRestore();
      }
    });

    it.each(cases)(
      'never throws, and repeats no value, whatever stands where in %s',
      (_, fixture) => {
        const root = parsed(fixture.output);
        const strange: Json[] = [
          null,
          -1,
          0,
          1e300,
          0.5,
          true,
          '',
          PLANTED,
          `https://robot:${PLANTED}@example.org/`,
          PLANTED.padEnd(20_000, 'x'),
          '1969-07-20T20:17:40+00:00',
          '2026-11-22 04:53:10',
          '9999-12-31T23:59:59Z',
          'Sun Nov 22 04:53:12 2026',
          -14_182_940,
          253_402_300_799,
          [],
          [PLANTED],
          {},
          { [PLANTED]: PLANTED },
          JSON.parse(`{"__proto__": {"status": "${PLANTED}"}}`),
        ];
        for (const at of root === undefined ? [] : places(root)) {
          for (const value of strange) {
            const changed = replaced(root as Json, at, value);
            expectAllowed(
              format.translate({ ...fixture, output: JSON.stringify(changed) }),
              fixture.takenAt,
            );
          }
        }
      },
    );

    it.each(cases)('takes any name for what %s is about', (_, fixture) => {
      for (const name of NAMES) {
        const quoted = JSON.stringify(fixture.id);
        const outcomes = format.translate({
          ...fixture,
          id: name,
          output: fixture.output.replaceAll(quoted, JSON.stringify(name)),
        });
        expectAllowed(outcomes, fixture.takenAt);
        expect(outcomes.get(name)).toMatchObject({ status: 'observed' });
      }
      expect(Object.prototype).toEqual({});
    });

    it.each(cases)(
      'says of nothing that it stands in %s twice',
      (_, fixture) => {
        const outcomes = format.translate({
          ...fixture,
          output: `${fixture.output}\n${fixture.output}`,
        });
        expectAllowed(outcomes, fixture.takenAt);
        expect(outcomes.get(fixture.id)).toMatchObject({ status: 'malformed' });
      },
    );

    it.each(cases)('has nothing about who is not in %s', (_, fixture) => {
      const outcomes = format.translate({ ...fixture, id: 'nobody' });
      expectAllowed(outcomes, fixture.takenAt);
      // A tool that does not say of whom it speaks is believed
      const isNamed = outcomes.size > 1;
      expect(outcomes.get('nobody')?.status).toBe(
        isNamed ? 'empty' : 'observed',
      );
    });
  });
}
