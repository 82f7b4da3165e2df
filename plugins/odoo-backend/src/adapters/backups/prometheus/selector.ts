/** Longest id that descriptors may name. */
const LONGEST = 512;

/**
 * Whether an id can be the value of a label. The empty one matches every series without the label, and a half of a surrogate pair is
 * refused by the server together with the ids beside it.
 */
export function isLabelValue(id: string): boolean {
  return id !== '' && id.length <= LONGEST && !/\p{Surrogate}/u.test(id);
}

/** As itself in RE2: everything that is punctuation there. */
function literally(id: string): string {
  return id.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/**
 * The series of a metric whose label is one of the ids, each sample as it was scraped. PromQL anchors the expression at both ends, and
 * its strings are escaped as those of JSON are.
 */
export function selectorOf(
  metric: string,
  label: string,
  ids: readonly string[],
  window: string,
): string {
  return `${metric}{${label}=~${JSON.stringify(
    ids.map(literally).join('|'),
  )}}[${window}]`;
}
