import { RunStory } from "#runs/story/runStory.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { stepView } from "#workbench/panel/vscode/story/stepView.ts";

/** What the panel gets of a stream of an app, as if it had come in `run.data` events a tenth of a second apart. */
export function sdkStory(messages: Iterable<unknown>): StepView[] {
  const runStory = new RunStory();
  const started = { type: "run.started", data: { id: "r1" } };
  const all = [started, ...[...messages].map((data) => ({ type: "run.data", data }))];
  const at = (i: number): string => new Date(Date.UTC(2026, 5, 10, 9, 15, 21) + i * 100).toISOString();
  runStory.apply(all.map((event, i) => ({ ...event, sequence: i + 1, timestamp: at(i) })));
  return runStory.steps.map((step) => stepView(step, "The parcel arrived damaged"));
}
