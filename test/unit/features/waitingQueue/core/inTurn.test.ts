import { expect, test } from "vitest";
import { inTurn } from "#features/waitingQueue/core/inTurn.ts";

test("at most four are under way at once, in their order", async () => {
  const begun: { item: number; end: () => void }[] = [];
  const all = inTurn([0, 1, 2, 3, 4, 5, 6, 7, 8], (item) => new Promise((end) => begun.push({ item, end })));
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
