import type { RunsApi } from "../../../../api/contract.ts";
import type { Run } from "../../../../api/schemas.ts";
import type { JsonPath } from "../../../../base/json/jsonPath.ts";
import { EventsAndStory } from "../../../../runs/live/eventLog.ts";
import { storedEvents } from "../../../../runs/live/storedEvents.ts";
import { TimeSlices } from "../../../../runs/live/timeSlices.ts";
import type { StorySteps } from "../../../../runs/story/runStory.ts";
import type { StoryStep } from "../../../../runs/story/storySteps.ts";
import type { ReadRun } from "../documents/indexedRun.ts";

/** The steps of a story that are unpacked at the same time. */
const stepsAtOnce = 200;
/** The events that are read without a break. */
const eventsAtOnce = 50;

/** Of the events themselves only the last ones are kept, to know those that come again. */
const eventLimits = { limit: 1_000, weight: 2_000_000 };

/** Fewer pages are requested at the same time than for a reader: they all arrive in one turn of the thread. */
const pagesAhead = 2;

/** Reads all events of a run that has ended. Only its story is kept in memory, compressed. @throws ApiError */
export async function readRun(
  api: Pick<RunsApi, "listEvents">,
  run: Run,
  signal: AbortSignal,
  titlePath?: JsonPath,
): Promise<ReadRun> {
  const held = new EventsAndStory(eventLimits);
  const thread = new TimeSlices();
  for await (const page of storedEvents(api, run.id, 0, signal, pagesAhead)) {
    for (let place = 0; place < page.length; place += eventsAtOnce) {
      held.add(page.slice(place, place + eventsAtOnce));
      if (thread.isOver) await thread.rest();
    }
  }
  held.takeRun(run);
  return { run, steps: stepsOf(held.runStory.story), titlePath };
}

/** The steps of a story, unpacked part by part, each time that they are visited. */
export function stepsOf(story: Pick<StorySteps, "length" | "slice">): Iterable<StoryStep> {
  return {
    *[Symbol.iterator]() {
      for (let from = 0; from < story.length; from += stepsAtOnce) yield* story.slice(from, from + stepsAtOnce);
    },
  };
}
