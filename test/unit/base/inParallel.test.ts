import { expect, test } from "vitest";
import { inParallel } from "#base/inParallel.ts";

test("at most so many are under way at once, in their order", async () => {
  const begun: { item: number; end: () => void }[] = [];
  const all = inParallel([0, 1, 2, 3, 4, 5, 6, 7, 8], 4, (item) => new Promise((end) => begun.push({ item, end })));
  const items = (): number[] => begun.map(({ item }) => item);
  expect(items()).toEqual([0, 1, 2, 3]);
  begun[2]!.end();
  await expect.poll(items).toEqual([0, 1, 2, 3, 4]);
  for (let at = 0; at < 9; at++) {
    await expect.poll(() => begun.length).toBeGreaterThan(at);
    begun[at]!.end();
  }
  await all;
  expect(items()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});
