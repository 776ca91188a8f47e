import type { JsonPath } from "../base/json/jsonPath.ts";

/**
 * What the run panel draws: made by the extension, so that the panel only has to draw. Everything here is plain JSON.
 */

/** A sentence of plain and monospace pieces. */
export interface TextPiece {
  text: string;
  code?: boolean;
  /** ISO 8601: the time since then stands after the text, and goes on. */
  since?: string;
}

export interface RunHeader {
  /** The run's id. */
  id: string;
  /** A short text from the input, else the short id. */
  title: string;
  /** The status as the API sent it. */
  status: string;
  /** The status in words: *Running*, *Waiting for you*, or the raw value of an unknown one. */
  statusWord: string;
  sentence: TextPiece[];
  /** ISO 8601. */
  startedAt?: string;
  /** ISO 8601. */
  endedAt?: string;
  userId?: string;
  sessionId?: string;
  connectionName: string;
  /** The connection is marked as production. */
  production: boolean;
  canCancel: boolean;
  canRunAgain: boolean;
  /** It is a run of an app that is connected: it can be found in the explorer, exported and sent again. */
  connected: boolean;
  /** Another run is selected to be compared with it. */
  canCompare: boolean;
  hasOutput?: true;
  /** ISO 8601: the run stands still, as it was then. */
  asOf?: string;
}

/** A JSON value of the run, or why it is not here. `bytes` is the length of its JSON text in UTF-8. */
export type JsonView =
  | { kind: "absent" }
  /** Where there are `holes`, `null` stands in the value for what was left out. */
  | { kind: "value"; value: unknown; bytes: number; holes?: JsonHole[] }
  | { kind: "tooLarge"; bytes: number };

/** A part of a value that is not sent before it is asked for: it is too large, or a file. */
export interface JsonHole {
  path: JsonPath;
  bytes: number;
  kind: "object" | "array" | "string";
  /** How many properties, items or characters it has. */
  size: number;
  /** Only the bytes of this file are left out: the rest of it is there, and words stand in the place of its content. */
  file?: FileView;
}

/** Where a file is: in the run's input or output, in what a call of the story took or gave, or in an event. */
export type FilePlace =
  | { in: "input" | "output"; path: JsonPath }
  | { in: "call"; id: string; part: "input" | "result" | "output" | "files"; path: JsonPath }
  | { in: "event"; sequence: number; path: JsonPath };

/** A file that a run holds, without its bytes. */
export interface FileView {
  place: FilePlace;
  name: string;
  /** What it is, for a person: `JPEG`, `CSV`. Empty where nothing tells. */
  kind: string;
  bytes: number;
  /** Of an image, in pixels. */
  pixels?: { width: number; height: number };
  /** It is an image that the panel can draw. */
  picture?: true;
  /** What is wrong with it, for a person. */
  problem?: string;
  /** Its content is none, so that it can't be saved either. */
  broken?: true;
}

/** The bar at the bottom. `retryAt` is in milliseconds since the epoch. */
export type LiveView =
  | { kind: "connecting" }
  | { kind: "live"; text: string }
  | { kind: "reconnecting"; retryAt: number; attempt: number; reason: string }
  | { kind: "ended"; text: string }
  /** The run is shown out of a file. */
  | { kind: "exported"; text: string };

/** Where a story item stands. `at` is milliseconds since the run's first event, when both times are known. */
interface StoryPlace {
  id: string;
  /** The event that began it. */
  sequence: number;
  at?: number;
  /** When a text, a call or a request that is over ended, on the same clock. */
  until?: number;
  iteration?: number;
  /** Who it comes from, where the app tells. */
  speaker?: SpeakerView;
}

/** A node of the app, or one of its runs. */
export interface SpeakerView {
  key: string;
  /** The node that runs, where the app tells: the same in each of its runs. */
  node?: string;
  name: string;
  /** `agents`, `llms`, `tools`, as the app calls it. */
  group?: string;
  /** The item of the call by which another agent asked this one. */
  calledBy?: string;
}

/** `discarded`: the app could not read what its model asked for; `skipped`: the app left the call out. */
export type ToolCallState = "running" | "finished" | "unfinished" | "failed" | "discarded" | "skipped";

/** Another call of the story. */
interface OtherCallView {
  id: string;
  sequence: number;
  at?: number;
}

/** What became of a node of a workflow. */
export interface NodeView {
  name: string;
  /** As the app sent it. */
  status: string;
  /** Why it failed or was skipped. */
  reason?: string;
  /** Milliseconds. */
  duration?: number;
}

