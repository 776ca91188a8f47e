import { shortId } from "../../../model/shortId.ts";
import type { NodeView } from "../../../protocol/storyViews.ts";
import { errorSummary } from "../../../runs/labels/errorSummary.ts";
import type { NodeOutcome, WorkflowStep } from "../../../runs/story/storySteps.ts";

const titles = { completed: "Workflow completed", failed: "Workflow failed", canceled: "Workflow canceled" };

/** The end of a workflow in words, and what became of its nodes. */
export function workflowWords({ outcome, error, nodes }: WorkflowStep): {
  title: string;
  text: string;
  nodes: NodeView[];
} {
  return { title: titles[outcome], text: reasonOf(error), nodes: nodes.map(nodeView) };
}

function nodeView({ node, name, status, error, duration }: NodeOutcome): NodeView {
  const reason = reasonOf(error);
  return {
    name: name === node ? nameOfId(node) : name,
    status,
    ...(reason === "" ? {} : { reason }),
    ...(duration === undefined ? {} : { duration }),
  };
}

/** A node that has not said anything is known by its id alone: a UUID is cut. */
function nameOfId(id: string): string {
  return isUuid.test(id) ? `Node ${shortId(id)}` : id;
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function reasonOf(error: unknown): string {
  return error === undefined ? "" : errorSummary(error).message;
}
