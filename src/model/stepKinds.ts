/** What each view has to know of a kind of step, said once. Its words and values are in `runs/story/stepParts.ts`. */
export interface StepKindFacts {
  /** An icon of the pages, whose types check that there is one. */
  readonly icon: string;
  /** The kind of its text in the search index, which databases hold. */
  readonly indexed: "error" | "text" | "tool" | "prompt" | "request" | "answer" | "workflow" | "other";
  /** The kind of row that it has in the timeline. */
  readonly row: "text" | "model" | "tool" | "wait" | "failure" | "none";
  /** Whether the outline lists it; `waiting` while a person has to answer it. */
  readonly outline: "always" | "waiting" | "never";
  /** Set for a step that is possible while a run is paused. Any other step shows that the run continues. */
  readonly duringPause?: true;
  /** Set for a step of which the command line says nothing, because it reports the run's start and end itself. */
  readonly isQuiet?: true;
}

export const stepKinds = {
  started: { icon: "play", indexed: "other", row: "none", outline: "never", isQuiet: true },
  text: { icon: "comment", indexed: "text", row: "text", outline: "never" },
  reasoning: { icon: "thinking", indexed: "text", row: "text", outline: "never" },
  tool: { icon: "tools", indexed: "tool", row: "tool", outline: "always" },
  model: { icon: "comment-discussion", indexed: "prompt", row: "model", outline: "never" },
  hook: { icon: "edit", indexed: "other", row: "none", outline: "never" },
  blocked: { icon: "shield", indexed: "other", row: "tool", outline: "never" },
  request: { icon: "bell", indexed: "request", row: "wait", outline: "waiting", duringPause: true },
  notice: { icon: "info", indexed: "request", row: "none", outline: "never", duringPause: true },
  answer: { icon: "verified-filled", indexed: "answer", row: "none", outline: "never", duringPause: true },
  workflow: { icon: "checklist", indexed: "workflow", row: "none", outline: "never" },
  paused: { icon: "debug-pause", indexed: "other", row: "wait", outline: "never" },
  resumed: { icon: "debug-continue", indexed: "other", row: "none", outline: "never" },
  completed: { icon: "pass", indexed: "other", row: "none", outline: "never", isQuiet: true },
  canceled: { icon: "circle-slash", indexed: "other", row: "none", outline: "never", isQuiet: true },
  failed: { icon: "error", indexed: "error", row: "failure", outline: "always", isQuiet: true },
  other: { icon: "symbol-misc", indexed: "other", row: "none", outline: "never", duringPause: true },
} as const satisfies Record<string, StepKindFacts>;

export type StepKind = keyof typeof stepKinds;

/** What a text is: apps name the type of its pieces, `agent.reasoning.delta`. */
export function kindOfText(object: string): "text" | "reasoning" {
  return object.includes("reasoning") ? "reasoning" : "text";
}

/** The kinds that have a fact of this value. */
export type KindsWith<Fact extends Partial<StepKindFacts>> = {
  [Kind in StepKind]: (typeof stepKinds)[Kind] extends Fact ? Kind : never;
}[StepKind];

/** The facts of a kind, also those that it may lack. */
export function factsOfKind(kind: StepKind): StepKindFacts {
  return stepKinds[kind];
}
