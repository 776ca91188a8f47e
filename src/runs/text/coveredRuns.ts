import type { ListRunsQuery, RunsApi } from "../../api/contract.ts";
import type { Run, RunEvent } from "../../api/schemas.ts";
import { isContainer } from "../../base/json/exactNumber.ts";
import { sequenceAt } from "../../model/eventPlace.ts";
import { lastSteps } from "../labels/failedNodes.ts";
import { pageSize, placed, storedEvent, storedEventsAt, storedPage } from "../live/storedEvents.ts";
import { withoutBytes } from "../resultFiles/withoutBytes.ts";
import { RunStory } from "../story/runStory.ts";
import type { StoryStep } from "../story/storySteps.ts";
import { type Cover, type Range, withCovers } from "../values/cover.ts";
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
    return story.story.slice(-lastSteps).map((step) => this.#cover.value(step));
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

  /** The stored event at a place, without the bytes of its files; `undefined` when it isn't stored. */
  async event(runId: string, place: number, signal: AbortSignal): Promise<RunEvent | undefined> {
    const stored = await storedEvent(await this.#app.api(), runId, place, eventsBefore(place), signal);
    return stored && this.#covered(runId, { ...stored, sequence: place }, signal);
  }

  async picturesOf(runId: string, parts: readonly RunPart[], signal: AbortSignal): Promise<FoundPicture[]> {
    const run = await (await this.#app.api()).getRun(runId, { signal });
    return picturesIn(parts.map((part) => run[part]));
  }

  async picturesAt(runId: string, places: readonly number[], signal: AbortSignal): Promise<FoundPicture[]> {
    const api = await this.#app.api();
    const events = [...new Set(places)].map((place) => storedEvent(api, runId, place, eventsBefore(place), signal));
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
        for (const each of placed(page)) if (each.sequence !== sequence) around.set(each.sequence, each);
      }
    }
    const all = [...around.values()].sort((a, b) => a.sequence - b.sequence);
    return coveredEvents([event], this.#cover, all)[0] ?? event;
  }
}

/** Sequences begin at 1, so about as many events come before a place. */
function eventsBefore(place: number): number {
  return Math.max(0, sequenceAt(place) - 1);
}

/** Whether an event may bring a piece of a text, as models write it. */
function hasPieces(event: RunEvent | undefined): boolean {
  return event !== undefined && (event.type.endsWith(".delta") || event.type === "run.data");
}

/** A text in an event that may go on in the next one. */
interface Piece {
  event: RunEvent;
  /** Of the texts of its event. */
  place: number;
  text: string;
}

/**
 * Events with covers. A key that arrives in several pieces is found in the joined text, and covered in each.
 *
 * @param all these events and those around them, in order
 */
export function coveredEvents(events: readonly RunEvent[], cover: Cover, all: readonly RunEvent[]): RunEvent[] {
  const ranges = new Map<RunEvent, Map<number, Range[]>>();
  for (const pieces of growingTexts(all.filter(hasPieces))) {
    let start = 0;
    const found = cover.ranges(pieces.map(({ text }) => text).join(""));
    for (const { event, place, text } of pieces) {
      const own = found.flatMap(({ from, to }) => {
        const inPiece = { from: Math.max(0, from - start), to: Math.min(text.length, to - start) };
        return inPiece.from < inPiece.to ? [inPiece] : [];
      });
      start += text.length;
      if (own.length === 0) continue;
      const ofEvent = ranges.get(event) ?? new Map<number, Range[]>();
      ranges.set(event, ofEvent.set(place, [...(ofEvent.get(place) ?? []), ...own]));
    }
  }
  return events.map((event) => {
    const ofEvent = ranges.get(event);
    if (!ofEvent) return cover.value(event);
    let place = 0;
    const data = withTexts(event.data, (text) => withCovers(text, ofEvent.get(place++) ?? []));
    return cover.value({ ...event, data });
  });
}

/** What tells the texts of several speakers apart that arrive at the same time. */
const speakers = new Set(["iteration", "object", "source", "entity_id", "wf_run_id", "id", "step", "name", "index"]);

/** The pieces of each text: those at one place of events of one type, of all speakers together and of each alone. */
function growingTexts(events: readonly RunEvent[]): Iterable<Piece[]> {
  const texts = new Map<string, Piece[]>();
  for (const event of events) {
    const all = [...leavesOf(event.data)];
    const speaker = [...all, ...leavesOf(event.source, ".source", "source")]
      .filter(({ name }) => speakers.has(name))
      .map(({ path, value }) => `${path} ${String(value)}`)
      .join(" ");
    const own = all.flatMap(({ path, value }) => (typeof value === "string" ? [{ path, text: value }] : []));
    for (const [place, { path, text }] of own.entries()) {
      for (const key of [`${event.type} ${path}`, `${event.type} ${path} ${speaker}`]) {
        const pieces = texts.get(key) ?? [];
        pieces.push({ event, place, text });
        texts.set(key, pieces);
      }
    }
  }
  return texts.values();
}

/** The texts and numbers in a value, in order. @param name of the field they are in */
function* leavesOf(value: unknown, path = "", name = ""): Generator<{ path: string; name: string; value: unknown }> {
  if (!isContainer(value)) yield { path, name, value };
  else {
    const isList = Array.isArray(value);
    for (const [key, each] of Object.entries(value)) yield* leavesOf(each, `${path}.${key}`, isList ? name : key);
  }
}

/** The value with its texts replaced, in the same order. */
function withTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (!isContainer(value)) return value;
  if (Array.isArray(value)) return value.map((each) => withTexts(each, replace));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withTexts(each, replace)]));
}
