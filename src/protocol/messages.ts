import type { JsonPath } from "../base/json/jsonPath.ts";
import { type AnswerMessage, parseAnswerMessage } from "./answerMessage.ts";
import { isPath, parseFilePlace } from "./filePlace.ts";
import type { InputRequestView } from "./inputRequestForm.ts";
import { isLinkAddress } from "./linkAddress.ts";
import { isOneOf } from "./oneOf.ts";
import type {
  EventCounts,
  EventMark,
  EventRow,
  FilePlace,
  FileView,
  JsonView,
  LiveView,
  PanelAction,
  PanelProblem,
  RunHeader,
  StoryChange,
  StepView,
} from "./viewModels.ts";

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
  /** Why these could not be read. */
  error?: string;
}

/** What a run's events become in the panel, each a stream of its own. */
const feedParts = ["story", "rows"] as const;
export type FeedPart = (typeof feedParts)[number];

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

const panelActions: Record<PanelAction, true> = {
  cancel: true,
  compareWithSelected: true,
  copyAsCurl: true,
  export: true,
  filterBySession: true,
  filterByUser: true,
  openInput: true,
  openOutput: true,
  openExport: true,
  openRun: true,
  openText: true,
  replaceKey: true,
  retry: true,
  runAgain: true,
  runAgainWithEdits: true,
  saveOutput: true,
  selectForCompare: true,
  showLog: true,
  switchConnection: true,
};

/** Checks a message that came out of a webview; anything that is not ours is `undefined`. */
export function parsePanelMessage(value: unknown): PanelMessage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const message = value as Record<string, unknown>;
  switch (message["type"]) {
    case "ready":
    case "searchPast":
      return { type: message["type"] };
    case "search":
      return typeof message["query"] === "string" ? { type: "search", query: message["query"] } : undefined;
    case "ack":
      return Number.isSafeInteger(message["batch"]) ? { type: "ack", batch: message["batch"] as number } : undefined;
    case "inView": {
      const part = feedParts.find((each) => each === message["part"]);
      return part && { type: "inView", part };
    }
    case "showEvent":
    case "loadRows":
      return Number.isSafeInteger(message["sequence"])
        ? { type: message["type"], sequence: message["sequence"] as number }
        : undefined;
    case "loadGap":
      return Number.isSafeInteger(message["from"]) && Number.isSafeInteger(message["to"])
        ? { type: "loadGap", from: message["from"] as number, to: message["to"] as number }
        : undefined;
    case "useEvent":
      return isOneOf(message["use"], ["copy", "open"]) && Number.isSafeInteger(message["sequence"])
        ? { type: "useEvent", use: message["use"], sequence: message["sequence"] as number }
        : undefined;
    case "useCall":
      return isOneOf(message["use"], ["copy", "open", "show"]) &&
        isOneOf(message["side"], ["input", "result", "output"]) &&
        typeof message["id"] === "string"
        ? { type: "useCall", use: message["use"], id: message["id"], side: message["side"] }
        : undefined;
    case "useValue":
      return isOneOf(message["use"], ["copy", "open", "save", "show"]) &&
        isOneOf(message["side"], ["input", "output"]) &&
        isPath(message["path"])
        ? { type: "useValue", use: message["use"], side: message["side"], path: [...message["path"]] }
        : undefined;
    case "useFile": {
      const place = isOneOf(message["use"], ["save", "show"]) ? parseFilePlace(message["place"]) : undefined;
      return place && { type: "useFile", use: message["use"] as FileRequest["use"], place };
    }
    case "copy":
      return typeof message["text"] === "string" ? { type: "copy", text: message["text"] } : undefined;
    case "openLink":
      return typeof message["address"] === "string" && isLinkAddress(message["address"])
        ? { type: "openLink", address: message["address"] }
        : undefined;
    case "action":
      return typeof message["action"] === "string" && Object.hasOwn(panelActions, message["action"])
        ? { type: "action", action: message["action"] as PanelAction }
        : undefined;
    default:
      return parseAnswerMessage(message);
  }
}
