import { describe, expect, test } from "vitest";
import type { NodeSpan } from "#runs/story/storySteps.ts";
import { StoryGrouper } from "#workbench/panel/page/story/groups/storyGroups.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { rowName } from "#workbench/panel/page/timeline/rows/rowLayout.ts";
import { type RunEnd, timelineRows, visibleRows } from "#workbench/panel/page/timeline/rows/timelineRows.ts";

const live: RunEnd = { status: "started", over: false, at: undefined };

/** Steps with ids and sequences from 1. */
function story(...parts: object[]): StepView[] {
  return parts.map((part, i) => ({ id: String(i + 1), sequence: i + 1, ...part }) as StepView);
}

function rowsOf(steps: StepView[], end = live, spans: readonly NodeSpan[] = []) {
  return timelineRows(new StoryGrouper().group(steps, spans), end).rows;
}

const started = { kind: "started", at: 0, title: "T" };
const text = (at: number, until: number, iteration?: number) => ({
  kind: "reasoning",
  object: "agent.reasoning.delta",
  text: "x",
  growing: false,
  at,
  until,
  iteration,
});
const call = (name: string, at: number, until: number | undefined, iteration?: number) => ({
  kind: "tool",
  name,
  summary: "",
  state: until === undefined ? "running" : "finished",
  at,
  until,
  iteration,
});
const request = (at: number, until?: number) => ({
  kind: "request",
  title: "Asked for approval",
  text: "Refund?",
  at,
  until,
  pending: until === undefined,
});

describe("rows", () => {
  test("are the steps that took time, under their iterations", () => {
    const [lookup, match] = [call("lookup", 500, 900, 1), call("match", 1300, undefined, 2)];
    const steps = story(started, text(10, 400, 1), lookup, text(1000, 1200, 2), match);
    expect(rowsOf(steps)).toMatchObject([
      { name: "Iteration 1", kind: "iteration", level: 1, sequence: 1, from: 0, to: 1000, state: "done" },
      { name: "Reasoning", kind: "text", level: 2, from: 10, to: 400, code: false },
      { name: "lookup", kind: "tool", level: 2, sequence: 3, from: 500, to: 900, code: true },
      { name: "Iteration 2", from: 1000, state: "running" },
      { name: "Reasoning", from: 1000, to: 1200 },
      { name: "match", from: 1300, state: "running" },
    ]);
    const [first, , , second, , open] = rowsOf(steps);
    expect([second?.to, open?.to]).toEqual([undefined, undefined]);
    expect(rowsOf(steps)[1]?.parent).toBe(first?.id);
  });

  test("an input request waits until its answer, and shows the result", () => {
    const answer = { kind: "answer", title: "Approved", text: "“Refund?” amount 480", at: 700, asked: 4 };
    const [answered, pending] = rowsOf(story({ ...request(100, 700), asked: 4 }, request(200), answer));
    const wait = { kind: "wait", name: "Refund?", from: 100, to: 700, outcome: "approved", state: "done" };
    expect(answered).toMatchObject(wait);
    expect(pending).toMatchObject({ state: "waiting" });
    expect(pending?.to).toBeUndefined();
    expect(rowName(answered!)).toBe("Refund?, 600 ms, approved");
    expect(rowName(pending!)).toBe("Refund?, waiting");
  });
});

describe("a node that says when it began and ended", () => {
  const speaker = { key: "a", node: "n", name: "Support agent", group: "agents" };
  const over: RunEnd = { status: "completed", over: true, at: 33 };
  const by = (part: object) => ({ ...part, speaker });
  const said = [by(text(16, 18, 1)), by(call("lookup", 19, 20, 1)), by(text(29, 30, 2))];
  const end = { kind: "completed", at: 33, title: "Completed", text: "" };
  const told = (spans: readonly NodeSpan[], steps: readonly object[] = said, ending = over) =>
    rowsOf(story(started, ...steps, ...(ending === over ? [end] : [])), ending, spans).map(
      ({ name, level, from, to, state }) => [`${"  ".repeat(level - 1)}${name}`, from, to, state],
    );

  test("has a row around its iterations, also as the only one of a run", () => {
    expect(told([{ key: "a", from: 6, until: 31 }])).toEqual([
      ["Support agent", 6, 31, "done"],
      ["  Iteration 1", 6, 29, "done"],
      ["    Reasoning", 16, 18, "done"],
      ["    lookup", 19, 20, "done"],
      ["  Iteration 2", 29, 31, "done"],
      ["    Reasoning", 29, 30, "done"],
    ]);
  });

  test("among several nodes, too", () => {
    const others = { ...text(1, 2), speaker: { key: "b", name: "Classify" } };
    expect(told([{ key: "a", from: 6, until: 31 }], [others, ...said]).slice(2, 4)).toEqual([
      ["Support agent", 6, 31, "done"],
      ["  Iteration 1", 6, 29, "done"],
    ]);
  });

  test("keeps its row around a call of its own that took less, and runs on until it ends", () => {
    const map = { key: "m", name: "each customer", group: "operators" };
    const inMap = [
      { ...text(1, 2), speaker: { key: "b", name: "Classify" } },
      { ...call("lookup", 10, 12), speaker: map },
    ];
    const rows = told([{ key: "m", from: 5 }], inMap, live).slice(2);
    expect(rows).toEqual([
      ["each customer", 5, undefined, "running"],
      ["  lookup", 10, 12, "done"],
    ]);
  });

  test("of which the run knows nothing has none in a run of its own", () => {
    expect(told([])[0]).toEqual(["Iteration 1", 0, 29, "done"]);
  });
});

describe("visible rows", () => {
  const rows = rowsOf(
    story(call("lookup", 0, 900, 1), call("match", 1000, 1300, 2), call("refund", 2000, undefined, 2)),
  );
  const seen = (part: Partial<Parameters<typeof visibleRows>[1]>): string[] =>
    visibleRows(rows, { folded: new Set(), from: 0, to: 5000, now: 3000, ...part }).map(({ name }) => name);

  test("have a bar in the window", () => {
    expect(seen({})).toEqual(["Iteration 1", "lookup", "Iteration 2", "match", "refund"]);
    expect(seen({ from: 1100, to: 1500 })).toEqual(["Iteration 2", "match"]);
    expect(seen({ from: 2500 })).toEqual(["Iteration 2", "refund"]);
  });
});
