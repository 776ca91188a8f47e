import { expect, test } from "vitest";
import { StoryGrouper } from "#workbench/panel/page/story/groups/storyGroups.ts";
import { countSteps, onlySpeaker, speakersOf } from "#workbench/panel/page/story/speakers/speakerFilter.ts";
import { storyLines } from "#workbench/panel/page/story/storyLines.ts";
import type { SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";

const refund: SpeakerView = { key: "run 1", node: "r", name: "Refund agent", group: "agents" };
const evidence: SpeakerView = { key: "run 2", node: "e", name: "Evidence agent", group: "agents", calledBy: "3" };
const step = (sequence: number, speaker: SpeakerView | undefined, part: object = {}): StepView => ({
  kind: "text",
  id: String(sequence),
  sequence,
  object: "text",
  text: "",
  growing: false,
  ...part,
  speaker,
});
const call = { kind: "tool", name: "ask", summary: "", state: "finished" };
const groups = new StoryGrouper().group([
  { kind: "started", id: "1", sequence: 1, title: "T" },
  step(2, { key: "c", name: "Classify ticket" }),
  step(3, refund, { ...call, iteration: 1 }),
  step(4, evidence),
  step(5, { ...evidence, key: "run 3", calledBy: "6" }),
  step(6, refund, { ...call, iteration: 2 }),
  step(7, { ...evidence, key: "run 4", calledBy: "6" }),
  { kind: "completed", id: "8", sequence: 8, title: "Completed", text: "" },
]);

test("all speakers are listed with their steps, each before those that it called", () => {
  const list = speakersOf(groups).map(
    ({ speaker, steps, isAsked }) => `${isAsked ? "  " : ""}${speaker.name} ${steps}`,
  );
  expect(list).toEqual(["Input 1", "Classify ticket 1", "Refund agent 2", "  Evidence agent 3", "Result 1"]);
  expect(countSteps(groups)).toBe(8);
});

function told(id: string): string[] {
  const { groups: shown, hidden, steps } = onlySpeaker(groups, id);
  const { lines } = storyLines(shown, () => true, hidden);
  const words = lines.map((line) => (line.kind === "hidden" ? line.text : line.kind === "step" ? line.key : line.kind));
  return [...words, `shown: ${steps.map(({ sequence }) => sequence).join(" ")}`];
}

test("one speaker is shown with those that it called, and a note for each stretch of others", () => {
  expect(told("r")).toEqual([
    "Input, Classify ticket: 2 steps hidden",
    ...["head", "3", "4"],
    "Evidence agent: 1 step hidden",
    ...["head", "6", "7"],
    "Result: 1 step hidden",
    "shown: 3 4 6 7",
  ]);
  expect(onlySpeaker(groups, "r").withAsked).toBe(true);
});

test("an agent that another one called lasts as long as its call", () => {
  const asking = (part: object): readonly unknown[] => {
    const steps = [
      step(2, { key: "c", name: "Classify ticket" }),
      step(3, refund, { ...call, at: 11, ...part }),
      step(4, evidence, { at: 17, until: 22 }),
    ];
    const [group] = onlySpeaker(new StoryGrouper().group(steps), "e").groups;
    return [group?.from, group?.until, group?.ended];
  };
  expect(asking({ until: 23 })).toEqual([11, 23, 23]);
  expect(asking({ state: "running" })).toEqual([11, 22, undefined]);
});

test("a part of a group that hasn't changed stays the same, so that its lines aren't made again", () => {
  const [part] = onlySpeaker(groups, "e").groups;
  expect(onlySpeaker([...groups], "e").groups[0]).toBe(part);
});
