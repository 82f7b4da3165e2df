/**
 * Tails of distributions. In logarithms wherever a tail can be smaller than a number can say, and with real-valued counts, since
 * Prometheus gives 6.02 requests a minute.
 */

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028,
  771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Logarithm of the gamma function of a positive number (Lanczos, g = 7, n = 9: 15 digits). */
export function logGamma(x: number): number {
  if (x < 0.5) {
    return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  }
  const t = x + 6.5;
  let sum = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) {
    sum += LANCZOS[i] / (x - 1 + i);
  }
  return (
    0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
  );
}

const TINY = 1e-300;

/** Continued fraction of the incomplete beta function (DLMF 8.17.22) by the modified Lentz method. */
function betaFraction(x: number, a: number, b: number): number {
  const awayFromZero = (value: number) =>
    Math.abs(value) < TINY ? TINY : value;
  // It settles after some √max(a, b) terms; counts of a day need a few thousand.
  const most = 200 + 10 * Math.ceil(Math.sqrt(Math.max(a, b)));
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= most; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) {
      break;
    }
  }
  return fraction;
}

/** Regularised incomplete beta function I_x(a, b) of positive a and b. */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  const front = Math.exp(
    logGamma(a + b) -
      logGamma(a) -
      logGamma(b) +
      a * Math.log(x) +
      b * Math.log1p(-x),
  );
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/**
 * Probability of at least `successes` in `trials`, each with `probability`. Exact for whole numbers, continued between them. With the
 * sum of two Poisson counts as trials it is the test of their rates (Przyborowski and Wilenski 1940).
 */
export function binomialTail(
  successes: number,
  trials: number,
  probability: number,
): number {
  if (successes <= 0) {
    return 1;
  }
  return successes > trials
    ? 0
    : regularisedBeta(probability, successes, trials - successes + 1);
}

/** Coefficients of the Chebyshev series of erfc (Numerical Recipes, third edition, 6.2.2): 1.2e-16 everywhere. */
const ERFC = [
  -1.3026537197817094, 6.4196979235649026e-1, 1.9476473204185836e-2,
  -9.561514786808631e-3, -9.46595344482036e-4, 3.66839497852761e-4,
  4.2523324806907e-5, -2.0278578112534e-5, -1.624290004647e-6, 1.30365583558e-6,
  1.5626441722e-8, -8.5238095915e-8, 6.529054439e-9, 5.059343495e-9,
  -9.91364156e-10, -2.27365122e-10, 9.6467911e-11, 2.394038e-12, -6.886027e-12,
  8.94487e-13, 3.13092e-13, -1.12708e-13, 3.81e-16, 7.106e-15, -1.523e-15,
  -9.4e-17, 1.21e-16, -2.8e-17,
];

/** Probability that a standard normal number is above `z`. */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 2 / (2 + x);
  let previous = 0;
  let current = 0;
  for (let j = ERFC.length - 1; j > 0; j--) {
    [current, previous] = [(4 * t - 2) * current - previous + ERFC[j], current];
  }
  const tail =
    0.5 *
    t *
    Math.exp(-x * x + 0.5 * (ERFC[0] + (4 * t - 2) * current) - previous);
  return z >= 0 ? tail : 1 - tail;
}

/** The number that a standard normal one exceeds with this probability: halved into the last digit, since it is asked rarely. */
export function normalQuantile(tail: number): number {
  let low = -40;
  let high = 40;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > tail) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}
