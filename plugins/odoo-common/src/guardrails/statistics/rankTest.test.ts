import { rankTest } from './rankTest';

/** Ozone in May and August of R's data set `airquality`: `wilcox.test(Ozone ~ Month, subset = Month %in% c(5, 8), exact = FALSE)`. */
const may = [
  41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4,
  32, 23, 45, 115, 37,
];
const august = [
  39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9,
  45, 168, 73, 76, 118, 84, 85,
];

describe('rankTest', () => {
  it('says of R’s ozone what R says, with ties', () => {
    expect(rankTest(may, august).u).toBe(127.5);
    const { u, p, effect } = rankTest(august, may);
    expect(u).toBe(26 * 26 - 127.5);
    expect(2 * p).toBeCloseTo(0.0001208, 7);
    expect(effect).toBeCloseTo(548.5 / 676, 12);
  });

  it('says of SciPy’s diabetics what SciPy says', () => {
    const { u, p } = rankTest([19, 22, 16, 29, 24], [20, 11, 17, 12]);
    expect(u).toBe(17);
    expect(2 * p).toBeCloseTo(0.11134688653314041, 12);
  });

  it('knows nothing where all are the same', () => {
    expect(rankTest([1, 1, 1], [1, 1])).toEqual({ u: 3, effect: 0.5, p: 1 });
    expect(rankTest([], [1])).toEqual({ u: 0, effect: 0.5, p: 1 });
  });

  it('is less sure of values that resemble their neighbours', () => {
    expect(rankTest(august, may, 3).p).toBeGreaterThan(
      10 * rankTest(august, may).p,
    );
  });
});
