import { isContainer } from "../../../../base/json/exactNumber.ts";
import { memoryRemedy } from "../../../../model/conversationIds.ts";
import { errorDetails, errorSummary, failedNode } from "../../../../runs/labels/errorSummary.ts";
import type { FailureFact, StepView } from "../../page/storyViews.ts";
import { detailsOf, without } from "./viewParts.ts";

type FailureWords = Omit<Extract<StepView, { kind: "failed" }>, "id" | "sequence" | "at" | "until" | "iteration">;

/**
 * The facts about a failure: failed nodes first, then the error's own message, other facts, and all remaining fields.
 */
export function failureView(error: unknown): FailureWords {
  const { code, message, nodes } = errorSummary(error);
  const node = failedNode(error);
  const details = errorDetails(error);
  const traceback = tracebackOf(details);
  const fields = nodes !== undefined && isContainer(error) ? (error as Record<string, unknown>) : {};
  const own = typeof fields["message"] === "string" ? fields["message"] : undefined;
  const { facts, said } = factsOf(details);
  const remedy = memoryRemedy(code, message);
  return {
    kind: "failed",
    message: nodes === undefined ? message : (own ?? ""),
    reason: nodes,
    code: code || undefined,
    remedy,
    node,
    facts: facts.length === 0 ? undefined : facts,
    traceback: traceback || undefined,
    ...detailsOf(
      without(details, [
        ...said,
        ...(node === undefined ? [] : ["node_name"]),
        ...(traceback ? ["traceback"] : []),
        ...(own === undefined ? [] : ["message"]),
      ]),
    ),
  };
}

function factsOf(details: unknown): { facts: FailureFact[]; said: string[] } {
  const fields = (isContainer(details) ? details : {}) as Record<string, unknown>;
  const ids = nodeIds(fields["failed_nodes"]);
  const retry = retryFields.find((name) => typeof fields[name] === "boolean");
  return {
    facts: [
      ...(retry === undefined ? [] : [{ name: "Can be retried", value: fields[retry] === true ? "yes" : "no" }]),
      ...(ids && ids.length > 0
        ? [{ name: ids.length === 1 ? "Node" : "Nodes", value: ids.join(", "), code: true }]
        : []),
    ],
    said: [...(retry === undefined ? [] : [retry]), ...(ids ? ["failed_nodes"] : [])],
  };
}

/** The names that the SDK and other apps use. */
const retryFields = ["recoverable", "retryable"];
const nodeFields = ["id", "name", "error_message"];

/**
 * The ids of the failed nodes. They are left out if the nodes have names or messages that the reason doesn't contain.
 */
function nodeIds(nodes: unknown): string[] | undefined {
  if (!Array.isArray(nodes) || nodes.length === 0) return undefined;
  const isNode = (node: unknown): node is Record<string, unknown> =>
    isContainer(node) &&
    Object.keys(node).every((key) => nodeFields.includes(key)) &&
    typeof (node as Record<string, unknown>)["error_message"] === "string";
  if (!nodes.every(isNode)) return undefined;
  return nodes.flatMap(({ id }) => (typeof id === "string" && id !== "" ? [id] : []));
}

/** The place in the app's code where it failed, which is shown only on request. */
function tracebackOf(details: unknown): string | undefined {
  const { traceback } = (details ?? {}) as { traceback?: unknown };
  return typeof traceback === "string" && traceback.trim() !== "" ? traceback : undefined;
}
