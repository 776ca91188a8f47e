import { plainNumber } from "#base/json/exactNumber.ts";
import { hookPointName } from "./block.ts";
import { countOf } from "./counts.ts";

/** What a hook of an app decided, unless it blocked. It says nothing of what the hook saw. */
export interface HookDecision {
  /** The hook's name; empty if the app doesn't name it. */
  readonly by: string;
  /** `on_input`, `before_model`, `after_model`, `before_tool`, `after_tool`, `on_output`. */
  readonly point: string;
  readonly decision: "modify" | "skip" | "ask" | "error";
  readonly tool?: string;
  /** What a person answered: `approved`, `declined`, `unavailable`. */
  readonly outcome?: string;
  /** In characters: the text before and after a change. */
  readonly before?: number;
  readonly after?: number;
  /** The parameters that the person changed. */
  readonly edited?: readonly string[];
  /** The class of its exception, and what the app does then: `block`, `skip`. */
  readonly errorType?: string;
  readonly policy?: string;
}

const decisions = ["modify", "skip", "ask", "error"] as const;

/** `undefined` for a block, and for a decision that isn't known. */
export function readHookDecision(fields: Readonly<Record<string, unknown>>): HookDecision | undefined {
  const decision = decisions.find((each) => each === fields["decision"]);
  if (!decision) return undefined;
  const text = (name: string): string | undefined => {
    const value = fields[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = plainNumber(fields[name]);
    return typeof value === "number" ? value : undefined;
  };
  const { edited } = fields;
  return {
    by: text("hook") ?? "",
    point: text("point") ?? "",
    decision,
    tool: text("tool"),
    outcome: text("outcome"),
    before: number("before_chars"),
    after: number("after_chars"),
    edited: Array.isArray(edited) ? edited.filter((each) => typeof each === "string") : undefined,
    errorType: text("error_type"),
    policy: text("policy"),
  };
}

const changedText: Readonly<Record<string, string>> = {
  on_input: "Input changed",
  before_model: "Messages changed",
  after_model: "Model reply changed",
  before_tool: "Call changed",
  after_tool: "Result changed",
  on_output: "Answer changed",
};

/** What a hook decided, in a few words: *Input changed*, *Call answered*, *Approval asked*, *Hook failed*. */
export function decisionTitle({ decision, point }: HookDecision): string {
  switch (decision) {
    case "modify":
      return Object.hasOwn(changedText, point) ? changedText[point]! : "Changed";
    case "skip":
      return point === "before_tool" ? "Call answered" : "Skipped";
    case "ask":
      return "Asked for approval";
    case "error":
      return "Hook failed";
  }
}

/** The rest of it: *19 characters before, 13 after*, *pay: approved, changed amount*. */
export function decisionText(each: HookDecision): string {
  const { tool, point, decision, outcome, before, after, edited = [], errorType, policy } = each;
  const sizes =
    before === undefined || after === undefined ? [] : [`${countOf(before, "character")} before, ${after} after`];
  const answer = outcome === "unavailable" ? "no one could be asked" : outcome;
  const facts = [
    ...sizes,
    ...(decision === "ask" && answer !== undefined ? [answer] : []),
    ...(edited.length > 0 ? [`changed ${edited.join(", ")}`] : []),
    ...(errorType === undefined ? [] : [errorType]),
    ...(policy === undefined ? [] : [`the hook's error policy is ${policy}`]),
  ].join(", ");
  const subject = tool ?? (decision === "error" || decision === "skip" ? hookPointName(point) : "");
  return [subject, facts].filter((part) => part !== "").join(": ");
}
