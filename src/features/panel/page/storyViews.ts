import type { CallState } from "../../../model/callStates.ts";
import type { ShortTable } from "../../../model/shortTable.ts";
import type { FileView } from "./valueViews.ts";

/** The place of a step in the story. `at` is in milliseconds since the run's first event, when both times are known. */
interface StoryPlace {
  id: string;
  sequence: number;
  at?: number;
  /** When a text, call or input request ended, on the same clock. */
  until?: number;
  iteration?: number;
  speaker?: SpeakerView;
}

/** A node of the app, or one of its runs. */
export interface SpeakerView {
  key: string;
  /** The id of the node, if the app names it: the same in all of its runs. */
  node?: string;
  name: string;
  /** `agents`, `llms`, `tools`, as in the app. */
  group?: string;
  /** The step of the call by which another agent called this one. */
  calledBy?: string;
  /** The name of the node that it is inside of: a sub-workflow or a Map. Known at the end of the workflow. */
  within?: string;
}

interface OtherCallView {
  id: string;
  sequence: number;
  at?: number;
}

export interface BlockView {
  /** The hook's name; empty if the app doesn't name it. */
  by: string;
  why?: string;
  /** What the reason did, as the app sent it: `observation`, `answer`, `fail`. */
  outcome?: string;
  /** Set for a call that had run already. */
  ran?: true;
}

export interface NodeView {
  name: string;
  status: string;
  /** Set for a node that a hook blocked, though it succeeded. */
  blocked?: true;
  /** The keys of those who spoke inside it, and their names, each once. */
  inside?: { keys: string[]; names: string };
  tables?: readonly ShortTable[];
  /** Why it failed, was skipped or blocked. */
  reason?: string;
  /** Milliseconds. */
  duration?: number;
}

export interface RunEnding {
  /** Empty if the nodes give the reasons. */
  reason: string;
  nodes: NodeView[];
}

export interface FrameView {
  /** *app/tools/crm.py:41* */
  place: string;
  name: string;
  code?: string;
  /** Set for a file of the workspace, which is opened at its line. */
  own?: true;
}

export interface MessageView {
  /** As the app wrote it: `system`, `user`, `assistant`, `tool`. */
  role: string;
  text: string;
  /** The length of the whole text, in characters, when `text` is only its beginning. */
  length?: number;
  /** The calls that it asks for. */
  calls?: { name: string; input: string }[];
  resultOf?: string;
}

/** A try of a call. Times are in milliseconds, on the story's clock. */
export interface AttemptView {
  at?: number;
  until?: number;
  took?: number;
  failed: boolean;
  error?: string;
}

/** Where a `…Length` is given, the text is only the beginning of a text of that many characters. */
export type StepView =
  | (StoryPlace & { kind: "started"; title: string })
  /** A text joined from its deltas; `object` is its kind as the API names it (`agent.reasoning.delta`). */
  | (StoryPlace & {
      kind: "text";
      object: string;
      text: string;
      growing: boolean;
      refused?: true;
      code?: true;
      tokens?: string;
    })
  | (StoryPlace & {
      kind: "tool";
      name: string;
      toolType?: string;
      summary: string;
      /** Pretty-printed JSON, cut when `…Length` is given. */
      input?: string;
      inputLength?: number;
      result?: string;
      resultLength?: number;
      /** The tool's output besides its result. */
      output?: string;
      outputLength?: number;
      /** The first line of the reason for its failure. */
      failure?: string;
      /** Set if its result is the exception of a tool. */
      isError?: true;
      /** The earlier failed call with the same input. */
      repeats?: OtherCallView;
      /** The later call with the same input, when this one failed. */
      repeated?: OtherCallView;
      inputFiles?: FileView[];
      resultFiles?: FileView[];
      outputFiles?: FileView[];
      state: CallState;
      /** The call was running when its run was exported, so its end isn't known. */
      still?: true;
      reason?: string;
      /** Set for a call that a hook blocked, or that a person declined. */
      blocked?: BlockView;
      /** The app says that it only mocked the call. */
      mocked?: true;
      /** Its output came from the cache. */
      cached?: true;
      /** All tries of a call that was retried. */
      attempts?: AttemptView[];
      /** What it made or changed: *html, version 2*, an `https` address, and the call with a newer version. */
      artifact?: { name: string; words: string; url?: string; newer?: OtherCallView };
      /** Calls with the same bundle ran in parallel. */
      bundle?: string;
      /** ISO 8601; for the ticking duration of a running call. */
      startedAt?: string;
      /** Milliseconds. */
      duration?: number;
    })
  /** A call of a language model. Its messages and its reply are sent once the reader asks for them. */
  | (StoryPlace & {
      kind: "model";
      /** *gpt-4o-mini*; `fullName` has its provider. */
      model: string;
      fullName?: string;
      state: "running" | "finished" | "failed" | "unfinished";
      /** *1,204 tokens · $0.0031 · 2 attempts* */
      facts: string;
      /** The same for a screen reader. */
      spoken: string;
      messageCount: number;
      messages?: MessageView[];
      reply?: MessageView;
      /** Tokens and costs in and out, and the attempts that failed. */
      usage?: string;
      failure?: string;
      attempts?: AttemptView[];
      cached?: true;
      mocked?: true;
      startedAt?: string;
      /** Milliseconds. */
      duration?: number;
    })
  /** What a hook decided, unless it blocked: *Input changed* by its name. */
  | (StoryPlace & { kind: "hook"; title: string; by: string; text: string; failed?: true })
  /** What a hook blocked that isn't a call: `title` names the hook, `place` is *the input*. */
  | (StoryPlace & { kind: "blocked"; title: string; place: string; blocked: BlockView })
  /** An input request, a notice, or an answer that was received. */
  | (StoryPlace & {
      kind: "request" | "notice" | "answer";
      title: string;
      text: string;
      pending?: boolean;
      /** The sequence of the event that asked, of a request and of its answer. */
      asked?: number;
      details?: string;
      detailsLength?: number;
    })
  | (StoryPlace & { kind: "paused" | "resumed" | "completed" | "canceled"; text: string })
  | (StoryPlace & {
      kind: "failed";
      code?: string;
      /** The nodes that failed, and why. The message only names them. */
      reason?: string;
      message: string;
      remedy?: string;
      node?: string;
      facts?: FailureFact[];
      traceback?: string;
      /** Its calls, where files of it may lie in the workspace: the last call is the last one. */
      frames?: FrameView[];
      /** What stands below the calls: `RuntimeError: the CRM is gone`. */
      tracebackEnd?: string;
      details?: string;
      detailsLength?: number;
    })
  /** The end of a workflow, with the results of its nodes. One that has completed needs no title. */
  | (StoryPlace & { kind: "workflow"; title: string; text: string; nodes: NodeView[] })
  /** An event of a type that the story doesn't know, shown raw: who sent it, and its first short fields in a line. */
  | (StoryPlace & {
      kind: "other";
      type: string;
      name?: string;
      fields?: string;
      text: string;
      textLength?: number;
      files?: FileView[];
    });

/** One more fact about a failure. Codes are set in monospace. */
export interface FailureFact {
  name: string;
  value: string;
  code?: boolean;
}

/**
 * A new step, a newer version of a step with the same id, or text that is appended to one, which may have other fields
 * than before.
 */
export type StoryChange = { upsert: StepView } | { append: string; id: string; fields?: TextFields };
type TextFields = Omit<Extract<StepView, { kind: "text" }>, "text">;
