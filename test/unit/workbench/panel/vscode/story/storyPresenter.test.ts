import { expect, test } from "vitest";
import { stepCell } from "#features/compare/vscode/rowBody.ts";
import { RunStory } from "#runs/story/runStory.ts";
import { changeStory } from "#workbench/panel/page/state/panelState.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { StoryPresenter } from "#workbench/panel/vscode/story/storyPresenter.ts";
import { delta, events } from "../../../../runs/story/support/storyEvents.ts";

/** What a panel has when each event came alone, and how many characters were sent to it. */
function shown(all: ReturnType<typeof events>): { steps: readonly StepView[]; whole: StepView[]; sent: number } {
  const runStory = new RunStory();
  const watch = { runStory };
  const presenter = new StoryPresenter({
    watch,
    title: () => "",
    events: { event: async () => undefined },
    requests: undefined,
  });
  let [steps, sent]: [readonly StepView[], number] = [[], 0];
  for (const event of all) {
    const changes = runStory.apply([event]).map((change) => presenter.change(change));
    sent += JSON.stringify(changes).length;
    steps = changeStory(steps, changes);
  }
  return { steps, whole: runStory.steps.map((step) => presenter.view(step)), sent };
}

const piece = "A piece of a text. ".repeat(20);

test("a text is sent once, also when it pauses, goes on and ends", () => {
  const iterations = (count: number): ReturnType<typeof events> =>
    events(...Array.from({ length: count }, (_, index) => [delta(piece, 1), delta("b", index + 2)]).flat(), [
      "run.completed",
      {},
    ]);
  const [few, many] = [shown(iterations(50)), shown(iterations(200))];
  expect(many.steps).toEqual(many.whole);
  expect(many.sent / few.sent).toBeLessThan(5);
});

test("a completed workflow has no title in the panel, where the result follows, and has one in a comparison", () => {
  const step = { kind: "workflow", id: "1", sequence: 1, outcome: "completed", nodes: [] } as const;
  const presenter = new StoryPresenter({
    watch: { runStory: new RunStory() },
    title: () => "",
    events: { event: async () => undefined },
    requests: undefined,
  });
  expect(presenter.view(step)).toMatchObject({ title: "" });
  expect(presenter.view({ ...step, outcome: "failed" })).toMatchObject({ title: "Workflow failed" });
  expect(stepCell(step)).toEqual({ icon: "workflow", text: [["Workflow completed", false]] });
});

test("a text that is large when the run ends isn't sent again", () => {
  const { steps, whole, sent } = shown(
    events(...Array.from({ length: 100 }, () => delta(piece, 1)), ["run.completed", {}]),
  );
  expect(steps).toEqual(whole);
  expect(steps).toMatchObject([{ kind: "reasoning", text: piece.repeat(100), growing: false }, { kind: "completed" }]);
  expect(sent).toBeLessThan(1.3 * piece.length * 100);
});
