import * as z from "zod";
import { finderOf } from "../../../../base/text/textFinder.ts";
import { formatCount } from "../../../../model/counts.ts";
import { sequenceAt } from "../../../../model/eventPlace.ts";
import { TimeSlices } from "../../../../runs/live/timeSlices.ts";
import type { StorySteps } from "../../../../runs/story/runStory.ts";
import type { CoveredRuns } from "../../../../runs/text/coveredRuns.ts";
import { type Found, findInStep, findInValue } from "../../../../runs/text/findInStep.ts";
import { stepHead } from "../../../../runs/text/stepText.ts";
import type { RunningCall } from "../agentTool.ts";
import { connectionFor, placeOf } from "../connectionFor.ts";
import { readingTool } from "../defineTool.ts";
import { connectionField, cursorField, runIdField } from "../inputFields.ts";
import { readCursor } from "../text/cursor.ts";

const stretch = 100;
/** How many values that a story doesn't keep are read again in one call. */
const mostReread = 10;

const place = z.strictObject({ at: z.int().min(0) });

export const findInRun = readingTool({
  name: "findInRun",
  title: "Find in Run",
  doing: "Searching a run",
  description:
    "Finds a text in the steps of a run of a Dynamiq app, ignoring case, and shows what is around it. Use it for an id, a " +
    "name or an error message in a long run. The numbers of the steps work in readStory.",
  tags: ["dynamiq", "runs", "debugging"],
  input: z.strictObject({
    connection: connectionField,
    runId: runIdField,
    text: z.string().min(1).max(200).describe("The text to find."),
    cursor: cursorField,
  }),
  async run(asked, host, call) {
    const from = readCursor("findInRun", asked, place)?.at ?? 0;
    const connection = await connectionFor(host, asked.connection);
    const app = await host.app(connection.id);
    const { story } = await app.runWithStory(asked.runId, call);
    const search = new Search({ app, runId: asked.runId, story, finder: finderOf(asked.text)! }, call);
    const { found, at } = await search.run(from);
    const answer = { summary: summaryOf(found, from, at, story, placeOf(connection)) };
    if (at === story.length) return answer;
    return { ...answer, leftOut: "Left out: what is in the steps after these.", next: { at } };
  },
});

function summaryOf(found: number, from: number, at: number, story: StorySteps, where: string): string {
  const searched = from === 0 && at === story.length ? "all" : `${formatCount(from + 1)} to ${formatCount(at)} of`;
  return `Found in ${formatCount(found)} of the searched steps (${searched} ${formatCount(story.length)}) on ${where}.`;
}

interface SearchOptions {
  app: CoveredRuns;
  runId: string;
  story: StorySteps;
  finder: RegExp;
}

class Search {
  readonly #options: SearchOptions;
  readonly #call: RunningCall;
  #reread = 0;

  constructor(options: SearchOptions, call: RunningCall) {
    this.#options = options;
    this.#call = call;
  }

  /** @returns how many steps have the text, and the position of the first one that wasn't searched */
  async run(from: number): Promise<{ found: number; at: number }> {
    const { story } = this.#options;
    const { signal, onProgress } = this.#call;
    const thread = new TimeSlices();
    let found = 0;
    for (let at = from; at < story.length;) {
      for (const step of story.slice(at, at + stretch)) {
        const match = await this.#match(step);
        if (match === "later") return { found, at };
        if (match && !this.#show(`${stepHead(step, at)}\n  ${match.where}: ${match.excerpt}`, found))
          return { found, at };
        if (match) found += 1;
        at += 1;
      }
      if (thread.isOver) await thread.rest();
      signal.throwIfAborted();
      onProgress("Searching steps", at, story.length);
    }
    return { found, at: story.length };
  }

  /** At least one match is shown, however long its step's names are. */
  #show(text: string, shown: number): boolean {
    const { data } = this.#call;
    return data.add(text) || (shown === 0 && data.addStart(text) > 0);
  }

  async #match(step: Parameters<typeof findInStep>[0]): Promise<Found | "later" | undefined> {
    const { finder, app, runId } = this.#options;
    const { found, large } = findInStep(step, finder);
    if (found || large === undefined) return found;
    // Of a large value the story has the beginning alone.
    if (this.#reread === mostReread) return "later";
    this.#reread += 1;
    const event = await app.event(runId, large, this.#call.signal);
    return event && findInValue(event.data, finder, `event ${sequenceAt(large)}`);
  }
}
