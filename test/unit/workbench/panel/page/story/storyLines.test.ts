import { expect, test } from "vitest";
import { StoryGrouper } from "#workbench/panel/page/story/groups/storyGroups.ts";
import { outline } from "#workbench/panel/page/story/outline/outlineEntries.ts";
import { lineOf, sameKeyAt, storyLines } from "#workbench/panel/page/story/storyLines.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

const refund = { key: "r", name: "Refund agent", group: "agents" };
const evidence = { key: "e", name: "Evidence agent", group: "agents", calledBy: "evidence" };
const model = (name: string) => ({ key: name, name, group: "llms" });
const text = (id: string, at: number, part: object): StepView => ({
  kind: "text",
  id,
  sequence: at,
  at,
  until: at + 5,
  object: "text",
  text: id,
  growing: false,
  ...part,
});
const call = (name: string, at: number, part: object): StepView => ({
  kind: "tool",
  id: name,
  sequence: at,
  at,
  until: at + 10,
  duration: 10,
  name,
  summary: "",
  state: "finished",
  ...part,
});

const story: StepView[] = [
  { kind: "started", id: "start", sequence: 1, at: 0, title: "T" },
  text("category", 10, { speaker: model("Classify") }),
  text("language", 12, { speaker: model("Detect") }),
  text("plan", 20, { speaker: refund, iteration: 1 }),
  call("order", 30, { speaker: refund, iteration: 1, bundle: "b" }),
  text("also", 31, { speaker: refund, iteration: 1 }),
  call("shipment", 32, { speaker: refund, iteration: 1, bundle: "b", state: "failed" }),
  call("evidence", 50, { speaker: refund, iteration: 2 }),
  text("look", 51, { speaker: evidence, iteration: 1 }),
  call("photo", 52, { speaker: evidence, iteration: 1 }),
  text("reply", 70, { speaker: refund, iteration: 3, object: "answer" }),
  { kind: "completed", id: "end", sequence: 80, at: 80, title: "Completed", text: "" },
];
const groups = new StoryGrouper().group(story);

function told(isOpen: (call: string) => boolean): string[] {
  const { lines } = storyLines(groups, isOpen);
  return lines.map((line) => {
    const depth = "depth" in line ? "  ".repeat(line.depth) : "";
    if (line.kind === "calls")
      return `${depth}${line.calls.length} calls: ${line.calls.map(({ name }) => name).join(", ")}`;
    if (line.kind === "nodes") return `nodes: ${line.groups.map(({ speaker }) => speaker?.name).join(", ")}`;
    if (line.kind !== "step") return line.kind;
    return `${depth}${line.joined ? "| " : ""}${line.step.id}${line.agent ? ` by ${line.agent.name}` : ""}`;
  });
}

test("parallel nodes and calls are together, and a sub-agent's steps below its call", () => {
  expect(told(() => true)).toEqual([
    ...["head", "start"],
    ...["head", "nodes: Classify, Detect"],
    ...["head", "plan", "also", "2 calls: order, shipment", "| order", "| shipment"],
    ...["head", "evidence by Evidence agent", "  look", "  photo"],
    ...["head", "reply"],
    ...["head", "end"],
  ]);
});

test("equal neighbours that the story has no form for are one line until it is open", () => {
  const data = (id: number, name: string, type = "run.data"): StepView => ({
    kind: "other",
    id: String(id),
    sequence: id,
    type,
    name,
    fields: `row ${id}`,
    text: "{}",
  });
  const steps = [
    ...[data(1, "a"), data(2, "a"), text("t", 3, {}), data(4, "a"), data(5, "b"), data(6, "b")],
    ...[data(7, "b", "vendor.x"), data(8, "b", "vendor.x")],
  ];
  const own = new StoryGrouper().group(steps);
  const shown = (open: Record<string, boolean>): string[] =>
    storyLines(own, (id, unless) => open[id] ?? unless).lines.map((line) =>
      line.kind === "same" ? `${line.step.id} × ${line.steps.length}` : (line.step?.id ?? ""),
    );
  expect(shown({})).toEqual(["1 × 2", "t", "4", "5 × 2", "7 × 2"]);
  expect(shown({ "same 5": true })).toEqual(["1 × 2", "t", "4", "5 × 2", "5", "6", "7 × 2"]);
  // The first one was open before an equal one followed.
  expect(shown({ 1: true })).toEqual(["1 × 2", "1", "2", "t", "4", "5 × 2", "7 × 2"]);
  expect(shown({ 1: true, "same 1": false })).toEqual(["1 × 2", "t", "4", "5 × 2", "7 × 2"]);
  expect(sameKeyAt(steps, 5)).toBe("same 5");
  const at = (sequence: number, open: boolean): number =>
    lineOf(
      storyLines(own, () => open),
      sequence,
    );
  expect([at(6, false), at(6, true), at(5, true), at(4, false)]).toEqual([3, 7, 6, 2]);
});

test("the outline is a tree of speakers, iterations, calls and what sub-agents called", () => {
  const lines = outline(groups).map((entry) => {
    const name =
      entry.kind === "speaker"
        ? entry.speaker.name
        : entry.kind === "iteration"
          ? `Iteration ${entry.group.iteration}`
          : entry.step.id;
    return `${"  ".repeat(entry.level - 1)}${name}`;
  });
  expect(lines).toEqual([
    ...["Input", "Classify", "Detect", "Refund agent", "  Iteration 1", "    order", "    shipment"],
    ...["  Iteration 2", "    evidence", "      photo", "  Iteration 3", "Result"],
  ]);
});
