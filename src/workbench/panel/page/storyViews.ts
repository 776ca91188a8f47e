import type { Block } from "#model/block.ts";
import type { StepKind } from "#model/stepKinds.ts";
import type {
  Attempt,
  ModelStep,
  NodeOutcome,
  OtherCall,
  Speaker,
  StepPosition,
  TextStep,
  ToolStep,
} from "#runs/story/storySteps.ts";
import type { FileView } from "./valueViews.ts";

export interface SpeakerView extends Speaker {
  /** The name of the node that it is inside of: a sub-workflow or a Map. Known at the end of the workflow. */
  within?: string;
  source?: Source;
}

/** Where its code is, if that is in the workspace: *app/support.py:41*. */
type Source = string;

export interface BlockView extends Omit<Block, "point"> {
  why?: string;
}

export interface NodeView extends Pick<NodeOutcome, "name" | "status" | "tables" | "duration"> {
  source?: Source;
  /** Set for a node that a hook blocked, though it succeeded. */
  blocked?: true;
  /** The keys of those who spoke inside it, and their names, each once. */
  inside?: { keys: string[]; names: string };
  /** Why it failed, was skipped or blocked. */
  reason?: string;
}

export interface RunEnding {
  /** Empty if the nodes give the reasons. */
  reason: string;
  nodes: NodeView[];
}

export interface FrameView {
  /** *app/tools/crm.py:41* */
  location: string;
  name: string;
  code?: string;
  /** Set for a file of the workspace, which is opened at its line. */
  own?: true;
}

/** Where in the program's code something failed. */
export interface TracebackView {
  /** The text as Python wrote it; of a call only if it has no frames. */
  traceback?: string;
  /** Its calls, where files of it may lie in the workspace: the last call is the last one. */
  frames?: FrameView[];
  /** What stands below the calls: `RuntimeError: the CRM is gone`. */
  tracebackEnd?: string;
}

export interface MessageView {
  /** The role as the app wrote it: `system`, `user`, `assistant`, `tool`. */
  role: string;
  text: string;
  /** The length of the whole text, in characters, when `text` is only its beginning. */
  length?: number;
  /** The calls that it asks for. */
  calls?: { name: string; input: string }[];
  resultOf?: string;
}

export interface AttemptView extends Attempt {
  /** Milliseconds. */
  took?: number;
}

/** What the page gets of a call unchanged. Of its values, which may be large, it gets texts. */
type CallFact = keyof StepPosition | "kind" | "state" | "cached" | "mocked" | "startedAt" | "duration";

export interface TextView extends Omit<TextStep, "usage"> {
  tokens?: string;
}

/** The kinds that have more than a line. A `…Length` says that a text is only the beginning of one so long. */
type OwnView =
  | (StepPosition & { kind: "started"; title: string })
  | (TextView & { kind: "text" })
  | (TextView & { kind: "reasoning" })
  | (Pick<ToolStep, CallFact | "name" | "toolType" | "reason" | "bundle" | "repeats" | "repeated"> &
      TracebackView & {
        summary: string;
        source?: Source;
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
        inputFiles?: FileView[];
        resultFiles?: FileView[];
        outputFiles?: FileView[];
        /** The call was running when its run was exported, so its end isn't known. */
        still?: true;
        blocked?: BlockView;
        attempts?: AttemptView[];
        /** What it made or changed: *html, version 2*, an `https` address, and the call with a newer version. */
        artifact?: { name: string; words: string; url?: string; newer?: OtherCall };
      })
  /** Its messages and its reply are sent once the reader asks for them. */
  | (Pick<ModelStep, CallFact> &
      TracebackView & {
        /** *gpt-4o-mini*; `fullName` has its provider. */
        model: string;
        fullName?: string;
        /** *1,204 tokens · $0.0031 · 2 attempts* */
        facts: string;
        /** The words for a screen reader. */
        spoken: string;
        messageCount: number;
        messages?: MessageView[];
        reply?: MessageView;
        /** Tokens and costs in and out, and the attempts that failed. */
        usage?: string;
        failure?: string;
        attempts?: AttemptView[];
      })
  /** What a hook blocked that isn't a call: `title` names the hook, `point` is *the input*. */
  | (StepPosition & { kind: "blocked"; title: string; point: string; blocked: BlockView })
  | (StepPosition &
      TracebackView & {
        kind: "failed";
        code?: string;
        /** The nodes that failed, and why. The message only names them. */
        reason?: string;
        message: string;
        remedy?: string;
        node?: string;
        facts?: FailureFact[];
        details?: string;
        detailsLength?: number;
      })
  /** The end of a workflow, with the results of its nodes. One that has completed needs no title. */
  | (StepPosition & { kind: "workflow"; title: string; text: string; nodes: NodeView[] })
  /** An event of a type that the story doesn't know, shown raw: who sent it, and its first short fields in a line. */
  | (StepPosition & {
      kind: "other";
      type: string;
      name?: string;
      fields?: string;
      text: string;
      textLength?: number;
      files?: FileView[];
    });

/** A step of any other kind: a line, and its data on request. */
export interface LineView extends StepPosition {
  kind: Exclude<StepKind, OwnView["kind"]>;
  /** Empty where the text says all. */
  title: string;
  /** The hook that decided; empty for one without a name. */
  by?: string;
  text: string;
  failed?: true;
  pending?: boolean;
  /** The sequence of the event that asked, of a request and of its answer. */
  asked?: number;
  details?: string;
  detailsLength?: number;
}

export type StepView = OwnView | LineView;

/** One more fact about a failure. Codes are set in monospace. */
export interface FailureFact {
  name: string;
  value: string;
  code?: boolean;
  /** What a tooltip adds, and a copy. */
  title?: string;
}

/**
 * A new step, a newer version of a step with the same id, or text that is appended to one, which may have other fields
 * than before.
 */
export type StoryChange = { upsert: StepView } | { append: string; id: string; fields?: TextFields };
type TextFields = Omit<TextView, "text">;
