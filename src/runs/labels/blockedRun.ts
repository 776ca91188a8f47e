import type { Run } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { type Block, type BlockedOutput, blockWithin, hookName } from "#model/block.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { answerIn, nodeOutputs } from "#model/runResult.ts";
import { statusWord } from "#model/status.ts";
import { runSentence, type SentencePiece } from "./runSentence.ts";

/** A step of a story, as far as it says what was blocked. */
interface Step {
  readonly kind: string;
  readonly nodes?: readonly { readonly blocked?: BlockedOutput }[];
  /** The block of a call, or of what no call shows. */
  readonly blocked?: Block;
  readonly reason?: string;
  readonly speaker?: { readonly calledBy?: string };
}

/** What blocked a run, and the step of its story where it did, if that is known. */
export interface RunBlock<S = unknown> {
  /** The hook's name; empty if the app doesn't name it. */
  readonly by: string;
  readonly step?: S;
}

/** What blocked a run that completed with a hook's reason as its answer. Often only its last steps say it. */
export function runBlock<S extends Step>(
  run: Pick<Run, "status" | "output">,
  steps: readonly S[] = [],
): RunBlock<S> | undefined {
  if (run.status !== "completed") return undefined;
  const ofNodes = nodeOutputs(run.output);
  const result = ofNodes ? answerIn(run.output) : run.output;
  const step = steps.findLast((each) => isAnswer(each) && (returned(result, each.reason ?? "") ?? true));
  const blocks = [
    ...(ofNodes ?? [run.output]).map(blockWithin),
    ...(steps.findLast((each) => each.nodes)?.nodes ?? []).map(({ blocked }) => blocked),
  ];
  const blockedBy = blocks.find((block) => block && isResult(result, block))?.by;
  if (blockedBy === undefined) return step && { by: step.blocked?.by ?? "", step };
  const own = steps.findLast((each) => isAnswer(each) && each.blocked?.by === blockedBy);
  return own ? { by: blockedBy, step: own } : { by: blockedBy };
}

/** *Blocked by "refund policy"* */
export function blockedText(by: string): string {
  return `Blocked by ${hookName(by)}`;
}

/** The sentence beside the word *Blocked*: who did it, and the reason, which the run returned. */
export function blockedSentence(run: Run, by: string, where: readonly SentencePiece[] = []): SentencePiece[] {
  const hook = by.trim() === "" ? { text: "a hook" } : { text: by.trim(), code: true };
  return [{ text: "by " }, hook, ...where, { text: ": " }, ...runSentence(run)];
}

/** The status of a run in a word. @param by the hook that blocked it */
export function runWord(status: string, by: string | undefined): string {
  return by === undefined ? statusWord(status) : "Blocked";
}

/** Whether a hook's reason became the answer of an agent that no other agent called. */
function isAnswer({ blocked, speaker }: Step): boolean {
  return blocked?.outcome === "answer" && speaker?.calledBy === undefined;
}

/** How deep the answer may be in an output. */
const maxDepth = 5;

/** Whether what blocked an agent is the run's result: another agent may have answered after it. */
function isResult(output: unknown, { reason }: BlockedOutput): boolean {
  return reason === undefined || (returned(output, reason) ?? true);
}

/** Whether a run returned this text, also in an item of a list; `undefined` if it returned nothing. */
function returned(output: unknown, text: string, depth = maxDepth): boolean | undefined {
  if (output === undefined || output === null || output === "") return undefined;
  if (typeof output === "string") return shortPlaceholders(output).trim() === shortPlaceholders(text).trim();
  if (!isContainer(output) || Array.isArray(output) || depth === 0) return false;
  const fields = Object.values(output).map((each) => returned(each, text, depth - 1));
  return fields.includes(true) || (fields.includes(false) ? false : undefined);
}
