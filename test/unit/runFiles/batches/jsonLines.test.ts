import { expect, test } from "vitest";
import { jsonLines } from "../../../../src/runFiles/batches/jsonLines.ts";

// Put together anew with each piece, it took the better part of a minute.
test("a line of 60 MB in a thousand pieces is read as fast as a short one", async () => {
  const piece = Buffer.alloc(60_000, "a");
  const lengths: number[] = [];
  const bytes = (async function* () {
    for (let count = 0; count < 1_000; count++) yield piece;
  })();
  for await (const { text } of jsonLines(bytes)) lengths.push(text.length);
  expect(lengths).toEqual([60_000_000]);
});
