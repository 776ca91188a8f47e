/** Where an item of a run's story stands. */
export interface StepPosition {
  /** Stays the same while the item grows. */
  readonly id: string;
  /** The event that began it. */
  readonly sequence: number;
  /** Milliseconds after the run's first event, when both have a time. */
  readonly at?: number | undefined;
  /** When what takes time was last heard of, on the same clock: the end of what is over. */
  readonly until?: number | undefined;
  readonly iteration?: number | undefined;
  /** Who it comes from, where several nodes or agents speak. */
  readonly speaker?: Speaker | undefined;
}

/** A node of the app, or one of its runs: clones of one agent are speakers of their own. */
export interface Speaker {
  readonly key: string;
  /** The node that runs, in whichever of its runs. */
  readonly node?: string | undefined;
  readonly name: string;
  /** As the SDK calls it: `agents`, `llms`, `tools`. */
  readonly group?: string | undefined;
  /** The item of the call by which another agent asked this one. */
  readonly calledBy?: string | undefined;
}

/**
 * `unfinished`: the run, or the agent, went on without a result. `discarded`: the app could not read what its model
 * asked for. `skipped`: the app left the call out.
 */
type ToolState = "running" | "finished" | "unfinished" | "failed" | "discarded" | "skipped";

/** Another call of the story. */
interface OtherCall {
  readonly id: string;
  readonly sequence: number;
  readonly at?: number | undefined;
}

export interface TextStep extends StepPosition {
  readonly kind: "text";
  /** What the pieces call themselves: `agent.reasoning.delta`. */
  readonly object: string;
  readonly text: string;
  /** More may come. */
  readonly growing: boolean;
  /** An answer that the app did not take: another one follows. */
  readonly refused?: true | undefined;
  /** It is, or will be, JSON. */
  readonly code?: true | undefined;
}

export interface ToolStep extends StepPosition {
  readonly kind: "tool";
  readonly name: string;
  readonly toolType?: string | undefined;
  readonly input: unknown;
  readonly result: unknown;
  /** The event that brought the result. */
  readonly ended?: number | undefined;
  /** What the call reported while it ran; the beginning of it when it was much. */
  readonly progress: string;
  /** What has arrived of an input that still streams; the beginning of it when it is long. */
  readonly inputText?: string | undefined;
  /** What the tool returned besides its result. */
  readonly output?: unknown;
  /** The files that the tool made, beside its result. */
  readonly files?: unknown;
  /** Calls with the same bundle ran at the same time. */
  readonly bundle?: string | undefined;
  /** Why it was discarded or skipped, where the app says so. */
  readonly reason?: string | undefined;
  readonly state: ToolState;
  /** The failed call of the same tool with the same input that this one repeats. */
  readonly repeats?: OtherCall | undefined;
  /** The call that repeats this one, which failed. */
  readonly repeated?: OtherCall | undefined;
  /** ISO 8601, as the API sent it. */
  readonly startedAt?: string | undefined;
  /** Milliseconds. */
  readonly duration?: number | undefined;
}

export interface InputRequestStep extends StepPosition {
  readonly kind: "request";
  readonly request: "approval" | "feedback";
  readonly prompt: string;
  /** Params, questions and whatever else the event has. */
  readonly data: unknown;
  /** Neither answered nor overtaken by the end of the run. */
  readonly pending: boolean;
}

export interface AnswerStep extends StepPosition {
  readonly kind: "answer";
  readonly prompt?: string | undefined;
  /** Since it was asked, in milliseconds. */
  readonly waited?: number | undefined;
  /** The data of the request, where it is known. */
  readonly asked?: unknown;
  readonly data: unknown;
}

/** What became of one node of a workflow. */
export interface NodeOutcome {
  readonly node: string;
  readonly name: string;
  /** As the app sent it: `success`, `failure`, `skip`, `canceled`, `undefined`. */
  readonly status: string;
  readonly error?: unknown;
  /** Milliseconds between the first and the last that was heard of it. */
  readonly duration?: number | undefined;
}

export interface WorkflowStep extends StepPosition {
  readonly kind: "workflow";
  readonly outcome: "completed" | "failed" | "canceled";
  readonly error?: unknown;
  readonly nodes: readonly NodeOutcome[];
}

export interface PausedItem extends StepPosition {
  readonly kind: "paused";
  readonly checkpoint?: string | undefined;
  /** When it goes on by itself, milliseconds since the epoch. */
  readonly resumeAt?: number | undefined;
}

/** What a person reads of a run, one item each. `data` and `error` are as the API sent them. */
export type StoryStep =
  | TextStep
  | ToolStep
  | InputRequestStep
  | (StepPosition & { readonly kind: "notice"; readonly text: string })
  | AnswerStep
  | WorkflowStep
  | PausedItem
  | (StepPosition & { readonly kind: "started" | "resumed" | "completed" | "canceled" })
  | (StepPosition & { readonly kind: "failed"; readonly error: unknown })
  | (StepPosition & { readonly kind: "other"; readonly type: string; readonly data: unknown });

/** A new item, a newer form of one with the same id, or text that grew at its end. */
export type StepChange = { kind: "upsert"; item: StoryStep } | { kind: "append"; id: string; text: string };
