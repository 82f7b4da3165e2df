import { normalTail } from './distributions';

/** What a rank test of two samples says. */
interface RankTest {
  /** Pairs in which the first sample's value is the larger one; a tie counts half. */
  u: number;
  /** Vargha and Delaney's A: the share of such pairs, 0.5 when neither is larger. */
  effect: number;
  /** Probability of such a `u`, or a larger one, if both came from the same. */
  p: number;
}

/**
 * Mann-Whitney U test, one-sided: are `values` larger than `others`? Ties get middle ranks and take their part of the variance;
 * the normal approximation is corrected for continuity (as `wilcox.test(exact = FALSE)` of R and `mannwhitneyu` of SciPy do it).
 *
 * @param inflation - by how much neighbours that resemble each other raise the variance; 1 for independent values
 */
export function rankTest(
  values: readonly number[],
  others: readonly number[],
  inflation = 1,
): RankTest {
  const m = values.length;
  const n = others.length;
  const all = [
    ...values.map(value => ({ value, isFirst: true })),
    ...others.map(value => ({ value, isFirst: false })),
  ].sort((a, b) => a.value - b.value);
  let ranks = 0;
  let ties = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    let firsts = 0;
    while (end < all.length && all[end].value === all[start].value) {
      firsts += all[end].isFirst ? 1 : 0;
      end++;
    }
    const size = end - start;
    ranks += firsts * (start + (size + 1) / 2);
    ties += size ** 3 - size;
    start = end;
  }
  const total = m + n;
  const u = ranks - (m * (m + 1)) / 2;
  const variance =
    ((m * n) / 12) * (total + 1 - ties / Math.max(1, total * (total - 1)));
  const p =
    variance > 0
      ? normalTail((u - (m * n) / 2 - 0.5) / Math.sqrt(variance * inflation))
      : 1;
  return { u, effect: m * n > 0 ? u / (m * n) : 0.5, p };
}