/** Where a `…Length` is given, the text is only the beginning of one of so many characters. */
export type StepView =
  | (StoryPlace & { kind: "started"; title: string })
  /** A text joined from its deltas; `object` is its kind as the API names it (`agent.reasoning.delta`). */
  | (StoryPlace & { kind: "text"; object: string; text: string; growing: boolean; refused?: true; code?: true })
  | (StoryPlace & {
      kind: "tool";
      name: string;
      toolType?: string;
      /** One line: input → result. */
      summary: string;
      /** Pretty-printed JSON, cut where `…Length` says that there is more. */
      input?: string;
      inputLength?: number;
      result?: string;
      resultLength?: number;
      /** What the tool returned besides its result. */
      output?: string;
      outputLength?: number;
      /** The first line of why it failed. */
      failure?: string;
      /** The failed call with the same input that this one repeats. */
      repeats?: OtherCallView;
      /** The call that repeats this one, which failed. */
      repeated?: OtherCallView;
      /** The files in each of these. */
      inputFiles?: FileView[];
      resultFiles?: FileView[];
      outputFiles?: FileView[];
      state: ToolCallState;
      /** It was running when its run was exported, and nobody knows how it went on. */
      still?: true;
      /** Why it was discarded. */
      reason?: string;
      /** Calls with the same bundle ran at the same time. */
      bundle?: string;
      /** ISO 8601; for the ticking duration of a running call. */
      startedAt?: string;
      /** Milliseconds. */
      duration?: number;
    })
  /** A request for a person's input, a notice, or an answer that was received. */
  | (StoryPlace & {
      kind: "request" | "notice" | "answer";
      title: string;
      text: string;
      pending?: boolean;
      details?: string;
      detailsLength?: number;
    })
  | (StoryPlace & { kind: "paused" | "resumed" | "completed" | "canceled"; text: string })
  | (StoryPlace & {
      kind: "failed";
      code?: string;
      /** Which nodes failed, and why: it says more than the message, which only names them. */
      reason?: string;
      message: string;
      node?: string;
      facts?: FailureFact[];
      traceback?: string;
      details?: string;
      detailsLength?: number;
    })
  /** The end of a workflow, with what became of its nodes. */
  | (StoryPlace & { kind: "workflow"; title: string; text: string; nodes: NodeView[] })
  /** An event of a type that the story has no form for: shown raw. */
  | (StoryPlace & { kind: "other"; type: string; text: string; textLength?: number; files?: FileView[] });

/** Something else that is known of a failure. Codes are set in monospace. */
export interface FailureFact {
  name: string;
  value: string;
  code?: boolean;
}

/** A new item, a newer form of one with the same id, or text that grew at its end. */
export type StoryChange = { upsert: StepView } | { append: string; id: string };

export type EventGroup = "text" | "tools" | "requests" | "run" | "other";

/** How many events of each group, and how many that say that something failed. */
export type EventCounts = Record<EventGroup | "failed", number>;

export interface EventRow {
  sequence: number;
  type: string;
  group: EventGroup;
  /** Milliseconds since the epoch, or what the app sent that is no time. */
  time?: number | string;
  /** Absent, like the time, for an event that has left the extension's memory: both come when the row is looked at. */
  summary?: string;
  failed?: boolean;
}

/** A row of the events list that is no event. */
export interface EventMark {
  /** It stands before the first event with a sequence above this one. */
  after: number;
  text: string;
  warning: boolean;
  /** What is missing here, by its first and last sequence, when the app can be asked for it. */
  gap?: { from: number; to: number };
  /** It is being asked for. */
  loading?: boolean;
}

/** Why there is nothing to show at all. */
export interface PanelProblem {
  kind: "unreachable" | "not-found" | "auth" | "forbidden" | "no-connection" | "other";
  title: string;
  text: TextPiece[];
  /** Buttons, the first one primary. */
  actions: { label: string; action: PanelAction }[];
}

/** What the panel can ask for by a button; each is a command or a small act of the extension. */
export type PanelAction =
  | "cancel"
  | "compareWithSelected"
  | "copyAsCurl"
  | "export"
  | "filterBySession"
  | "filterByUser"
  | "openText"
  | "openRun"
  | "openExport"
  | "openInput"
  | "openOutput"
  | "saveOutput"
  | "replaceKey"
  | "retry"
  | "runAgain"
  | "runAgainWithEdits"
  | "selectForCompare"
  | "showLog"
  | "switchConnection";
