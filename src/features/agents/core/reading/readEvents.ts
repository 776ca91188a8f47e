import * as z from "zod";
import type { RunEvent } from "#api/schemas.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { asSent, sequenceAt } from "#model/eventPosition.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { EventLog } from "#runs/live/eventLog.ts";
import { pageSize } from "#runs/live/storedEvents.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import type { CoveredRuns } from "#runs/text/coveredRuns.ts";
import { foldedJson } from "#runs/text/foldedValue.ts";
import { addPage, partSummary, textPosition, wholeText } from "#runs/text/valuePage.ts";
import type { RunningCall, ToolAnswer } from "#workbench/tools/core/agentTool.ts";
import { appTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, cursorField, runIdField } from "#workbench/tools/core/inputFields.ts";

/** In characters: how much of an event's data a list shows. */
const maxDataLength = 500;
/** How many pages one call reads when the events of the wanted types are rare. */
const maxPages = 50;

const eventsPosition = z.strictObject({ page: z.int().min(1), after: z.number() });
type EventsPosition = z.infer<typeof eventsPosition>;

export const readEvents = appTool({
  name: "readEvents",
  order: 8,
  title: "Read Events",
  doing: "Reading events of a run",
  description:
    "Reads the raw events of a run of a Dynamiq app, oldest first: their sequence, type, time and shortened data. Set " +
    "`sequence` to read one event whole, over several results if it is long. readStory is shorter and joins texts; use " +
    "events for what the story leaves out.",
  tags: ["dynamiq", "runs", "debugging"],
  input: z.strictObject({
    connection: connectionField,
    runId: runIdField,
    from: z
      .int()
      .min(0)
      .optional()
      .describe("Sequence number of the first event to return. Default: the start of the run."),
    types: z
      .array(z.string().min(1).max(100))
      .max(10)
      .optional()
      .describe("Only events of these types, such as run.failed or agent.tool_call.completed."),
    sequence: z.int().min(0).optional().describe("Returns only the complete event with this sequence."),
    cursor: cursorField,
  }),
  position: z.union([eventsPosition, textPosition]),
  async run(asked, { app, where, position }, call) {
    const { runId, sequence, from = 0, types } = asked;
    if (sequence !== undefined) {
      const events = await app.eventsAt(runId, sequence, call.signal);
      if (events.length === 0)
        throw new ToolError(
          "sequence: the run has no stored event with this sequence. Call readEvents without sequence to list the events.",
        );
      const at = position && "from" in position ? position : undefined;
      const what = events.length === 1 ? "The event" : `All ${events.length} events with this sequence`;
      return partSummary(
        what,
        addPage(call.data, events.map((event) => wholeText(asSent(event))).join("\n"), at?.from ?? 0),
        at,
      );
    }
    const start =
      position && "page" in position
        ? position
        : { page: Math.floor(Math.max(0, from - 1) / pageSize) + 1, after: from - 1 };
    const typeSet = types && new Set(types);
    return listEvents({ app, runId, wanted: typeSet, where }, start, call);
  },
});

interface Listing {
  app: CoveredRuns;
  runId: string;
  wanted: ReadonlySet<string> | undefined;
  where: string;
}

async function listEvents(
  { app, runId, wanted, where }: Listing,
  start: EventsPosition,
  { data, signal, onProgress }: RunningCall,
): Promise<ToolAnswer> {
  let { page, after: last } = start;
  let isForward = page === 1;
  let shown = 0;
  let total = 0;
  const answer = (next?: EventsPosition): ToolAnswer => ({
    summary: `Shown: ${formatCount(shown)} of ${countOf(total, "event")} of a run on ${where}.`,
    leftOut: next && `Left out: the events after ${sequenceAt(next.after)}.`,
    next,
  });
  // Gives each event its position.
  const log = new EventLog({ limit: 2 * pageSize });
  for (let read = 0; read < maxPages; read++) {
    const { data: events, pagination } = await app.listEvents(runId, page, signal);
    const pages = events.length === 0 ? 0 : pagination.page_count;
    total = pagination.total_count;
    // Sequences without gaps begin at 1. If some are missing, the events that are wanted lie on an earlier page.
    isForward ||= page === 1 || (events[0]?.sequence ?? Infinity) <= start.after + 1;
    if (!isForward) {
      page -= 1;
      continue;
    }
    for (const event of log.add(events)) {
      if (event.sequence <= last) continue;
      if (wanted?.has(event.type) ?? true) {
        if (!data.addItem(eventText(event), shown === 0)) return answer({ page, after: last });
        shown += 1;
      }
      last = event.sequence;
    }
    onProgress("Reading events", page, pages);
    if (page >= pages) return answer();
    page += 1;
  }
  return answer({ page, after: last });
}

function eventText({ sequence, type, timestamp, data, source }: RunEvent): string {
  const facts = [`event ${sequenceAt(sequence)}: ${rowText(type)}`, ...(timestamp ? [rowText(timestamp)] : [])];
  const origin = source === undefined || source === null ? "" : `; source: ${foldedJson(source, 100)}`;
  return `${facts.join(", ")}${origin}\n  ${foldedJson(withoutBytes(data), maxDataLength)}`;
}
