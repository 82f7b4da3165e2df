/**
 * The address when it is http(s), else undefined. Links come from events and descriptors, which anybody may write: a
 * `javascript:` address must never become clickable.
 */
export function safeHref(url: string | undefined): string | undefined {
  if (url === undefined) {
    return undefined;
  }
  try {
    const { protocol } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? url : undefined;
  } catch {
    return undefined;
  }
}
