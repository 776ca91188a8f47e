import type { RunsApi } from "../../../api/contract.ts";
import type { Run, RunEvent } from "../../../api/schemas.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { storedEvents } from "../../live/storedEvents.ts";
import { SpareTimeSlices } from "../../live/timeSlices.ts";
import { withoutBytes } from "../../resultFiles/withoutBytes.ts";
import { RunStory, type StorySteps } from "../../story/runStory.ts";
import type { StoryStep } from "../../story/storySteps.ts";
import { withoutLarge } from "../../values/largeValue.ts";
import type { ReadRun } from "../documents/indexedRun.ts";

/** The steps of a story that are unpacked at the same time. */
const stepsAtOnce = 200;
/** The events that are read without a break. */
const eventsAtOnce = 50;

/** Fewer pages are requested at the same time than for a reader: they all arrive in one turn of the thread. */
const pagesAhead = 2;

/** Reads all events of a run that has ended. Only its story is kept in memory, compressed. @throws ApiError */
export async function readRun(api: RunsApi, run: Run, signal: AbortSignal, titlePath?: JsonPath): Promise<ReadRun> {
  const story = new RunStory(withoutLarge);
  const thread = new SpareTimeSlices();
  let last = -Infinity;
  for await (const page of storedEvents(api, run.id, 0, signal, pagesAhead)) {
    const events = page.filter(({ sequence }) => sequence > last).toSorted((a, b) => a.sequence - b.sequence);
    last = Math.max(last, events.at(-1)?.sequence ?? last);
    for (let place = 0; place < events.length; place += eventsAtOnce) {
      story.apply(events.slice(place, place + eventsAtOnce).map((event): RunEvent => withoutBytes(event)));
      if (thread.isOver) await thread.rest();
    }
  }
  if (run.status === "failed") story.takeError(run.error);
  return { run, steps: stepsOf(story.story), titlePath };
}

/** The steps of a story, unpacked part by part, each time that they are visited. */
export function stepsOf(story: Pick<StorySteps, "length" | "slice">): Iterable<StoryStep> {
  return {
    *[Symbol.iterator]() {
      for (let from = 0; from < story.length; from += stepsAtOnce) yield* story.slice(from, from + stepsAtOnce);
    },
  };
}
