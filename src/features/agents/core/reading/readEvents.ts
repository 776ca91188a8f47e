import * as z from "zod";
import type { RunEvent } from "../../../../api/schemas.ts";
import { countOf, formatCount } from "../../../../model/counts.ts";
import { asSent, sequenceAt } from "../../../../model/eventPlace.ts";
import { rowText } from "../../../../runs/labels/runLabel.ts";
import { EventLog } from "../../../../runs/live/eventLog.ts";
import { pageSize } from "../../../../runs/live/storedEvents.ts";
import { ToolError } from "../../../../runs/questions/toolError.ts";
import { withoutBytes } from "../../../../runs/resultFiles/withoutBytes.ts";
import type { CoveredRuns } from "../../../../runs/text/coveredRuns.ts";
import { foldedJson } from "../../../../runs/text/foldedValue.ts";
import { addPage, partSummary, pagePlace, wholeText } from "../../../../runs/text/valuePage.ts";
import type { RunningCall, ToolAnswer } from "../agentTool.ts";
import { connectionFor, placeOf } from "../connectionFor.ts";
import { readingTool } from "../defineTool.ts";
import { connectionField, cursorField, runIdField } from "../inputFields.ts";
import { readCursor } from "../text/cursor.ts";

/** In characters: how much of an event's data a list shows. */
const longestData = 500;
/** How many pages one call reads when the events of the wanted types are rare. */
const mostPages = 50;

const eventPlace = z.strictObject({ page: z.int().min(1), after: z.number() });
type EventPlace = z.infer<typeof eventPlace>;

export const readEvents = readingTool({
  name: "readEvents",
  title: "Read Events",
  doing: "Reading events of a run",
  description:
    "Reads the raw events of a run of a Dynamiq app in order: sequence, type, time and data, folded. With sequence it " +
    "returns one event whole, in as many results as it needs, also one of many megabytes. readStory is shorter and " +
    "joins texts; use events for what the story leaves out.",
  tags: ["dynamiq", "runs", "debugging"],
  input: z.strictObject({
    connection: connectionField,
    runId: runIdField,
    from: z.int().min(0).optional().describe("The first sequence to show; the start of the run by default."),
    types: z
      .array(z.string().min(1).max(100))
      .max(10)
      .optional()
      .describe("Only events of these types, such as run.failed or agent.tool_call.completed."),
    sequence: z.int().min(0).optional().describe("Returns the event with this sequence alone and whole."),
    cursor: cursorField,
  }),
  async run(asked, host, { data, signal, onProgress }) {
    const place = readCursor("readEvents", asked, z.union([eventPlace, pagePlace]));
    const connection = await connectionFor(host, asked.connection);
    const app = await host.app(connection.id);
    const { runId, sequence, from = 0, types } = asked;
    if (sequence !== undefined) {
      const events = await app.eventsAt(runId, sequence, signal);
      if (events.length === 0)
        throw new ToolError("sequence: the run has no stored event with it. Look for one with readEvents.");
      const at = place && "from" in place ? place : undefined;
      const what = events.length === 1 ? "The event" : `All ${events.length} events with this sequence`;
      return partSummary(
        what,
        addPage(data, events.map((event) => wholeText(asSent(event))).join("\n"), at?.from ?? 0),
        at,
      );
    }
    const start =
      place && "page" in place ? place : { page: Math.floor(Math.max(0, from - 1) / pageSize) + 1, after: from - 1 };
    const wanted = types && new Set(types);
    const list = new EventList({ app, runId, wanted, signal, onProgress }, data);
    return list.show(start, placeOf(connection));
  },
});

interface ListOptions extends Pick<RunningCall, "signal" | "onProgress"> {
  app: CoveredRuns;
  runId: string;
  wanted: ReadonlySet<string> | undefined;
}

class EventList {
  readonly #options: ListOptions;
  readonly #data: RunningCall["data"];
  /** Gives each event its place. */
  readonly #log = new EventLog({ limit: 2 * pageSize });
  #shown = 0;
  #total = 0;

  constructor(options: ListOptions, data: RunningCall["data"]) {
    this.#options = options;
    this.#data = data;
  }

  async show(start: EventPlace, where: string): Promise<ToolAnswer> {
    const next = await this.#showFrom(start);
    const answer = { summary: `${countOf(this.#shown, "event")} of ${formatCount(this.#total)} of a run on ${where}.` };
    if (!next) return answer;
    return { ...answer, leftOut: `Left out: the events after ${sequenceAt(next.after)}.`, next };
  }

  /** @returns the place of the rest */
  async #showFrom({ page: first, after }: EventPlace): Promise<EventPlace | undefined> {
    const { onProgress } = this.#options;
    let page = first;
    let last = after;
    let isForward = page === 1;
    for (let read = 0; read < mostPages; read++) {
      const { events, pages } = await this.#read(page);
      // Sequences without gaps begin at 1. If some are missing, the events that are wanted lie on an earlier page.
      isForward ||= page === 1 || (events[0]?.sequence ?? Infinity) <= after + 1;
      if (!isForward) {
        page -= 1;
        continue;
      }
      for (const event of this.#log.add(events)) {
        if (event.sequence <= last) continue;
        if (this.#isWanted(event) && !this.#add(event)) return { page, after: last };
        last = event.sequence;
      }
      onProgress("Reading events", page, pages);
      if (page >= pages) return undefined;
      page += 1;
    }
    return { page, after: last };
  }

  async #read(page: number): Promise<{ events: RunEvent[]; pages: number }> {
    const { app, runId, signal } = this.#options;
    const { data, pagination } = await app.listEvents(runId, page, signal);
    this.#total = pagination.total_count;
    return { events: data, pages: data.length === 0 ? 0 : pagination.page_count };
  }

  #isWanted({ type }: RunEvent): boolean {
    return this.#options.wanted?.has(type) ?? true;
  }

  #add({ sequence, type, timestamp, data, source }: RunEvent): boolean {
    const facts = [`event ${sequenceAt(sequence)}: ${rowText(type)}`, ...(timestamp ? [rowText(timestamp)] : [])];
    const origin = source === undefined || source === null ? "" : `; source: ${foldedJson(source, 100)}`;
    const text = `${facts.join(", ")}${origin}\n  ${foldedJson(withoutBytes(data), longestData)}`;
    const isAdded = this.#data.add(text) || (this.#shown === 0 && this.#data.addStart(text) > 0);
    if (isAdded) this.#shown += 1;
    return isAdded;
  }
}
