import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import type { ReadRun } from "#features/search/core/documents/indexedRun.ts";
import type { StorySteps } from "#runs/story/runStory.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { StoryReader } from "#runs/text/heldStories.ts";

/** The steps of a story that are unpacked at the same time. */
const stepsAtOnce = 200;
/** Fewer pages are requested at the same time than for a reader: they all arrive in one turn of the thread. */
const pagesAhead = 2;

/** Reads all events of a run that has ended. @throws ApiError */
export async function readRun(
  api: Pick<RunsApi, "listEvents">,
  run: Run,
  signal: AbortSignal,
  titlePath?: JsonPath,
): Promise<ReadRun> {
  const story = await new StoryReader(run.id, pagesAhead).read(api, run, { signal });
  return { run, steps: stepsOf(story), titlePath };
}

/** The steps of a story, unpacked part by part, each time that they are visited. */
export function stepsOf(story: Pick<StorySteps, "length" | "slice">): Iterable<StoryStep> {
  return {
    *[Symbol.iterator]() {
      for (let from = 0; from < story.length; from += stepsAtOnce) yield* story.slice(from, from + stepsAtOnce);
    },
  };
}
