import type { Block } from "#model/block.ts";
import type { HookDecision } from "#model/hookDecision.ts";
import type { ModelUsage, Usage } from "#model/usage.ts";
import type { StepPosition } from "#runs/story/storySteps.ts";

type Fields = Record<string, unknown>;

/** The speaker of a message: a node of the app, or one of its runs. */
export interface SpeakerWords {
  /** The run of the node, or the node itself if no run is named. */
  readonly key: string;
  readonly node?: string;
  readonly name?: string;
  /** `agents`, `llms`, `tools` … */
  readonly group?: string;
  /** The id of the call that it runs in, where it is known: the SDK's stream leaves it to the order of its messages. */
  readonly call?: string;
}

export interface CallWords {
  /** Empty when the app couldn't name the call. */
  readonly id: string;
  /** The tool's own name, otherwise the name that the model used. */
  readonly name: string;
  readonly toolType?: string;
  /** Whether the call only bundles others that run in parallel. */
  readonly bundles: boolean;
  /** The bundle of a call that ran at the same time as others, where each call says so itself. */
  readonly bundle?: string;
  readonly iteration?: number;
}

/** A try of a call or of a model call; times are ISO 8601. */
export interface AttemptWords {
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly failed: boolean;
  /** `ConnectionError: try 1` */
  readonly error?: string;
}

/** What a trace says of a call besides its result. */
export interface CallShortcuts {
  readonly cached?: true;
  readonly mocked?: true;
  /** All tries of a call that was retried. */
  readonly attempts?: readonly AttemptWords[];
  /** The traceback of a failed call, as Python writes it. */
  readonly traceback?: string;
}

export interface ModelCallWords extends CallShortcuts {
  readonly id: string;
  /** The model, as the provider names it: `openai/gpt-4o-mini`. */
  readonly model: string;
  readonly iteration?: number;
  /** What it was sent; only when it begins. */
  readonly messages?: unknown;
  /** What came back. */
  readonly output?: unknown;
  readonly error?: unknown;
  /** `undefined` when it begins. */
  readonly status?: string;
  readonly usage?: ModelUsage;
}

/** One of a bundle's calls. Its input comes before, its results come after. */
export interface BundledCall extends CallWords {
  readonly thought: string;
  readonly input: unknown;
  readonly result: unknown;
  readonly status?: string;
}

export interface NodeEnd {
  readonly node: string;
  readonly status: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly error: unknown;
}

export type AppPart =
  | { readonly kind: "nothing" }
  | { readonly kind: "thought"; readonly text: string }
  | { readonly kind: "answer"; readonly content: unknown; readonly source?: string }
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "chunk";
      readonly id: string;
      readonly text: string;
      readonly calls: readonly CallPiece[];
      readonly ended: boolean;
      readonly usage?: Usage;
    }
  /** A late chunk without choices. */
  | { readonly kind: "usage"; readonly id: string; readonly usage: Usage }
  | { readonly kind: "manager"; readonly step: string; readonly text: string }
  | { readonly kind: "callStarted"; readonly call: CallWords }
  | { readonly kind: "callInput"; readonly call: CallWords; readonly piece: string }
  | { readonly kind: "callVoid"; readonly id: string; readonly reason: string; readonly iteration?: number }
  | {
      readonly kind: "call";
      readonly call: CallWords;
      readonly thought: string;
      readonly input: unknown;
      readonly bundle: readonly BundledCall[];
    }
  | {
      readonly kind: "result";
      readonly call: CallWords;
      readonly input: unknown;
      readonly result: unknown;
      readonly output: unknown;
      readonly files: unknown;
      readonly status?: string;
      readonly bundle: readonly BundledCall[];
      readonly more: CallShortcuts;
    }
  | { readonly kind: "block"; readonly block: Block }
  /** What a hook decided, unless it blocked. */
  | { readonly kind: "hook"; readonly decision: HookDecision; readonly iteration?: number | undefined }
  /** A node that holds others begins, or has ended. Only traces have it. */
  | { readonly kind: "node"; readonly isOver: boolean }
  /** A call of a model begins, or has ended. Only traces have it. */
  | { readonly kind: "model"; readonly call: ModelCallWords }
  | {
      readonly kind: "request";
      readonly request: "approval" | "feedback";
      readonly prompt: string;
      readonly info: boolean;
      readonly data: Fields;
    }
  | {
      readonly kind: "end";
      readonly outcome: "completed" | "failed" | "canceled";
      readonly error: unknown;
      readonly nodes: readonly NodeEnd[];
    };

interface CallPiece {
  readonly index: number;
  readonly name?: string;
  readonly input: string;
}

export interface AppMessage {
  /** `undefined` when only the order of the messages shows the speaker. */
  readonly speaker: SpeakerWords | undefined;
  readonly part: AppPart;
}

export interface MessageTime {
  readonly sequence: number;
  /** Milliseconds after the run's first event. */
  readonly at: number | undefined;
  /** ISO 8601. */
  readonly time: string | undefined;
}

/** @param part distinguishes several steps of one message */
export function stepPosition({ sequence, at }: MessageTime, part = ""): StepPosition {
  return { id: `${sequence}${part}`, sequence, at };
}
