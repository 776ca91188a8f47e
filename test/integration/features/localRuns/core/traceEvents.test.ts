import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTraceRuns, rootsOf } from "#features/localRuns/core/trace.ts";
import { toEvents } from "#features/localRuns/core/traceEvents.ts";
import { toRun } from "#features/localRuns/core/traceRun.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { recordings } from "../../../../support/story/sdkStreams.ts";

/** The traces that were recorded together with a stream: `NAME.trace.jsonl` beside `NAME.jsonl`. */
const folder = process.env["DYNAMIQ_RUNS_RECORDINGS"] ?? "";
const traced = recordings().flatMap(({ name, messages }) => {
  const file = join(folder, name.replace(/\.jsonl$/, ".trace.jsonl"));
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  const { runs } = readTraceRuns(lines.filter((line) => line !== "").map((line): unknown => JSON.parse(line)));
  const root = rootsOf(runs)[0]!;
  return [{ name, messages, run: toRun(root, runs), events: toEvents(root, runs) }];
});

/** The calls of agents, with their iteration and how they ended. */
function callsOf(steps: readonly StoryStep[]): string[] {
  return steps.flatMap((step) =>
    step.kind === "tool" && step.iteration !== undefined && step.speaker?.group === "agents"
      ? [`${step.speaker.name} ${step.iteration}: ${step.name} ${step.state}`]
      : [],
  );
}

test.runIf(traced.length > 0)("a recorded trace tells the same calls as the stream beside it", () => {
  for (const { name, messages, run, events } of traced) {
    const [own, streamed] = [new RunStory(), new RunStory()];
    own.apply(events);
    own.takeError(run.error);
    streamed.apply(messages.map((data, at) => ({ type: "run.data", sequence: at + 1, data })));
    // When a call that never ran was blocked is in no trace, so that parallel calls may be in another order.
    expect(callsOf(own.steps).sort(), name).toEqual(callsOf(streamed.steps).sort());
    expect(own.steps.filter(({ kind }) => kind === "other")).toEqual([]);
  }
});
