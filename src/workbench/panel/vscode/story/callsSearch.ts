import type { RunWatch, WatchChange } from "#runs/live/runWatcher.ts";
import { TextSearch } from "#runs/live/textSearch.ts";
import type { ModelStep, StoryStep } from "#runs/story/storySteps.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";

/** How many steps are read at once: older ones are compressed. */
const stepsAtOnce = 64;

interface CallsSearchOptions {
  watch: Pick<RunWatch, "runStory">;
  /** The texts of a call that a reader may see. */
  words: (call: ModelStep) => readonly string[];
  post: (message: HostMessage) => void;
}

/** A reader's search in what model calls were sent and returned: the page has that of unfolded calls only. */
export class CallsSearch {
  readonly #options: CallsSearchOptions;
  #search: TextSearch<ModelStep> | undefined;

  constructor(options: CallsSearchOptions) {
    this.#options = options;
  }

  /** Starts a search for another text; an empty one ends the search. */
  start(query: string): void {
    this.stop();
    if (query === "") return;
    const { watch, words, post } = this.#options;
    this.#search = new TextSearch<ModelStep>(
      query,
      (call, finder) => words(call).some((text) => finder.test(text)),
      ({ sequences, done }) => post({ type: "foundCalls", query, sequences, done }),
    );
    this.#search.add(modelCalls(watch.runStory.story));
  }

  /** Searches calls that are new or have changed. */
  note(change: WatchChange): void {
    if (change.kind !== "events" || !this.#search) return;
    const calls = change.story.flatMap((each) => (each.kind === "upsert" && isModelCall(each.step) ? [each.step] : []));
    if (calls.length > 0) this.#search.add(calls);
  }

  stop(): void {
    this.#search?.stop();
    this.#search = undefined;
  }
}

function* modelCalls(story: RunWatch["runStory"]["story"]): Generator<ModelStep> {
  for (let at = 0; at < story.length; at += stepsAtOnce) yield* story.slice(at, at + stepsAtOnce).filter(isModelCall);
}

function isModelCall(step: StoryStep): step is ModelStep {
  return step.kind === "model";
}
