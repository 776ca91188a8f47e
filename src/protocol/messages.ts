import type { JsonPath } from "../base/json/jsonPath.ts";
import type { AnswerMessage } from "./answerMessage.ts";
import type { EventCounts, EventMark, EventRow } from "./eventViews.ts";
import type { InputRequestView } from "./inputRequestForm.ts";
import type { StoryChange, StepView } from "./storyViews.ts";
import type { FilePlace, FileView, JsonView } from "./valueViews.ts";
import type { LiveView, PanelAction, PanelProblem, RunHeader } from "./viewModels.ts";

export interface Totals {
  /** How many events of the run are known. */
  eventCount: number;
  /** 0 before the first event. */
  lastSequence: number;
  /** The time of the first event, ISO 8601: where the story's clock begins. */
  firstAt?: string;
  /** Of the whole run, also of events that are not on the panel. */
  counts?: EventCounts;
  /** The first event in memory, when others have left it: the rows before it lose their words. */
  firstHeld?: number;
}

/** The run without its events. */
export interface RunState {
  header: RunHeader;
  input: JsonView;
  output: JsonView;
  live: LiveView;
  /** Something failed while what was read stays readable: one sentence. Empty when nothing did. */
  banner?: string;
  /** What the run waits for, or waited for a moment ago, in the order in which it asked. */
  requests?: InputRequestView[];
}

/**
 * Extension → panel. A `snapshot` replaces everything but the rows of the same run, which never change; its events and
 * story may be only the beginning, `delta`s bring the rest. Each `delta` is acknowledged with its `batch` after the
 * frame that drew it, or at once while very much more is waiting. The story and the rows of a delta are
 * additions; its `marks`, where given, are all marks, since a gap that was filled takes its mark with it.
 *
 * @typeParam Rows the panel has them as they travelled, until somebody looks at them
 */
export type HostMessage<Rows = EventRow[]> =
  | { type: "snapshot"; state: RunState; totals: Totals; story: StepView[]; rows: Rows; marks: EventMark[] }
  | {
      type: "delta";
      batch: number;
      totals: Totals;
      story: StoryChange[];
      rows: Rows;
      marks?: EventMark[];
      state?: Partial<RunState>;
    }
  /** What the panel is to keep with `setState`, beside its own choices: sent once, before the rest. */
  | { type: "remember"; memory: Omit<PanelMemory, "tab" | "places"> }
  | { type: "loading"; runId: string; title?: string }
  | { type: "problem"; runId: string; problem: PanelProblem }
  /**
   * The raw JSON of one event, pretty-printed; absent when it is nowhere, or for the reason that `error` says. `length`
   * is that of the whole text, in characters, when `json` is only its beginning. `files` are those in it, without their
   * bytes.
   */
  | { type: "event"; sequence: number; json?: string; length?: number; files?: FileView[]; error?: string }
  /** A picture that was asked for, or why it did not come. The bytes travel as they are. */
  | { type: "picture"; place: FilePlace; mime?: string; bytes?: Uint8Array<ArrayBuffer>; error?: string }
  /** The answer to `loadRows`: rows that have left the memory, with their words. */
  | { type: "pastRows"; sequence: number; rows: Rows; error?: string }
  | FoundEvents;

/** Events whose JSON has the text that is searched for: further ones each time. */
export interface FoundEvents {
  type: "found";
  query: string;
  sequences: number[];
  /** All that is to be looked at was. */
  done: boolean;
  /** How many of the oldest events were not looked at: they have left the memory. */
  unsearched: number;
  /** Why these couldn't be read. */
  error?: string;
}

/** What a run's events become in the panel, each a stream of its own. */
export type FeedPart = "story" | "rows";

/** Panel → extension. */
export type PanelMessage =
  | { type: "ready" }
  | { type: "ack"; batch: number }
  /** What the reader looks at: when very much is waiting, it comes first. */
  | { type: "inView"; part: FeedPart }
  | { type: "showEvent"; sequence: number }
  /** Rows without words are in view: the one with this sequence and those around it. */
  | { type: "loadRows"; sequence: number }
  /** Events that are missing are to be asked for once more. */
  | { type: "loadGap"; from: number; to: number }
  /**
   * Looks for a text in the whole JSON of events, or also in those that have left the memory. Empty, it ends the
   * search.
   */
  | { type: "search"; query: string }
  | { type: "searchPast" }
  | { type: "copy"; text: string }
  | { type: "openLink"; address: string }
  | EventRequest
  | CallRequest
  | ValueRequest
  | FileRequest
  | AnswerMessage
  | { type: "action"; action: PanelAction };

/** Something is to be done with an event. */
export interface EventRequest {
  type: "useEvent";
  use: "copy" | "open";
  sequence: number;
}

/** Something is to be done with what went into a tool call of the story or came out of it. */
export interface CallRequest {
  type: "useCall";
  /** `show` sends all of it to the panel. */
  use: "copy" | "open" | "show";
  /** Of the story's item. */
  id: string;
  side: "input" | "result" | "output";
}

/** Something is to be done with a value of the run, which the extension takes from its own run. */
export interface ValueRequest {
  type: "useValue";
  /** `show` sends it to the panel although it is large. */
  use: "copy" | "open" | "save" | "show";
  side: "input" | "output";
  path: JsonPath;
}

/** Something is to be done with a file: the extension reads its bytes then, and not before. */
export interface FileRequest {
  type: "useFile";
  /** `show` sends them to the panel, of a picture alone. */
  use: "save" | "show";
  place: FilePlace;
}

/** What the panel keeps with `setState`: enough to restore it after a window reload. */
export interface PanelMemory {
  runId: string;
  /** Empty for a run out of a file. */
  connectionId: string;
  /** The URI of the export that the run is read from. */
  file?: string;
  tab?: string;
  /** Where the reader was in the views: known to the panel alone. */
  places?: unknown;
}
