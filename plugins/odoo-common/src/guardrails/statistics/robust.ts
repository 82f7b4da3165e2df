/** Ascending. Typed arrays know numbers, so nothing has to compare them. */
const inOrder = (values: readonly number[]) => Float64Array.from(values).sort();

/** The middle one; the mean of the middle two. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = inOrder(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}

export function mean(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

/**
 * The `count` largest values, set down to the next one below them (Winsor): so few of them can't decide anything, however large.
 * Keeps the order.
 */
export function capLargest(values: readonly number[], count: number): number[] {
  if (count <= 0 || values.length === 0) {
    return [...values];
  }
  const cap = inOrder(values)[Math.max(0, values.length - 1 - count)];
  return values.map(value => Math.min(value, cap));
}

/** What is left of values in equal steps of time once a straight line is taken out. */
export function withoutTrend(values: readonly number[]): number[] {
  const n = values.length;
  const middle = (n - 1) / 2;
  const average = values.reduce((sum, value) => sum + value, 0) / n;
  let covariance = 0;
  let spread = 0;
  values.forEach((value, i) => {
    covariance += (i - middle) * (value - average);
    spread += (i - middle) ** 2;
  });
  const slope = spread > 0 ? covariance / spread : 0;
  return values.map((value, i) => value - average - slope * (i - middle));
}

/**
 * By how much neighbours that resemble each other raise the variance of a mean: (1 + r) / (1 - r), with r the correlation from one
 * step to the next (AR(1)); never below 1. Each series is its own, without its trend.
 */
export function varianceInflation(
  series: readonly (readonly number[])[],
): number {
  let together = 0;
  let alone = 0;
  for (const residuals of series) {
    for (let i = 0; i < residuals.length; i++) {
      alone += residuals[i] ** 2;
      together += i > 0 ? residuals[i] * residuals[i - 1] : 0;
    }
  }
  const r = alone > 0 ? Math.min(0.9, Math.max(0, together / alone)) : 0;
  return (1 + r) / (1 - r);
}
