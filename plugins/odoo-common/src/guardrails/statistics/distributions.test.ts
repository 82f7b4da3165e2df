import {
  binomialTail,
  logGamma,
  normalQuantile,
  normalTail,
  regularisedBeta,
} from './distributions';

describe('distributions', () => {
  it.each([
    [0.5, 0.5723649429247001],
    [1, 0],
    [10, Math.log(362_880)],
    [100, 359.1342053695754],
    [1e6, 12815504.569147611],
  ])('logGamma(%d)', (x, expected) => {
    expect(logGamma(x)).toBeCloseTo(expected, x > 1000 ? 6 : 12);
  });

  it.each([
    [0, 0.5],
    [1.959963984540054, 0.025],
    [-1.959963984540054, 0.975],
    [6, 9.865876450376981e-10],
    [38, 2.8854282e-316],
  ])('normalTail(%d)', (z, expected) => {
    expect(Math.abs(normalTail(z) / expected - 1)).toBeLessThan(1e-7);
  });

  it('has no tail at infinity', () => {
    expect(normalTail(Infinity)).toBe(0);
    expect(normalTail(-Infinity)).toBe(1);
  });

  it.each([
    [0.025, 1.959963984540054],
    [0.5, 0],
    [1e-4, 3.7190164854556804],
    [0.2, 0.8416212335729143],
  ])('normalQuantile(%d)', (tail, expected) => {
    expect(normalQuantile(tail)).toBeCloseTo(expected, 9);
  });

  it('is the binomial distribution in small numbers', () => {
    // 4 heads of 5, or 5: (5 + 1) / 32
    expect(binomialTail(4, 5, 0.5)).toBeCloseTo(6 / 32, 14);
    expect(binomialTail(0, 5, 0.5)).toBe(1);
    expect(binomialTail(6, 5, 0.5)).toBe(0);
    expect(binomialTail(5, 5, 0.1)).toBeCloseTo(1e-5, 15);
  });

  // Mendel's peas in R's documentation: binom.test(682, 925, p = 0.75) has the interval 0.7076683 … 0.7654066
  it('gives the limits of Clopper and Pearson', () => {
    expect(binomialTail(682, 925, 0.7076683)).toBeCloseTo(0.025, 6);
    expect(1 - binomialTail(683, 925, 0.7654066)).toBeCloseTo(0.025, 6);
  });

  // R's documentation: poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878)), ratio 0.8584264 … 4.2772659
  it('compares two Poisson rates, given their sum', () => {
    const tailAt = (ratio: number) =>
      binomialTail(11, 32, (ratio * 800) / (ratio * 800 + 3011));
    expect(tailAt(0.8584264)).toBeCloseTo(0.025, 6);
    expect(tailAt(1)).toBeLessThan(0.07967);
  });

  it('holds for a day of requests', () => {
    const trials = 2e6;
    const deviation = Math.sqrt(trials * 0.25);
    expect(
      binomialTail(trials / 2 + 3 * deviation + 0.5, trials, 0.5) /
        normalTail(3),
    ).toBeCloseTo(1, 2);
    expect(regularisedBeta(0.5, 1e6, 1e6)).toBeCloseTo(0.5, 6);
  });

  it('goes on between whole numbers, and falls', () => {
    const tails = [3, 3.25, 3.5, 3.75, 4].map(k => binomialTail(k, 20, 0.2));
    expect([...tails].sort((a, b) => b - a)).toEqual(tails);
  });
});
