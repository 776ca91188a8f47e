import type { JsonPath } from "../../../base/json/jsonPath.ts";
import type { AnswerMessage } from "../../inputRequests/page/answerMessage.ts";
import type { InputRequestView } from "../../inputRequests/page/inputRequestForm.ts";
import type { EventCounts, EventMark, EventRow } from "./eventViews.ts";
import type { GoldenView } from "./goldenViews.ts";
import type { RunEnding, StepView, StoryChange } from "./storyViews.ts";
import type { AttachmentView, FilePlace, FileView, JsonView } from "./valueViews.ts";
import type { LiveView, PanelAction, PanelProblem, RunHeader } from "./viewModels.ts";

export interface Totals {
  /** How many events of the run are known. */
  eventCount: number;
  /** 0 before the first event. */
  lastSequence: number;
  /** The time of the first event, ISO 8601: where the story's clock begins. */
  firstAt?: string;
  /** The time of the last event of a started run, or of its start before the first one; ISO 8601. */
  lastAt?: string;
  /** Of the whole run, also of events that are not on the panel. */
  counts?: EventCounts;
  /** The first event in memory, when older ones have left it: their rows lose their words. */
  firstHeld?: number;
}

/** The run without its events. */
export interface RunState {
  header: RunHeader;
  input: JsonView;
  output: JsonView;
  /** Why there is no output. Only for a finished run without one. */
  ending?: RunEnding;
  live: LiveView;
  /** One sentence about a failure, while everything that was read stays readable. Empty without a failure. */
  banner?: string;
  /** Only for a run that failed the checks of a golden test; `null` takes it away. */
  golden?: GoldenView | null;
  /** The files that it was started with here, in order. */
  attachments?: AttachmentView[];
  /** The input requests that the run waits for or has just waited for, in order. */
  requests?: InputRequestView[];
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
      rows: EventRow[];
      marks?: EventMark[];
      state?: Partial<RunState>;
    }
  /**
   * What the panel keeps with `setState`. Sent once, before the rest. The reader's places are those of an earlier page
   * with the same run; a panel that has kept places itself uses its own.
   */
  | { type: "remember"; memory: PanelMemory }
  | { type: "loading"; runId: string; title?: string }
  /** The step that an event began is to be shown in the story. A restored page ignores the one it was opened for. */
  | { type: "goTo"; sequence: number; isOpening?: true }
  | { type: "problem"; runId: string; problem: PanelProblem }
  /**
   * The raw JSON of one event, pretty-printed. It is absent when the event isn't found, or for the reason in `error`.
   * `length` is that of the whole text, in characters, when `json` is only its beginning. `files` are the files in it,
   * without their bytes.
   */
  | { type: "event"; sequence: number; json?: string; length?: number; files?: FileView[]; error?: string }
  /** A requested picture, or why it can't be shown. Its bytes aren't encoded. */
  | { type: "picture"; place: FilePlace; mime?: string; bytes?: Uint8Array<ArrayBuffer>; error?: string }
  /** The response to `loadRows`: rows that had left the memory, with their words. */
  | { type: "pastRows"; sequence: number; rows: EventRow[]; error?: string }
  | FoundEvents;

/** Events whose JSON contains the searched text. Each message adds some. */
export interface FoundEvents {
  type: "found";
  query: string;
  sequences: number[];
  /** Whether the search is complete. */
  done: boolean;
  /** How many of the oldest events weren't searched, because they have left the memory. */
  unsearched: number;
  /** Why those couldn't be read. */
  error?: string;
}

export type PanelMessage =
  | { type: "ready" }
  | { type: "ack"; batch: number }
  | { type: "showEvent"; sequence: number }
  /** Rows without words are in view: this sequence and those around it. */
  | { type: "loadRows"; sequence: number }
  /** Load missing events again. */
  | { type: "loadGap"; from: number; to: number }
  /**
   * Search the whole JSON of events, if asked also of those that have left the memory. An empty text ends the search.
   */
  | { type: "search"; query: string }
  | { type: "searchPast" }
  | { type: "copy"; text: string }
  | { type: "openLink"; address: string }
  /** A call of the traceback of a failure, by its place in it: its file is opened if it lies in the workspace. */
  | { type: "openFrame"; id: string; frame: number }
  /** By its place among the run's attachments. */
  | { type: "openAttachment"; index: number }
  | EventRequest
  | CallRequest
  | ValueRequest
  | FileRequest
  | AnswerMessage
  /** Where the reader is now. */
  | { type: "places"; places: PanelPlaces }
  | { type: "action"; action: PanelAction };

export interface EventRequest {
  type: "useEvent";
  use: "copy" | "open";
  sequence: number;
}

export interface CallRequest {
  type: "useCall";
  /** `show` sends the whole value to the panel. */
  use: "copy" | "open" | "show";
  /** The id of the story's step. */
  id: string;
  side: "input" | "result" | "output" | "messages";
  /** To show a secret instead: its place among those of this side that are covered. */
  secret?: number;
}

/** A request to do something with a value of the run. The extension takes the value from its own run. */
export interface ValueRequest {
  type: "useValue";
  /** `show` sends the value to the panel although it is large. */
  use: "copy" | "open" | "save" | "show";
  side: "input" | "output";
  path: JsonPath;
}

/** A request to do something with a file. The extension reads its bytes only then. */
export interface FileRequest {
  type: "useFile";
  /** `show` sends the bytes of a picture to the panel. */
  use: "save" | "show";
  place: FilePlace;
}

/** What the panel keeps with `setState`: enough to restore it after a window reload. */
export interface PanelMemory extends Partial<PanelPlaces> {
  runId: string;
  /** Empty for a run from a file. */
  connectionId: string;
  /** The URI of the export that holds the run. */
  file?: string;
}

export interface PanelPlaces {
  tab: string;
  /** Where the reader was in each view. Only the panel understands it. */
  places: unknown;
}
