import { expect, test } from "vitest";
import { createViewMemory, type StoryMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { endOf, expandTarget, openStory, standAt } from "#workbench/panel/page/story/openStory.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

const text = (sequence: number): StepView => ({
  kind: "text",
  id: String(sequence),
  sequence,
  object: "text",
  text: "",
  growing: false,
});
const completed: StepView = { kind: "completed", id: "9", sequence: 9, title: "Completed", text: "" };
const failed: StepView = { kind: "failed", id: "9", sequence: 9, message: "" };
const asking: StepView = { kind: "request", id: "5", sequence: 5, title: "", text: "", pending: true };
const opened = (story: readonly StepView[], status: string, memory = createViewMemory().story): StoryMemory => {
  openStory(story, status, memory);
  return memory;
};

test.each([
  ["completed", [text(1), completed], { target: 9, land: "result", landed: true }],
  ["failed", [text(1), failed, text(10)], { target: 9, land: "result", landed: true }],
  ["awaiting_input", [text(1), asking, text(6)], { target: 5 }],
  ["started", [text(1)], { atEnd: true }],
  ["canceled", [text(1)], { atEnd: false }],
])("a run that is %s opens where its reader looks first", (status, story, place) => {
  expect(opened(story, status)).toMatchObject({ opened: true, ...place });
});

test("a result that isn't there yet is waited for, and a place that the reader chose stays", () => {
  const memory = opened([text(1)], "completed");
  expect(memory).toMatchObject({ opened: false, atEnd: false });
  expect(openStory([text(1)], "completed", memory)).toBe(false);
  expect(opened([text(1), completed], "completed", memory)).toMatchObject({ opened: true, target: 9 });
  const reading = { ...createViewMemory().story, opened: true, top: 300 };
  expect(opened([text(1), completed], "completed", { ...reading })).toEqual(reading);
  expect(endOf([text(1)])).toBe(undefined);
});

test("a reader who follows a run lands at its result once, and nothing before it counts as new", () => {
  const memory = opened([text(1)], "started");
  // They left the end once, and came back.
  memory.seen = 1;
  expect(opened([text(1), text(2)], "started", memory)).toMatchObject({ atEnd: true });
  expect(memory.target).toBe(undefined);
  opened([text(1), text(2), completed], "completed", memory);
  expect(memory).toMatchObject({ target: 9, land: "result", atEnd: false, seen: Number.POSITIVE_INFINITY });
  delete memory.target;
  memory.atEnd = true;
  expect(opened([text(1), completed], "completed", memory).target).toBe(undefined);
});

test("what hides a step that the reader goes to is expanded once it is there, and may be collapsed afterwards", () => {
  const { story: memory } = createViewMemory();
  const call = { kind: "tool", id: "c", sequence: 2, name: "helper", state: "finished" } as unknown as StepView;
  const speaker = { key: "agent", name: "Helper", group: "agents", calledBy: "c" } as const;
  const [first, second] = [3, 4].map((sequence): StepView => ({
    kind: "other",
    id: String(sequence),
    sequence,
    type: "ping",
    text: "",
    speaker: speaker as unknown as StepView["speaker"],
  }));
  memory.open.set("c", false);
  standAt(4, 1, memory);
  expect(expandTarget([call, first!], memory)).toBe(false);
  expect(memory.open.get("c")).toBe(false);
  const story = [call, first!, second!];
  expect(expandTarget(story, memory)).toBe(true);
  expect([...memory.open]).toEqual([
    ["c", true],
    ["same 3", true],
  ]);
  memory.open.set("c", false);
  expect(expandTarget(story, memory)).toBe(false);
  expect(memory.open.get("c")).toBe(false);
});
