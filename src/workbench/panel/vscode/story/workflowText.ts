import { hookName } from "#model/block.ts";
import { shortId } from "#model/shortId.ts";
import { errorSummary } from "#runs/labels/errorSummary.ts";
import type { NodeOutcome, WorkflowStep } from "#runs/story/storySteps.ts";
import type { NodeView } from "#workbench/panel/page/storyViews.ts";

export function workflowWords({ error, nodes }: WorkflowStep): { text: string; nodes: NodeView[] } {
  const names = new Map(nodes.map((node) => [node.node, nameOf(node)]));
  return {
    text: reasonOf(error),
    nodes: nodes.filter((node) => !isNameless(node)).map((node) => nodeView(node, names)),
  };
}

function nodeView(outcome: NodeOutcome, names: Names): NodeView {
  const { node, status, inside, tables, mocked, blocked, error, duration } = outcome;
  const reason = blocked ? `Blocked by ${hookName(blocked.by)}` : reasonOf(error);
  return {
    name: `${names.get(node) ?? node}${mocked ? " (mocked)" : ""}`,
    ...{ status, tables, duration },
    blocked: blocked ? true : undefined,
    inside: inside && { keys: inside.map(({ key }) => key), names: namesOf(inside) },
    reason: reason === "" ? undefined : status === "skip" ? skipReason(reason, names) : withNames(reason, names),
  };
}

function namesOf(inside: NonNullable<NodeOutcome["inside"]>): string {
  return [...new Set(inside.map(({ name }) => name))].join(", ");
}

/** A node that did well, of which nothing is known but an id that says nothing to a person. */
function isNameless({ node, name, status, tables, blocked, duration }: NodeOutcome): boolean {
  return name === node && isUuid.test(node) && status === "success" && !tables && !blocked && duration === undefined;
}

/** For a node without messages only the id is known. A UUID is shortened. */
function nameOf({ node, name }: NodeOutcome): string {
  return name === node && isUuid.test(node) ? `Node ${shortId(node)}` : name;
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

function reasonOf(error: unknown): string {
  return error === undefined ? "" : errorSummary(error).message;
}

type Names = ReadonlyMap<string, string>;

/** The SDK names other nodes by their ids. */
function withNames(reason: string, names: Names): string {
  return reason.replace(uuids, (id) => names.get(id) ?? id);
}

/** Why a node was skipped: what the SDK says of the node that it depends on, as a sentence. */
function skipReason(reason: string, names: Names): string {
  const [, node, condition, result] = /^Dependency (.+?)(?: condition (.+))?: (.+)$/s.exec(reason) ?? [];
  if (node === undefined || result === undefined) return `Skipped: ${withNames(reason, names)}`;
  const name = names.get(node) ?? node;
  const what = condition === undefined ? name : `condition ${condition} of ${name}`;
  switch (result) {
    case "failed":
      return `Skipped because ${what} failed`;
    case "skipped":
      return `Skipped because ${what} was skipped`;
    case "result is false":
      return `Skipped because ${what} is false`;
    default:
      return `Skipped: ${withNames(reason, names)}`;
  }
}
