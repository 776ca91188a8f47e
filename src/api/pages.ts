import type { Page } from "./contract.ts";

/** With 100 runs on each page, that is a million. */
const maxPages = 10_000;

/**
 * The pages of a list of runs, up to the last one or one that has nothing new: an app may ignore the number of a page.
 */
export async function* pagesOf<T extends { id: string }>(
  read: (page: number) => Promise<Page<T>>,
): AsyncGenerator<Page<T>, void, undefined> {
  const knownIds = new Set<string>();
  for (let page = 1; page <= maxPages; page++) {
    const answer = await read(page);
    const before = knownIds.size;
    for (const { id } of answer.data) knownIds.add(id);
    if (knownIds.size === before) return;
    yield answer;
    if (page >= answer.pagination.page_count) return;
  }
}
