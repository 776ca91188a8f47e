import { expect, test } from "vitest";
import type { KnownFacts } from "#features/insights/vscode/insightsFacts.ts";
import { progressOf } from "#features/insights/vscode/insightsProgress.ts";
import { ranAt } from "../../../../support/failures/insightsRuns.ts";

const now = 1_000_000;
const since = 600_000;
const facts = [
  ranAt("old", since - 1, 1, { hasEvents: false }),
  ranAt("whole", since + 1),
  ranAt("bare", since + 2, 1, { hasEvents: false }),
  ranAt("open", since + 3, 1, { hasEvents: false, status: "started" }),
];

function progress(known: Partial<KnownFacts>) {
  return progressOf(
    { facts, since: -Infinity, total: 90, isReading: false, loading: { kind: "idle" }, ...known },
    { range: "7d", since, now },
  );
}

test("a button loads the ended runs of the range whose steps aren't known", () => {
  expect(progress({}).load).toBe("Load 7 Days: 1 run, about 0.1 s");
  expect(progress({ facts: facts.slice(0, 2) }).load).toBeUndefined();
  // There is no index to load them into.
  expect(progress({ loading: undefined }).load).toBeUndefined();
});

test("while the list is read, its progress is that of the range's time", () => {
  const { reading, load } = progress({ isReading: true, since: 800_000 });
  expect([reading, load]).toEqual([{ text: "Loading the list: 4 runs", share: 0.5 }, undefined]);
});

test("a loading says how far it has come, and why it ended", () => {
  const loading = { kind: "reading", range: "7d", runs: 30, total: 120, remaining: 200_000 } as const;
  expect(progress({ loading }).reading).toEqual({
    text: "Loading 7 Days: 30 of 120 runs, 3 min left",
    share: 0.25,
  });
  const failed = { kind: "failed", error: new Error("The key was rejected.") } as const;
  expect(progress({ loading: failed }).loadProblem).toBe("Loading stopped: The key was rejected.");
});
