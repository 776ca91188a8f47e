import type { FileView } from "./valueViews.ts";

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
