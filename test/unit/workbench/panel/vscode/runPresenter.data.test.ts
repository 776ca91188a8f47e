import { expect, test } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import type { RunWatch, WatchChange, WatchState } from "#runs/live/runWatcher.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";

const large = Array.from({ length: 3 }, () => "x".repeat(1024 * 1024));
const connection = { name: "Support", production: false, exists: true, trusted: true };
const run: Run = { id: "8c2c8e2e-1", status: "started", input: { large, small: 1 } };
const event = (sequence: number, type = "run.data", data: unknown = {}): RunEvent => {
  return { id: String(sequence), type, sequence, data };
};

/** A watch that stands still but for what the test says. */
function watched(events: RunEvent[]) {
  const record = new EventsAndStory({ limit: 4 });
  const { log } = record;
  record.add(events);
  const state: WatchState = { kind: "live" };
  const watch = {
    runId: run.id,
    run,
    log,
    runStory: record.runStory,
    state,
    onDidChange: () => ({ dispose: () => undefined }),
    retry: () => undefined,
    dispose: () => undefined,
  } satisfies RunWatch;
  const presenter = new RunPresenter(watch, () => connection);
  const whole = presenter.whole();
  if ("type" in whole) throw new Error("The run is there.");
  const update = (change: WatchChange) => {
    const drawn = presenter.update(change);
    if (drawn === "reopen") throw new Error("Nothing came late.");
    return drawn;
  };
  const add = (...more: RunEvent[]) => update(record.add(more)!);
  return { presenter, whole, update, add };
}

test("a very long event is sent to the panel in part, and copied completely", async () => {
  const { presenter } = watched([event(1, "run.data", { text: large[0] }), event(2)]);
  const { events } = presenter;
  const json = (await events.json(1))!;
  expect(JSON.parse(json)).toMatchObject({ data: { text: large[0] } });
  const part = { json: json.slice(0, 200_000), length: json.length };
  expect(await events.message(1)).toEqual({ type: "event", sequence: 1, ...part });
  expect(await events.message(2)).toEqual({ type: "event", sequence: 2, json: await events.json(2) });
  expect(await events.message(3)).toEqual({ type: "event", sequence: 3 });
});

test("a cut side of a call is complete on request, and stays so on the panel after it was shown", async () => {
  const result = JSON.stringify(Array.from({ length: 4_000 }, (_, index) => ({ index })));
  const { presenter, whole } = watched([
    event(7, "agent.tool_call.completed", { id: "c", tool: { name: "list" }, input: {}, result }),
  ]);
  const [call] = whole.story;
  if (call?.kind !== "tool") throw new Error("The call is there.");
  const pretty = JSON.stringify(JSON.parse(result), undefined, 2);
  expect([call.result?.length, call.resultLength]).toEqual([20_000, pretty.length]);
  expect(await presenter.story.callValue(call.id, "result")).toEqual(JSON.parse(result));
  expect(await presenter.story.callValue(call.id, "input")).toEqual({});
  expect(await presenter.story.callValue("elsewhere", "input")).toBeUndefined();
  const shown = { id: call.id, result: pretty, resultLength: undefined };
  const { story } = presenter.showCall(call.id, "result");
  expect(story).toEqual([{ upsert: expect.objectContaining(shown) }]);
  expect(presenter.whole()).toMatchObject({ story: [shown] });
});

test("events are counted for the whole run, also those that have left memory", () => {
  const { whole, add } = watched([event(1), event(2, "run.started")]);
  expect(whole.totals.counts).toEqual({ text: 0, tools: 0, requests: 0, run: 1, data: 1, other: 0, failed: 0 });
  add(event(3), event(4), event(5), event(6));
  const { totals } = add(event(7, "run.failed"));
  expect(totals).toMatchObject({ eventCount: 7, counts: { run: 2, data: 5, failed: 1 } });
});

test("a large value is sent after it was requested, and from then on", () => {
  const { presenter, whole, update } = watched([]);
  expect(whole.state.input).toMatchObject({ kind: "tooLarge" });
  expect(presenter.value("input", ["large", 1])).toBe(large[1]);
  expect(presenter.value("output", ["large"])).toBeUndefined();
  const shown = { kind: "value", value: { large, small: 1 } };
  expect(presenter.showValue("input", [])).toMatchObject({ state: { input: shown } });
  expect(update({ kind: "run", run }).state?.input).toMatchObject(shown);
});

test("when a node began and ended is sent at once, and again only when it changes", () => {
  const at = (second: number): string => new Date(Date.UTC(2026, 10, 29, 19, 32, second)).toISOString();
  const nodeRun = (sequence: number, status: string | null): RunEvent => {
    const data = { choices: [{ delta: { content: { status }, source: "Agent", step: "node_run" } }] };
    const sender = { entity_id: "n", run_id: "a", source: { id: "n", name: "Agent", group: "agents" } };
    return { ...event(sequence, "run.data", { ...sender, wf_run_id: "w", data }), timestamp: at(sequence) };
  };
  const started = { ...event(1, "run.started"), timestamp: at(1) };
  const { whole, add } = watched([started, nodeRun(2, null)]);
  expect(whole.state.spans).toEqual([{ key: "a", from: 1000, until: undefined }]);
  expect(add(event(3)).state?.spans).toBeUndefined();
  expect(add(nodeRun(4, "succeeded")).state?.spans).toEqual([{ key: "a", from: 1000, until: 3000 }]);
  expect(add(event(5)).state).toBeUndefined();
});
