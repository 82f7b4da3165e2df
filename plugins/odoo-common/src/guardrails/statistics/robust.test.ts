import { capLargest, median, varianceInflation, withoutTrend } from './robust';

describe('robust', () => {
  it('finds the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('lets few large values decide nothing', () => {
    expect(capLargest([1, 50, 2, 3, 90], 2)).toEqual([1, 3, 2, 3, 3]);
    expect(capLargest([1, 50], 5)).toEqual([1, 1]);
    expect(capLargest([1, 50], 0)).toEqual([1, 50]);
    expect(capLargest([], 2)).toEqual([]);
  });

  it('takes a straight line out', () => {
    withoutTrend([2, 4, 6, 8]).forEach(rest => expect(rest).toBeCloseTo(0, 12));
    expect(withoutTrend([5])).toEqual([0]);
  });

  it('knows neighbours that resemble each other', () => {
    expect(varianceInflation([[1, -1, 1, -1]])).toBe(1);
    expect(varianceInflation([[0, 0]])).toBe(1);
    // r = 3 / 6
    expect(varianceInflation([[1, 1, 1, 1, -1, -1]])).toBeCloseTo(3, 12);
    expect(varianceInflation([Array(1000).fill(1)])).toBeCloseTo(19, 12);
  });
});
