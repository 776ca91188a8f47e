import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { isTerminal } from "#model/status.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import { storedEvents } from "#runs/live/storedEvents.ts";
import { TimeSlices } from "#runs/live/timeSlices.ts";
import type { StorySteps } from "#runs/story/runStory.ts";
import type { Cover } from "#runs/values/cover.ts";

/** An app whose runs are read. `RunsSession` is one. */
export interface ReadApp {
  api(): Promise<RunsApi>;
}

/** How many stories of an app are kept: a comparison needs two. */
const maxStories = 2;

/** A run and its story, as far as the app has stored events, both covered. */
export interface RunWithStory {
  readonly run: Run;
  readonly story: StorySteps;
}

export interface StoryCall {
  signal: AbortSignal;
  onProgress?: (message: string, done?: number, total?: number) => void;
}

/** The stories of each app that were read last. */
const storyCache = new WeakMap<ReadApp, readonly StoryReader[]>();

/** A run and its story with covers. Each step is covered whole when it is read. */
export function coveredRun({ run, story }: RunWithStory, cover: Cover): RunWithStory {
  return {
    run: cover.value(run),
    story: {
      get length() {
        return story.length;
      },
      slice: (...range) => story.slice(...range).map((step) => cover.value(step)),
      find: (id) => cover.value(story.find(id)),
      position: (id) => story.position(id),
      request: (id) => cover.value(story.request(id)),
    },
  };
}

/** A run and its story, covered. The next call for the same run only reads what is new. @throws ApiError */
export async function readRunWithStory(
  app: ReadApp,
  runId: string,
  call: StoryCall,
  cover: Cover,
): Promise<RunWithStory> {
  const api = await app.api();
  const run = await api.getRun(runId, { signal: call.signal });
  const readers = storyCache.get(app) ?? [];
  const reader = readers.find((each) => each.runId === run.id) ?? new StoryReader(run.id);
  storyCache.set(app, [reader, ...readers.filter((each) => each !== reader)].slice(0, maxStories));
  return coveredRun({ run, story: await reader.read(api, run, call) }, cover);
}

/** The limits for the events themselves: only the last ones are kept, to know those that come again. */
const eventLimits = { limit: 1_000, weight: 2_000_000 };
/** The events that are read without a break. */
const eventsAtOnce = 50;

/** Builds the story of one run from its stored events, page by page. Only the story is kept in memory, compressed. */
export class StoryReader {
  readonly runId: string;
  readonly #pagesAhead: number | undefined;
  readonly #held = new EventsAndStory(eventLimits);
  #isWhole = false;
  #reading: Promise<unknown> = Promise.resolve();

  /** @param pagesAhead are requested at the same time */
  constructor(runId: string, pagesAhead?: number) {
    this.runId = runId;
    this.#pagesAhead = pagesAhead;
  }

  /** Two calls at the same time read one after the other. @throws ApiError */
  read(api: Pick<RunsApi, "listEvents">, run: Run, call: StoryCall): Promise<StorySteps> {
    const reading = this.#reading.then(() => this.#readNew(api, run, call));
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  async #readNew(api: Pick<RunsApi, "listEvents">, run: Run, { signal, onProgress }: StoryCall): Promise<StorySteps> {
    const { log } = this.#held;
    const thread = new TimeSlices();
    // A page that was cut is read again.
    const eventCount = log.countBefore(log.resumeAfter + 1);
    for await (const page of this.#isWhole ? [] : storedEvents(api, this.runId, eventCount, signal, this.#pagesAhead)) {
      for (let from = 0; from < page.length; from += eventsAtOnce) {
        this.#held.add(page.slice(from, from + eventsAtOnce));
        if (thread.isOver) await thread.rest();
      }
      onProgress?.("Reading events", log.count);
    }
    signal.throwIfAborted();
    this.#held.takeRun(run);
    this.#isWhole = isTerminal(run.status);
    return this.#held.runStory.story;
  }
}
