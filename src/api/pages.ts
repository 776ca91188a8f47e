import type { Page } from "./contract.ts";

/** With 100 runs on each page, that is a million. */
const mostPages = 10_000;

/**
 * The pages of a list of runs, up to the last one or one that has nothing new: an app may ignore the number of a page.
 */
export async function* pagesOf<T extends { id: string }>(
  read: (page: number) => Promise<Page<T>>,
): AsyncGenerator<Page<T>, void, undefined> {
  const known = new Set<string>();
  for (let page = 1; page <= mostPages; page++) {
    const answer = await read(page);
    const before = known.size;
    for (const { id } of answer.data) known.add(id);
    if (known.size === before) return;
    yield answer;
    if (page >= answer.pagination.page_count) return;
  }
}
