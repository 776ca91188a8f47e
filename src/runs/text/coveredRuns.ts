import type { ListRunsQuery, RunsApi } from "#api/contract.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import { sequenceAt } from "#model/eventPosition.ts";
import { maxSearchedSteps } from "#runs/labels/failedNodes.ts";
import { pageSize, inOrder, storedEvent, storedEventsAt, storedPage } from "#runs/live/storedEvents.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { Cover } from "#runs/values/cover.ts";
import { coveredEvents, hasPieces } from "#runs/values/coveredEvents.ts";
import { type ReadApp, readRunWithStory, type RunWithStory, type StoryCall } from "./heldStories.ts";
import { type FoundPicture, picturesIn } from "./toolPictures.ts";

type Signal = { signal: AbortSignal };
export type RunPart = "input" | "output" | "error";
type EventsPage = Awaited<ReturnType<RunsApi["listEvents"]>>;

/** The runs of an app for a model. Runs, steps and events are covered whole, before anything can cut or compare them. */
export class CoveredRuns {
  readonly #app: ReadApp;
  readonly #cover: Cover;

  constructor(app: ReadApp, cover: Cover) {
    this.#app = app;
    this.#cover = cover;
  }

  /** @throws ApiError, as all methods here */
  async getRun(runId: string, options: Signal): Promise<Run> {
    return this.#cover.value(await (await this.#app.api()).getRun(runId, options));
  }

  async listRuns(query: ListRunsQuery, options: Signal): ReturnType<RunsApi["listRuns"]> {
    return this.#cover.value(await (await this.#app.api()).listRuns(query, options));
  }

  runWithStory(runId: string, call: StoryCall): Promise<RunWithStory> {
    return readRunWithStory(this.#app, runId, call, this.#cover);
  }

  /** The last steps of a run, as far as its last events show them: often only they say that a hook blocked it. */
  async lastSteps(runId: string, signal: AbortSignal): Promise<StoryStep[]> {
    const api = await this.#app.api();
    const read = (page: number) => api.listEvents(runId, { page, page_size: pageSize }, { signal });
    const first = await read(1);
    const { page_count: count } = first.pagination;
    const last = count > 1 ? [...first.data, ...(await read(count)).data] : first.data;
    const story = new RunStory();
    story.apply(last.slice(-pageSize));
    return story.story.slice(-maxSearchedSteps).map((step) => this.#cover.value(step));
  }

  async listEvents(runId: string, page: number, signal: AbortSignal): Promise<EventsPage> {
    const api = await this.#app.api();
    const read = (each: number) => api.listEvents(runId, { page: each, page_size: pageSize }, { signal });
    const found = await read(page);
    const { pagination } = found;
    const data = found.data.map(withoutBytes);
    // A text that arrives in pieces may go over the edge of the page.
    const before = page > 1 && hasPieces(data[0]) ? (await read(page - 1)).data : [];
    const after = page < pagination.page_count && hasPieces(data.at(-1)) ? (await read(page + 1)).data : [];
    return { ...found, data: coveredEvents(data, this.#cover, [...before, ...data, ...after]) };
  }

  /** The stored event at a position, without the bytes of its files; `undefined` when it isn't stored. */
  async event(runId: string, position: number, signal: AbortSignal): Promise<RunEvent | undefined> {
    const stored = await storedEvent(await this.#app.api(), runId, position, eventsBefore(position), signal);
    return stored && this.#covered(runId, { ...stored, sequence: position }, signal);
  }

  async picturesOf(runId: string, parts: readonly RunPart[], signal: AbortSignal): Promise<FoundPicture[]> {
    const run = await (await this.#app.api()).getRun(runId, { signal });
    return picturesIn(parts.map((part) => run[part]));
  }

  async picturesAt(runId: string, positions: readonly number[], signal: AbortSignal): Promise<FoundPicture[]> {
    const api = await this.#app.api();
    const events = [...new Set(positions)].map((position) =>
      storedEvent(api, runId, position, eventsBefore(position), signal),
    );
    return picturesIn((await Promise.all(events)).map((event) => event?.data));
  }

  /** The stored events with a sequence, without the bytes of their files: after a resume a number may come twice. */
  async eventsAt(runId: string, sequence: number, signal: AbortSignal): Promise<RunEvent[]> {
    const stored = await storedEventsAt(await this.#app.api(), runId, sequence, eventsBefore(sequence), signal);
    return Promise.all(stored.map((event) => this.#covered(runId, event, signal)));
  }

  async #covered(runId: string, stored: RunEvent, signal: AbortSignal): Promise<RunEvent> {
    const api = await this.#app.api();
    const { sequence } = stored;
    const event = withoutBytes(stored);
    const around = new Map([[sequence, event]]);
    if (hasPieces(event)) {
      for (const near of [sequence - pageSize / 2, sequence, sequence + pageSize / 2]) {
        const page = await storedPage(api, runId, near, Math.max(0, near - 1), signal);
        for (const each of inOrder(page)) if (each.sequence !== sequence) around.set(each.sequence, each);
      }
    }
    const all = [...around.values()].sort((a, b) => a.sequence - b.sequence);
    return coveredEvents([event], this.#cover, all)[0] ?? event;
  }
}

/** Sequences begin at 1, so about as many events come before a position. */
function eventsBefore(position: number): number {
  return Math.max(0, sequenceAt(position) - 1);
}
