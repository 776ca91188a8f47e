import type { Run } from "../../api/schemas.ts";
import { isContainer } from "../../base/json/exactNumber.ts";
import { type Block, blockedBy, hookName } from "../../model/block.ts";
import { statusWord } from "../../model/status.ts";
import { runSentence, type SentencePiece } from "./runSentence.ts";

/** A step of a story, as far as it says what was blocked. */
interface Step {
  readonly kind: string;
  /** The nodes of a workflow that has ended. */
  readonly nodes?: readonly { readonly blockedBy?: string | undefined }[] | undefined;
  /** Of a call, or of what no call shows. */
  readonly blocked?: Block | undefined;
  readonly reason?: string | undefined;
  readonly speaker?: { readonly calledBy?: string | undefined } | undefined;
}

/** What blocked a run, and the step of its story where it did, if that is known. */
export interface RunBlock<S = unknown> {
  /** The hook's name; empty if the app doesn't name it. */
  readonly by: string;
  readonly step?: S;
}

/**
 * What blocked a run that completed with a hook's reason as its answer; `undefined` for any other run. The output may
 * not say it: often only the story does, by the end of its workflow or by the hook itself.
 *
 * @param steps of its story, as far as they are known; the last ones tell
 */
export function runBlock<S extends Step>(
  run: Pick<Run, "status" | "output">,
  steps: readonly S[] = [],
): RunBlock<S> | undefined {
  if (run.status !== "completed") return undefined;
  const step = steps.findLast((each) => isAnswer(each) && saysReason(run.output, each.reason));
  const nodes = steps.findLast((each) => each.nodes)?.nodes ?? [];
  const by = inOutput(run.output) ?? nodes.find((node) => node.blockedBy !== undefined)?.blockedBy;
  if (by === undefined) return step && { by: step.blocked?.by ?? "", step };
  const own = steps.findLast((each) => isAnswer(each) && each.blocked?.by === by);
  return own ? { by, step: own } : { by };
}

/** *Blocked by "refund policy"* */
export function blockedText(by: string): string {
  return `Blocked by ${hookName(by)}`;
}

/** The sentence beside the word *Blocked*: who did it, and the reason, which the run returned. */
export function blockedSentence(run: Run, by: string, place: readonly SentencePiece[] = []): SentencePiece[] {
  const hook = by.trim() === "" ? { text: "a hook" } : { text: by.trim(), code: true };
  return [{ text: "by " }, hook, ...place, { text: ": " }, ...runSentence(run)];
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
const deepest = 5;

/** Whether a hook's reason is what the run returned. Items of a list are the outputs of a node that ran several times. */
function saysReason(output: unknown, reason = "", depth = deepest): boolean {
  if (output === undefined || output === null) return depth === deepest;
  if (typeof output === "string") return output.trim() === reason.trim();
  if (!isContainer(output) || Array.isArray(output) || depth === 0) return false;
  return Object.values(output).some((each) => (each ?? undefined) !== undefined && saysReason(each, reason, depth - 1));
}

/** The output of an agent, alone or wrapped, or the SDK's own form: `{node: {status, output}}`. */
function inOutput(output: unknown): string | undefined {
  const own = blockedBy(output);
  if (own !== undefined || !isContainer(output) || Array.isArray(output)) return own;
  const fields = output as Record<string, unknown>;
  const wrapped = blockedBy(fields["output"]);
  if (wrapped !== undefined) return wrapped;
  const nodes = Object.values(fields).map((each) => (isContainer(each) ? (each as Record<string, unknown>) : {}));
  if (nodes.some(({ status }) => typeof status !== "string")) return undefined;
  return nodes.map((node) => blockedBy(node["output"])).find((by) => by !== undefined);
}
