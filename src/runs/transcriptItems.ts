/** Where an item of a run's story stands. */
export interface ItemPlace {
  /** Stays the same while the item grows. */
  readonly id: string;
  /** The event that began it. */
  readonly sequence: number;
  /** Milliseconds after the run's first event, when both have a time. */
  readonly at?: number | undefined;
  /** When what takes time was last heard of, on the same clock: the end of what is over. */
  readonly until?: number | undefined;
  readonly iteration?: number | undefined;
}

type ToolState = "running" | "finished" | "unfinished" | "failed";

interface TextItem extends ItemPlace {
  readonly kind: "text";
  /** What the pieces call themselves: `agent.reasoning.delta`. */
  readonly object: string;
  readonly text: string;
  /** More may come. */
  readonly growing: boolean;
}

export interface ToolItem extends ItemPlace {
  readonly kind: "tool";
  readonly name: string;
  readonly toolType?: string | undefined;
  readonly input: unknown;
  readonly result: unknown;
  /** The event that brought the result. */
  readonly ended?: number | undefined;
  /** What the call reported while it ran; the beginning of it when it was much. */
  readonly progress: string;
  readonly state: ToolState;
  /** ISO 8601, as the API sent it. */
  readonly startedAt?: string | undefined;
  /** Milliseconds. */
  readonly duration?: number | undefined;
}

export interface RequestItem extends ItemPlace {
  readonly kind: "request";
  readonly request: "approval" | "feedback";
  readonly prompt: string;
  /** Params, questions and whatever else the event has. */
  readonly data: unknown;
  /** Neither answered nor overtaken by the end of the run. */
  readonly pending: boolean;
}

export interface AnswerItem extends ItemPlace {
  readonly kind: "answer";
  readonly prompt?: string | undefined;
  /** Since it was asked, in milliseconds. */
  readonly waited?: number | undefined;
  /** The data of the request, where it is known. */
  readonly asked?: unknown;
  readonly data: unknown;
}

/** What a person reads of a run, one item each. `data` and `error` are as the API sent them. */
export type TranscriptItem =
  | TextItem
  | ToolItem
  | RequestItem
  | (ItemPlace & { readonly kind: "notice"; readonly text: string })
  | AnswerItem
  | (ItemPlace & { readonly kind: "paused"; readonly checkpoint?: string | undefined })
  | (ItemPlace & { readonly kind: "started" | "resumed" | "completed" | "canceled" })
  | (ItemPlace & { readonly kind: "failed"; readonly error: unknown })
  | (ItemPlace & { readonly kind: "other"; readonly type: string; readonly data: unknown });

/** A new item, a newer form of one with the same id, or text that grew at its end. */
export type TranscriptChange = { kind: "upsert"; item: TranscriptItem } | { kind: "append"; id: string; text: string };
