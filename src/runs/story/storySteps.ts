import type { Artifact } from "#model/artifact.ts";
import type { Block, BlockedOutput } from "#model/block.ts";
import type { CallState } from "#model/callStates.ts";
import type { HookDecision } from "#model/hookDecision.ts";
import type { ShortTable } from "#model/shortTable.ts";
import type { StepKind } from "#model/stepKinds.ts";
import type { ModelUsage, Usage } from "#model/usage.ts";

/** The position of a step in a run's story. */
export interface StepPosition {
  /** Stays the same while the step grows. */
  readonly id: string;
  /** The event that began the step. */
  readonly sequence: number;
  /** Milliseconds after the run's first event, when both have a time. */
  readonly at?: number;
  /** The last news of a step that takes time, on the same clock: its end if it is over. */
  readonly until?: number;
  readonly iteration?: number;
  /** The speaker, if several nodes or agents speak. */
  readonly speaker?: Speaker;
  /** Set where a deployed app shows no step: a local app tells of its models and plain nodes, too. */
  readonly extra?: true;
}

/** A node of the app, or one of its runs: clones of one agent are different speakers. */
export interface Speaker {
  readonly key: string;
  /** The node, the same in all of its runs. Absent if it is the key. */
  readonly node?: string;
  readonly name: string;
  /** The SDK's name: `agents`, `llms`, `tools`. */
  readonly group?: string;
  /** The step of the call by which another agent called this one. */
  readonly calledBy?: string;
}

/** When a node began and ended, on the story's clock in milliseconds: it works before and after its steps, too. */
export interface NodeSpan {
  /** The node's key as a speaker. */
  readonly key: string;
  readonly from?: number;
  /** Absent while it runs. */
  readonly until?: number;
}

export interface OtherCall {
  readonly id: string;
  readonly sequence: number;
  readonly at?: number;
}

/** Anything that streams: ask `"growing" in step`. */
export interface TextStep extends StepPosition {
  readonly kind: "text" | "reasoning";
  /** The pieces' own type: `agent.reasoning.delta`. */
  readonly object: string;
  readonly text: string;
  /** Whether more may follow. */
  readonly growing: boolean;
  /** Set for an answer that the app rejected. Another one follows. */
  readonly refused?: true;
  /** Set for a text that is, or will be, JSON. */
  readonly code?: true;
  /** The tokens of the model node that wrote it, if they were streamed. */
  readonly usage?: Usage;
}

export interface ToolStep extends StepPosition {
  readonly kind: "tool";
  readonly name: string;
  readonly toolType?: string;
  readonly input: unknown;
  readonly result: unknown;
  /** The sequence of the result's event. */
  readonly ended?: number;
  /** The progress messages of the call, or the beginning of many. */
  readonly progress: string;
  /** The part of a streaming input that has arrived, or the beginning of a long one. */
  readonly inputText?: string;
  /** The tool's output besides its result. */
  readonly output?: unknown;
  /** The files that the tool made, besides its result. */
  readonly files?: unknown;
  /** Calls with the same bundle ran in parallel. */
  readonly bundle?: string;
  /** Set when the app says that it only mocked the call. */
  readonly mocked?: true;
  /** Set when its output came from the cache. */
  readonly cached?: true;
  /** All tries of a call that was retried, as far as the app gives them. */
  readonly attempts?: readonly Attempt[];
  /** The traceback of a call that failed, as Python writes it. */
  readonly traceback?: string;
  /** What it made or changed. */
  readonly artifact?: Artifact;
  readonly newer?: OtherCall;
  /** Why it was discarded, or blocked without a result, if the app says so. */
  readonly reason?: string;
  /** Set for a call that a hook blocked, or for which it asked a person who declined. */
  readonly blocked?: Block;
  readonly state: CallState;
  /** The earlier failed call of the same tool with the same input. */
  readonly repeats?: OtherCall;
  /** The later call with the same input, when this one failed. */
  readonly repeated?: OtherCall;
  /** ISO 8601, as the API sent it. */
  readonly startedAt?: string;
  /** Milliseconds. */
  readonly duration?: number;
}

/** A try of a call or of a model call that was retried. Times are in milliseconds, on the story's clock. */
export interface Attempt {
  readonly at?: number;
  readonly until?: number;
  readonly failed: boolean;
  /** `ConnectionError: try 1` */
  readonly error?: string;
}

