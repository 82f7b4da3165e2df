import { toCsv } from './csv';

const columns = [
  {
    header: 'name',
    value: (row: { name?: string; points: number }) => row.name,
  },
  {
    header: 'points',
    value: (row: { name?: string; points: number }) => row.points,
  },
];

const cellOf = (name: string) =>
  toCsv(columns.slice(0, 1), [{ name, points: 0 }])
    .slice(1)
    .split('\r\n')
    .slice(1)
    .join('\r\n')
    .replace(/\r\n$/, '');

describe('toCsv', () => {
  it.each([
    ['=HYPERLINK(1)', "'=HYPERLINK(1)"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1+1', "'  =1+1"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['=1,"2"', `"'=1,""2"""`],
  ])('keeps a spreadsheet from running %j', (value, expected) => {
    expect(cellOf(value)).toBe(expected);
  });

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ['two\nlines', '"two\nlines"'],
    ['a;b', '"a;b"'],
    ['1 - 1', '1 - 1'],
  ])('writes %j as RFC 4180 has it', (value, expected) => {
    expect(cellOf(value)).toBe(expected);
  });

  it('starts with a byte order mark, ends lines with CRLF and leaves numbers and gaps as they are', () => {
    expect(toCsv(columns, [{ name: 'a', points: -3 }, { points: 0 }])).toBe(
      '\uFEFFname,points\r\na,-3\r\n,0\r\n',
    );
  });
});
