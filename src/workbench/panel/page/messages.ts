import * as z from "zod";
import { ifReadable } from "#base/stored.ts";
import { isEventPosition } from "#model/eventPosition.ts";
import type { NodeSpan } from "#runs/story/storySteps.ts";
import { isLinkAddress } from "#ui/linkAddress.ts";
import type { PageProblem } from "#ui/pageMessages.ts";
import { answerMessages } from "#workbench/inputRequests/page/answerMessage.ts";
import type { InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";
import type { EventCounts, EventMark, EventRow, SentRow } from "./eventViews.ts";
import type { LiveView, RunHeader } from "./headerViews.ts";
import type { NoteView } from "./noteViews.ts";
import { actionSchema, type PanelAction } from "./panelAction.ts";
import type { RunEnding, StepView, StoryChange } from "./storyViews.ts";
import { type AttachmentView, type FileRef, fileRefSchema, type FileView, type JsonView, path } from "./valueViews.ts";

export interface Totals {
  eventCount: number;
  /** 0 before the first event. */
  lastSequence: number;
  /** The time of the first event, ISO 8601: where the story's clock begins. */
  firstAt?: string;
  /** The time of the last event of a started run, or of its start before the first one; ISO 8601. */
  lastAt?: string;
  /** The counts of the whole run, also of events that are not on the panel. Absent before the first message. */
  counts?: EventCounts;
  /** The first event in memory, when older ones have left it: their rows lose their words. */
  firstHeld?: number;
}

export interface RunState {
  header: RunHeader;
  input: JsonView;
  output: JsonView;
  /** Why there is no output. Only for a finished run without one. */
  ending?: RunEnding;
  live: LiveView;
  /** One sentence about a failure, while everything that was read stays readable. Empty without a failure. */
  banner?: string;
  /** What features know of the run; an empty list takes it away. */
  notes?: NoteView[];
  /** The files that it was started with here, in order. */
  attachments?: AttachmentView[];
  /** The input requests that the run waits for or has just waited for, in order. */
  requests?: InputRequestView[];
  /** When nodes began and ended, where their steps don't show it. */
  spans?: readonly NodeSpan[];
}

/**
 * Extension → panel. A `snapshot` replaces everything except the rows of the same run, which never change. Its events
 * and story may be only the beginning, and `delta`s bring the rest. The panel acknowledges each `delta` with its
 * `batch` after it drew it. The story and the rows of a delta are additions. Its `marks`, if
 * given, are all marks, since a filled gap takes its mark with it.
 */
export type HostMessage =
  | { type: "snapshot"; state: RunState; totals: Totals; story: StepView[]; rows: EventRow[]; marks: EventMark[] }
  | {
      type: "delta";
      batch: number;
      totals: Totals;
      story: StoryChange[];
      rows: SentRow[];
      marks?: EventMark[];
      state?: Partial<RunState>;
    }
  /** Where the reader was on an earlier page with the same run; a page that has kept positions itself uses its own. */
  | { type: "places"; places: ReadingState }
  /** With what the list knows of the run. */
  | { type: "loading"; runId: string; header?: RunHeader }
  /** The step that an event began is to be shown in the story. A restored page ignores the one it was opened for. */
  | { type: "goTo"; sequence: number; isOpening?: true }
  | { type: "problem"; runId: string; problem: PageProblem<PanelAction> }
  /**
   * The raw JSON of one event, pretty-printed. It is absent when the event isn't found, or for the reason in `error`.
   * `length` is that of the whole text, in characters, when `json` is only its beginning. `files` are the files in it,
   * without their bytes.
   */
  | { type: "event"; sequence: number; json?: string; length?: number; files?: FileView[]; error?: string }
  /** A requested picture, or why it can't be shown. Its bytes aren't encoded. */
  | { type: "picture"; ref: FileRef; mime?: string; bytes?: Uint8Array<ArrayBuffer>; error?: string }
  /** The response to `loadRows`: rows that had left the memory, with their words. */
  | { type: "pastRows"; sequence: number; rows: EventRow[]; error?: string }
  | FoundEvents
  | FoundCalls;

/** Events whose JSON contains the searched text. Each message adds some. */
export interface FoundEvents {
  type: "found";
  query: string;
  sequences: number[];
  done: boolean;
  /** How many of the oldest events weren't searched, because they have left the memory. */
  unsearched: number;
  error?: string;
}

/** Model calls that were sent or returned the searched text, by their sequences. Each message adds some. */
export interface FoundCalls extends Pick<FoundEvents, "query" | "sequences" | "done"> {
  type: "foundCalls";
}

/** What VS Code restores the page by. */
export const panelMemorySchema = z.object({
  runId: z.string(),
  /** Empty for a run from a file. */
  connectionId: z.string(),
  /** The URI of the export that holds the run. */
  file: ifReadable(z.string()),
});
export type PanelMemory = z.infer<typeof panelMemorySchema>;

const readingStateSchema = z.object({
  tab: z.string(),
  /** Where the reader was in each view. Only the page understands it. */
  places: z.unknown(),
});
export type ReadingState = z.infer<typeof readingStateSchema>;

const sequence = z.number().refine(isEventPosition);

export const panelMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("ack"), batch: z.int() }),
  z.object({ type: z.literal("showEvent"), sequence }),
  /** Rows without words are in view: this sequence and those around it. */
  z.object({ type: z.literal("loadRows"), sequence }),
  z.object({ type: z.literal("loadGap"), from: z.int(), to: z.int() }),
  /**
   * Search the whole JSON of events, if asked also of those that have left the memory. An empty text ends the search.
   */
  z.object({ type: z.literal("search"), query: z.string() }),
  z.object({ type: z.literal("searchPast") }),
  /** Search what model calls were sent and returned. An empty text ends the search. */
  z.object({ type: z.literal("searchCalls"), query: z.string() }),
  z.object({ type: z.literal("copy"), text: z.string() }),
  z.object({ type: z.literal("openLink"), address: z.string().refine(isLinkAddress) }),
  /** Opens the file of a call of a step's traceback, by its index in it, if it lies in the workspace. */
  z.object({ type: z.literal("openFrame"), id: z.string(), frame: z.int().nonnegative() }),
  /** Opens the code of an agent, a node or a tool, if it is in the workspace. */
  z.object({ type: z.literal("openSource"), id: z.string().optional(), name: z.string() }),
  /** Opens an attachment of the run, by its index among them. */
  z.object({ type: z.literal("openAttachment"), index: z.int().nonnegative() }),
  z.object({ type: z.literal("useEvent"), use: z.enum(["copy", "open"]), sequence }),
  z.object({
    type: z.literal("useCall"),
    /** `show` sends the whole value to the panel. */
    use: z.enum(["copy", "open", "show"]),
    id: z.string(),
    side: z.enum(["input", "result", "output", "messages", "traceback"]),
    /** To show a secret instead: its index among those of this side that are covered. */
    secret: z.int().nonnegative().optional(),
  }),
  /** To do something with a value of the run. The extension takes the value from its own run. */
  z.object({
    type: z.literal("useValue"),
    /** `show` sends the value to the panel although it is large. */
    use: z.enum(["copy", "open", "save", "show"]),
    side: z.enum(["input", "output"]),
    path,
  }),
  /** To do something with a file. The extension reads its bytes only then; `show` sends those of a picture. */
  z.object({ type: z.literal("useFile"), use: z.enum(["save", "show"]), ref: fileRefSchema }),
  ...answerMessages,
  z.object({ type: z.literal("places"), places: readingStateSchema }),
  z.object({ type: z.literal("action"), action: actionSchema }),
  /** What a feature has added, by its id. */
  z.object({ type: z.literal("act"), id: z.string() }),
]);
export type PanelMessage = z.infer<typeof panelMessage>;

type Sent<Type extends PanelMessage["type"]> = Extract<PanelMessage, { type: Type }>;
export type EventRequest = Sent<"useEvent">;
export type CallRequest = Sent<"useCall">;
export type ValueRequest = Sent<"useValue">;
export type FileRequest = Sent<"useFile">;