/** A call of a language model, which only traces have. */
export interface ModelStep extends StepPosition {
  readonly kind: "model";
  /** The model, as the provider names it: `openai/gpt-4o-mini`. */
  readonly model: string;
  /** What it was sent, as the app wrote it. */
  readonly messages: unknown;
  /** What came back: `content` and `tool_calls`. */
  readonly output: unknown;
  readonly error?: unknown;
  /** The traceback of a call that failed, as Python writes it. */
  readonly traceback?: string;
  readonly usage?: ModelUsage;
  readonly state: "running" | "finished" | "failed" | "unfinished";
  readonly cached?: true;
  readonly mocked?: true;
  readonly attempts?: readonly Attempt[];
  readonly ended?: number;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** Milliseconds. */
  readonly duration?: number;
}

/** What a hook decided, unless it blocked something. Only traces have it. */
interface HookStep extends StepPosition {
  readonly kind: "hook";
  readonly decision: HookDecision;
}

/** What a hook blocked that isn't a call: the input, an answer, a call of the model. */
export interface BlockStep extends StepPosition {
  readonly kind: "blocked";
  readonly blocked: Block;
  /** What it answers in place of the agent, or why the run failed. */
  readonly reason?: string;
}

export interface InputRequestStep extends StepPosition {
  readonly kind: "request";
  readonly request: "approval" | "feedback";
  readonly prompt: string;
  /** The parameters, questions and all other fields of the event. */
  readonly data: unknown;
  /** Neither answered nor ended by the end of the run. */
  readonly pending: boolean;
  /** The sequence of the newest event of the run that asked; absent when only the node's stream has reported it. */
  readonly asked?: number;
  /** Whether another question had the same id before. */
  readonly isLater?: boolean;
}

export interface AnswerStep extends StepPosition {
  readonly kind: "answer";
  readonly prompt?: string;
  /** How long it waited, in milliseconds. */
  readonly waited?: number;
  /** The data of the input request, if it is known. */
  readonly asked?: unknown;
  /** The question that it answers, if it is known, by the sequences of the first and the last event that asked. */
  readonly answered?: { readonly requestId: string; readonly since: number; readonly until: number };
  readonly data: unknown;
}

export interface NodeOutcome {
  readonly node: string;
  /** What it is, if no event has named it: `Map`. Otherwise its id. */
  readonly name: string;
  /** The status as the app sent it: `success`, `failure`, `skip`, `canceled`, `undefined`. */
  readonly status: string;
  /** Who spoke inside it: the agents of a sub-workflow or a Map. */
  readonly inside?: readonly Pick<Speaker, "key" | "name">[];
  /** What its output lists. */
  readonly tables?: readonly ShortTable[];
  /** Set when the app says that it only mocked the node. */
  readonly mocked?: true;
  /** What blocked it: it succeeded, with the hook's reason as its answer. */
  readonly blocked?: BlockedOutput;
  readonly error?: unknown;
  /** Milliseconds between its first and its last event. */
  readonly duration?: number;
}

export interface WorkflowStep extends StepPosition {
  readonly kind: "workflow";
  readonly outcome: "completed" | "failed" | "canceled";
  readonly error?: unknown;
  readonly nodes: readonly NodeOutcome[];
}

export interface PausedStep extends StepPosition {
  readonly kind: "paused";
  readonly checkpoint?: string;
  /** When it continues by itself, in milliseconds since the epoch. */
  readonly resumeAt?: number;
}

/** The step of each kind. `data` and `error` are as the API sent them. */
interface StepOfKind {
  text: TextStep & { readonly kind: "text" };
  reasoning: TextStep & { readonly kind: "reasoning" };
  tool: ToolStep;
  model: ModelStep;
  hook: HookStep;
  blocked: BlockStep;
  request: InputRequestStep;
  notice: StepPosition & { readonly kind: "notice"; readonly text: string };
  answer: AnswerStep;
  workflow: WorkflowStep;
  paused: PausedStep;
  started: StepPosition & { readonly kind: "started" };
  resumed: StepPosition & { readonly kind: "resumed" };
  completed: StepPosition & { readonly kind: "completed" };
  /** `reason`: its code didn't stop when it was asked to. */
  canceled: StepPosition & { readonly kind: "canceled"; readonly reason?: string };
  failed: StepPosition & { readonly kind: "failed"; readonly error: unknown };
  other: StepPosition & { readonly kind: "other"; readonly type: string; readonly data: unknown };
}

/** A part of a run's story. A kind without a step doesn't compile. */
export type StoryStep = StepOfKind[StepKind];

/** A step, or appended text. `added` is the new end of a known text, which may have many megabytes. */
export type StepChange =
  | { kind: "upsert"; step: StoryStep; added?: string }
  | { kind: "append"; id: string; text: string };
