import { isContainer } from "#base/json/exactNumber.ts";
import { memoryRemedy } from "#model/conversationIds.ts";
import { errorDetails, errorSummary, failedNode, unsaidCode } from "#runs/labels/errorSummary.ts";
import type { FailureFact, StepView } from "#workbench/panel/page/storyViews.ts";
import { detailsOf, without } from "./viewParts.ts";

type FailureWords = Omit<Extract<StepView, { kind: "failed" }>, "id" | "sequence" | "at" | "until" | "iteration">;

/**
 * The facts about a failure: failed nodes first, then the error's own message, other facts, and all remaining fields.
 */
export function failureView(error: unknown): FailureWords {
  const summary = errorSummary(error);
  const { code, message, nodes } = summary;
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
    code: unsaidCode(summary),
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
  const nodes = failedNodes(fields["failed_nodes"]);
  const retry = retryFields.find((name) => typeof fields[name] === "boolean");
  return {
    facts: [
      ...(retry === undefined ? [] : [{ name: "Can be retried", value: fields[retry] === true ? "yes" : "no" }]),
      ...(nodes && nodes.length > 0 ? [nodeFact(nodes)] : []),
    ],
    said: [...(retry === undefined ? [] : [retry]), ...(nodes ? ["failed_nodes"] : [])],
  };
}

/** The names of nodes, and their ids for those who look for one; a node without a name is known by its id. */
function nodeFact(nodes: readonly FailedNode[]): FailureFact {
  const name = nodes.length === 1 ? "Node" : "Nodes";
  const ids = nodes.map(({ id }) => id).join(", ");
  const value = nodes.map((node) => node.name || node.id).join(", ");
  return value === ids ? { name, value, code: true } : { name, value, title: ids };
}

/** The names that the SDK and other apps use. */
const retryFields = ["recoverable", "retryable"];
const nodeFields = ["id", "name", "error_message"];

interface FailedNode {
  id: string;
  /** Empty if it isn't known. */
  name: string;
}

/**
 * The failed nodes that have an id; `undefined` if the reason doesn't contain all that is known of them.
 */
function failedNodes(nodes: unknown): FailedNode[] | undefined {
  if (!Array.isArray(nodes)) return undefined;
  const isNode = (node: unknown): node is Record<string, unknown> =>
    isContainer(node) &&
    Object.keys(node).every((key) => nodeFields.includes(key)) &&
    typeof (node as Record<string, unknown>)["error_message"] === "string";
  if (!nodes.every(isNode)) return undefined;
  return nodes.flatMap(({ id, name }) =>
    typeof id === "string" && id !== "" ? [{ id, name: typeof name === "string" ? name : "" }] : [],
  );
}

/** Where in the app's code it failed, which is shown only on request. */
function tracebackOf(details: unknown): string | undefined {
  const { traceback } = (details ?? {}) as { traceback?: unknown };
  return typeof traceback === "string" && traceback.trim() !== "" ? traceback : undefined;
}
