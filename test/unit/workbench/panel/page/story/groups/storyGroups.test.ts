import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NodeSpan } from "#runs/story/storySteps.ts";
import { hasHead, type StoryGroup, StoryGrouper } from "#workbench/panel/page/story/groups/storyGroups.ts";
import type { SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";

const text = (sequence: number, speaker?: string | SpeakerView, iteration?: number): StepView => ({
  kind: "text",
  id: String(sequence),
  sequence,
  object: "text",
  text: "",
  growing: false,
  iteration,
  speaker: speaker === undefined ? undefined : typeof speaker === "string" ? { key: speaker, name: speaker } : speaker,
});

const call = (sequence: number, speaker: string, iteration: number): StepView => ({
  kind: "tool",
  id: String(sequence),
  sequence,
  name: "ask",
  summary: "",
  state: "running",
  iteration,
  speaker: { key: speaker, name: speaker },
});

function groupName({ iteration, speaker }: Pick<StoryGroup, "iteration" | "speaker">): string {
  if (speaker === undefined) return `Iteration ${iteration}`;
  return iteration === undefined ? speaker.name : `${speaker.name}, iteration ${iteration}`;
}

const told = (groups: readonly StoryGroup[]): string[] =>
  groups.map((group) => {
    const inside = [...group.inside].map(
      ([id, steps]) => ` (in ${id}: ${steps.map(({ sequence }) => sequence).join(" ")})`,
    );
    return `${hasHead(group) ? groupName(group) : "-"}: ${group.steps.map(({ sequence }) => sequence).join(" ")}${inside.join("")}`;
  });

/** The groups: what each is called and the sequences of its steps. */
const groups = (...steps: StepView[]): string[] => told(new StoryGrouper().group(steps));

test("the result of a run has a section of its own, whatever its event says about iterations", () => {
  const end: StepView = { kind: "completed", id: "3", sequence: 3, iteration: 2, title: "Completed", text: "" };
  expect(groups(text(1, "A", 1), text(2, "A", 2), end)).toEqual(["Iteration 1: 1", "Iteration 2: 2", "Result: 3"]);
  expect(groups(text(1), end)).toEqual(["-: 1", "Result: 3"]);
  const workflow: StepView = { kind: "workflow", id: "2", sequence: 2, title: "", text: "", nodes: [] };
  expect(groups(text(0, "B"), text(1, "A"), workflow, end)).toEqual(["B: 0", "A: 1", "Result: 2 3"]);
});

describe("several speakers", () => {
  test("are named, with their iterations, also when another speaks in between", () => {
    const story = [
      text(1),
      text(2, "A"),
      text(3, "B", 1),
      text(4, "B", 1),
      text(5),
      text(6, "B", 2),
      text(7, "A"),
      text(8),
    ];
    expect(groups(...story)).toEqual(["-: 1", "A: 2 7 8", "B, iteration 1: 3 4 5", "B, iteration 2: 6"]);
  });
});

test("a sub-agent's steps are inside its call, at any depth", () => {
  const child = (key: string, calledBy: string): SpeakerView => ({ key, name: key, calledBy });
  const asks: StepView = { ...call(4, "B", 1), speaker: child("B", "2") };
  const story = [
    text(1, "A", 1),
    call(2, "A", 1),
    text(3, child("B", "2"), 1),
    asks,
    text(5, child("C", "4")),
    text(6, "A", 2),
  ];
  expect(groups(...story)).toEqual(["A, iteration 1: 1 2 (in 2: 3 4) (in 4: 5)", "A, iteration 2: 6"]);
  expect(groups(text(1, "A"), text(2, child("B", "gone")))).toEqual(["A: 1", "B: 2"]);
});

describe("a node that says when it began and ended", () => {
  const at = (step: StepView, from: number, until = from): StepView => ({ ...step, at: from, until });
  const started: StepView = { kind: "started", id: "1", sequence: 1, at: 0, title: "T" };
  const workflow: StepView = { kind: "workflow", id: "8", sequence: 8, at: 33, title: "", text: "", nodes: [] };
  const end: StepView = { kind: "completed", id: "9", sequence: 9, at: 33, title: "Completed", text: "" };
  const spans = [
    { key: "A", from: 6, until: 31 },
    { key: "C", from: 1, until: 2 },
  ];
  const timesOf = (steps: readonly StepView[]): unknown[] =>
    new StoryGrouper().group(steps, spans).map(({ from, until, ended }) => [from, until, ended]);

  test("begins its first group and ends its last one, between what is the run's own", () => {
    const own = [at(text(2, "A", 1), 16, 18), at(text(3, "A", 2), 20, 22), at(text(4, "A", 3), 29, 30)];
    expect(timesOf([started, ...own, workflow, end])).toEqual([
      [6, 20, undefined],
      [undefined, 29, undefined],
      [undefined, 31, 31],
      [undefined, 33, undefined],
    ]);
  });

  test("does so among others, too, while those that say nothing have the times of their steps", () => {
    const own = [at(text(2, "A", 1), 16, 18), at(text(3, "B"), 17, 19), at(text(4, "A", 2), 20, 22)];
    const inside = at(text(5, { key: "C", name: "C", calledBy: "4" }), 21);
    expect(timesOf([started, ...own, inside, end])).toEqual([
      [undefined, 0, undefined],
      [6, 18, undefined],
      [undefined, 19, undefined],
      [undefined, 31, 31],
      [undefined, 33, undefined],
    ]);
  });

  test("has no end while it runs, and none in a group that another follows", () => {
    const grouper = new StoryGrouper();
    const first = [started, at(text(2, "A", 1), 16, 18)];
    expect(grouper.group(first, [{ key: "A", from: 6 }])).toMatchObject([{ from: 6 }]);
    expect(grouper.group(first, spans)).toMatchObject([{ from: 6, until: 31, ended: 31 }]);
    const [before, after] = grouper.group([...first, at(text(3, "A", 2), 40)], [{ key: "A", from: 6, until: 50 }]);
    expect([before?.ended, before?.until, after?.ended]).toEqual([undefined, 40, 50]);
  });
});

test("a story in batches is grouped like one that arrives at once", () => {
  const speaker = fc.option(fc.constantFrom("A", "B", "C"), { nil: undefined });
  const step = fc.record({
    speaker,
    iteration: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    inside: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.array(fc.nat(30)), (all, changed) => {
      const spansAt = (count: number): NodeSpan[] => [
        { key: "A", from: 1, until: count > 20 ? 20 : undefined },
        ...(count > 4 ? [{ key: "B", from: 4, until: count > 9 ? count : undefined }] : []),
      ];
      const steps = all.map((each, i): StepView => {
        if (each.speaker === undefined) return text(i + 1);
        const calledBy = each.inside && i > 0 ? { calledBy: String(i) } : {};
        return {
          ...call(i + 1, each.speaker, each.iteration ?? 1),
          speaker: { key: each.speaker, name: each.speaker, ...calledBy },
        };
      });
      const grouper = new StoryGrouper();
      let now: readonly StepView[] = [];
      for (let count = 1; count <= steps.length; count += 1) {
        now = [...now, steps[count - 1]!];
        grouper.group(now, spansAt(count));
        const at = changed[count % (changed.length || 1)];
        if (at === undefined || at >= now.length) continue;
        now = now.map((step, i) =>
          i === at ? { ...step, until: count, iteration: count % 5 === 0 ? 9 : (step.iteration ?? 1) } : step,
        );
        grouper.group(now, spansAt(count));
      }
      const spans = spansAt(steps.length + 1);
      expect(grouper.group(now, spans)).toEqual(new StoryGrouper().group(now, spans));
    }),
  );
});
