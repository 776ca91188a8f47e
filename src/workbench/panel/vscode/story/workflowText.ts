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
    status,
    tables,
    duration,
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
  return (
    name === node && uuidPattern.test(node) && status === "success" && !tables && !blocked && duration === undefined
  );
}

/** For a node without messages only the id is known. A UUID is shortened. */
function nameOf({ node, name }: NodeOutcome): string {
  return name === node && uuidPattern.test(node) ? `Node ${shortId(node)}` : name;
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const uuidsInText = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

function reasonOf(error: unknown): string {
  return error === undefined ? "" : errorSummary(error).message;
}

type Names = ReadonlyMap<string, string>;

/** The SDK names other nodes by their ids. */
function withNames(reason: string, names: Names): string {
  return reason.replace(uuidsInText, (id) => names.get(id) ?? id);
}

/** How the SDK ends a sentence about a node that another depends on, and how we do. */
const dependencyResults: Readonly<Record<string, string>> = {
  failed: "failed",
  skipped: "was skipped",
  "result is false": "is false",
};

/** Why a node was skipped: what the SDK says of the node that it depends on, as a sentence. */
function skipReason(reason: string, names: Names): string {
  const [, dependency = "", result = ""] = /^Dependency (.+): (failed|skipped|result is false)$/s.exec(reason) ?? [];
  if (dependency === "") return `Skipped: ${withNames(reason, names)}`;
  const [node = "", ...condition] = dependency.split(" condition ");
  const name = names.get(node) ?? node;
  const what = condition.length === 0 ? name : `condition ${condition.join(" condition ")} of ${name}`;
  return `Skipped because ${what} ${dependencyResults[result]}`;
}
