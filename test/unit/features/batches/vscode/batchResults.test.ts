import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import type { KnownBatch } from "#features/batches/core/batchStore.ts";
import type { LineState } from "#features/batches/core/batchTypes.ts";
import { BatchResults, type BatchResultsServices } from "#features/batches/vscode/batchResults.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { failure, fakeApi, FakeRuns } from "../../../../support/fakeApi.ts";
import { aBatch, aHead, aLine } from "../core/batches.ts";

const input = { question: "Why was I charged twice for my order?" };

/** The results of a batch whose runs the app has, but for those that are gone. */
async function resultsOf(states: readonly LineState[], runs: readonly Run[], options: { connected?: boolean } = {}) {
  const lines = states.map((_, n) => aLine(n, { input }));
  const { batch } = aBatch(lines, { states });
  const asked: string[] = [];
  const app = new FakeRuns();
  app.put(...runs);
  const api = fakeApi({
    listRuns: (query) => app.api.listRuns(query),
    getRun: async (id) => {
      asked.push(id);
      const run = app.runs.get(id);
      if (run?.status === "unreadable") throw failure();
      if (!run) throw failure("not-found");
      return run;
    },
  });
  const store = new RunStore({ api: async () => api, pageSize: 200 });
  const known: KnownBatch = {
    head: aHead({ name: "renamed.jsonl" }),
    counts: batch.counts,
    isOpen: false,
    wasShown: true,
    runs: { id: "b1", ids: new Set(batch.runIds) },
    lines: new Map(),
  };
  let changes = 0;
  const services: BatchResultsServices = {
    batches: { read: async () => batch, get: () => known, onDidChange: () => ({ dispose: () => undefined }) },
    runsOf: () => (options.connected === false ? undefined : store),
    appOf: () => "Support (app.example)",
  };
  const results = await BatchResults.of("b1", services, () => changes++);
  if (!results) throw new Error("There are no results.");
  return { results, batch, store, asked, changes: () => changes };
}

const created = (runId: string): LineState => ({ kind: "created", runId });
const run = (id: string, part: Partial<Run>): Run => ({
  id,
  status: "completed",
  input,
  started_at: "2026-11-26T09:00:00Z",
  ended_at: "2026-11-26T09:00:04.2Z",
  ...part,
});

test("each line tells what became of it and of its run", async () => {
  const error = { failed_nodes: [{ name: "Update CRM", error_message: `401 ${"x".repeat(200)}` }] };
  const { results } = await resultsOf(
    [
      created("r1"),
      created("r2"),
      created("r3"),
      created("gone"),
      { kind: "failed", reason: "no\nJSON" },
      { kind: "unknown", reason: "The connection was lost.", finding: "No matching run was found." },
      { kind: "waiting" },
    ],
    [
      run("r1", { output: { category: "billing" } }),
      run("r2", { status: "failed", error, ended_at: "2026-11-26T09:00:00Z" }),
      run("r3", { status: "awaiting_input", ended_at: null, input_requests: [{ id: "q", prompt: "Refund $620?" }] }),
    ],
  );
  expect(results.rows[0]).toMatchObject({ word: "Created", result: "", label: input.question });
  expect(results.head).toMatchObject({ name: "renamed.jsonl", unread: 4, canRetry: true });
  await results.readRuns(false);
  expect(results.head).toMatchObject({ unread: 0 });
  expect(results.rows.map(({ status, word, duration, result }) => [status, word, duration, result])).toEqual([
    ["completed", "Completed", "4.2 s", "category billing"],
    ["failed", "Failed", "under 1 s", `Update CRM: 401 ${"x".repeat(200)}`],
    ["awaiting_input", "Waiting for you", undefined, "Refund $620?"],
    ["created", "Created", undefined, "The app no longer stores this run."],
    ["line.failed", "Not created", undefined, "no JSON"],
    ["line.unknown", "Unknown", undefined, "The connection was lost. No matching run was found."],
    ["line.waiting", "Not sent", undefined, ""],
  ]);
  // A run that isn't known, or a line without one, has no menu.
  expect(results.rows.map(({ menu }) => menu && (JSON.parse(menu) as { viewItem: string }).viewItem)).toEqual([
    "run terminal completed",
    "run terminal",
    "run active feedback",
    ...[undefined, undefined, undefined, undefined],
  ]);
});
