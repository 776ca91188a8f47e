/**
 * A window as far as the index is concerned: writes runs until it has finished or is killed. It notes each run before
 * it is written and, once that is confirmed, after it.
 */

import { appendFileSync } from "node:fs";
import { RunIndex } from "#features/search/core/runIndex.ts";
import { IndexThread } from "#features/search/core/worker/indexThread.ts";
import { numberedRun } from "./numberedRuns.ts";

const [script = "", folder = "", journal = "", first = "0", last = "0"] = process.argv.slice(2);
const thread = new IndexThread(script);
const index = new RunIndex(thread, {
  folder,
  connectionId: "app",
  secrets: () => Promise.resolve([]),
  maxBytes: () => 1e9,
});
const note = (line: object): void => appendFileSync(journal, `${JSON.stringify(line)}\n`);

for (let number = Number(first); number < Number(last); number++) {
  note({ begun: number });
  try {
    await index.put(numberedRun(number));
    note({ done: number });
  } catch (error) {
    note({ error: String(error) });
  }
}
thread.dispose();
