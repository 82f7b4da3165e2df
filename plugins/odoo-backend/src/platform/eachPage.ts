/**
 * Works through a list page by page until it ends or the signal is aborted. `read` gives the names after one, in their order, at
 * most `limit` of them.
 */
export async function eachPage(
  limit: number,
  signal: AbortSignal,
  read: (after: string | undefined) => Promise<string[]>,
  work: (page: string[]) => Promise<void>,
): Promise<void> {
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await read(after);
    if (page.length > 0) {
      await work(page);
    }
    if (page.length < limit) {
      return;
    }
    after = page.at(-1);
  }
}
