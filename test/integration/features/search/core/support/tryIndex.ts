/** Indexes a run and searches it, and prints the result or why there is none. */

import { endedRun, idsOf, indexForTest } from "../../../../../support/search/indexes.ts";

const { thread, index, dispose } = indexForTest();
try {
  await index.put({ run: endedRun("a", 1, { input: { text: "hello" } }), steps: [] });
  console.log(JSON.stringify(await idsOf(index, "hello")));
} catch (error) {
  console.log(`${(error as Error).name}: ${(error as Error).message} | ${thread.failure?.message ?? ""}`);
}
dispose();
