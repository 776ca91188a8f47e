import { expect, test } from "vitest";
import { pagesOf } from "#api/pages.ts";

const item = (id: number) => ({ id: String(id) });

/** How many pages are read of an app that says it has a million. */
async function readPages(dataOf: (page: number) => { id: string }[], page_count = 1_000_000): Promise<number> {
  let asked = 0;
  const read = async (page: number) => {
    asked += 1;
    return { data: dataOf(page), pagination: { page, page_size: 2, page_count, total_count: page_count * 2 } };
  };
  for await (const page of pagesOf(read)) expect(page.data).not.toEqual([]);
  return asked;
}

test("pages end at an empty one", async () => {
  expect(await readPages((page) => (page < 3 ? [item(page)] : []))).toBe(3);
});

test("pages end when the app ignores their number", async () => {
  expect(await readPages(() => [item(1), item(2)])).toBe(2);
});

test("pages end at a limit when each has something new", async () => {
  expect(await readPages((page) => [item(page)])).toBe(10_000);
});
