import { describe, expect, test } from "vitest";
import type { CreateRunRequest } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import type { BatchHead } from "#features/batches/core/batchTypes.ts";
import { type LineLookUp, lookUpLines, readBaseline } from "#features/batches/core/lookUp.ts";
import { aRun, FakeRuns } from "../../../../support/fakeApi.ts";
import { aBatch, aLine } from "./batches.ts";

const unknown = { kind: "unknown", reason: "The connection was lost." } as const;

function runOf(id: string, line: number, startedAt?: number): Run {
  return { ...aRun(id, "completed", startedAt), input: { line } };
}

function lost(lines: readonly number[], runs: Run[], baseline: BatchHead["baseline"] = { runIds: [] }) {
  const app = new FakeRuns();
  app.put(...runs);
  const { batch } = aBatch(
    lines.map((line, n) => aLine(n, { input: { line } })),
    { states: lines.map(() => unknown), head: { baseline } },
  );
  return { app, batch };
}

function look(taken: string[] = []): LineLookUp & { claimed: string[] } {
  const claimed = [...taken];
  return { at: "10:14", claims: { isClaimed: (id) => claimed.includes(id), claim: (id) => claimed.push(id) }, claimed };
}

test.each<[what: string, lines: number[], runs: Run[], findings: RegExp[]]>([
  [
    "two matching runs",
    [0],
    [runOf("a", 0, 1000), runOf("b", 0, 2000)],
    [/^2 runs match this line, so it's unclear which run it created\.$/],
  ],
  ["an app that returns no inputs", [0], [aRun("a", "completed", 1000)], [/may have created a run whose input/]],
  [
    "two equal lines and one run",
    [0, 0],
    [runOf("a", 0, 1000)],
    Array(2).fill(/^1 run matches 2 identical lines, so it's unclear which line created it\.$/) as RegExp[],
  ],
])("%s leave it open", async (_what, lines, runs, findings) => {
  const { app, batch } = lost(lines, runs);
  await lookUpLines(batch, app.api, look());
  const open = findings.map((finding) => ({ ...unknown, finding: expect.stringMatching(finding) as string }));
  expect(batch.states).toEqual(open);
});

test("a run is claimed once: not one of another request, and not by two batches that look at the same time", async () => {
  const { app, batch } = lost([0], [runOf("a", 0, 1000)]);
  await lookUpLines(batch, app.api, look(["a"]));
  expect(batch.states).toEqual([{ ...unknown, finding: "No matching run was in the list at 10:14." }]);

  const both = look();
  const [one, other] = [lost([0], [runOf("a", 0, 1000)]), lost([0], [])];
  await Promise.all([lookUpLines(one.batch, one.app.api, both), lookUpLines(other.batch, one.app.api, both)]);
  expect(both.claimed).toEqual(["a"]);
  expect([one, other].flatMap(({ batch }) => [...batch.runIds])).toEqual(["a"]);
});

describe("a run that is possibly a line's", () => {
  const owned = { input: { line: 0 }, user_id: "u-1", session_id: "3D3E8A1F-09a6-4f64-9d68-1d2f3a4b5c6d" };
  const session = owned.session_id.toLowerCase();
  const defaults = { input: { line: 0, lang: "en" } };

  test.each<[string, CreateRunRequest, Partial<Run>, boolean]>([
    ["has its input and defaults", { input: { line: 0 } }, { ...defaults, user_id: "everybody" }, true],
    ["is of its user and session, with any input", owned, { input: {}, user_id: "u-1", session_id: session }, true],
    ["has its input, of another user", owned, { ...defaults, user_id: "u-2", session_id: session }, false],
    ["has another input, of nobody", { input: { line: 0 } }, { input: { line: 1, lang: "en" } }, false],
    ["is of its user, in another session", owned, { input: {}, user_id: "u-1", session_id: "other" }, false],
  ])("%s", async (_what, request, run, isPossible) => {
    const app = new FakeRuns();
    app.put({ ...aRun("a", "completed", 1000), ...run });
    const { batch } = aBatch([aLine(0, request), aLine(1, request)], { states: [unknown, unknown] });
    const looked = look();
    expect(await lookUpLines(batch, app.api, looked)).toEqual([]);
    const finding = expect.stringMatching(
      isPossible ? /^This line may have created run a\./ : /^No matching run/,
    ) as string;
    const state = { ...unknown, finding, possible: isPossible ? 1 : undefined };
    expect(batch.states).toEqual([state, state]);
    expect(looked.claimed).toEqual([]);
  });
});

test("a run of another line, or an earlier one, is not claimed", async () => {
  const before = new FakeRuns();
  before.put(runOf("old", 0, 1000), runOf("same", 0, 5000), runOf("unstarted", 0));
  const baseline = await readBaseline(before.api);
  expect(baseline).toEqual({ startedAt: new Date(5000).toISOString(), runIds: ["unstarted", "same"] });
  const { app, batch } = lost([0, 0], [...before.runs.values(), runOf("own", 0, 6000)], baseline);
  await batch.settle(1, { kind: "created", runId: "own" });
  await lookUpLines(batch, app.api, look());
  expect(batch.states[0]).toEqual({ ...unknown, finding: "No matching run was in the list at 10:14." });
});
