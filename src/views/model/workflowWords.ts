import type { NodeView } from "../../protocol/viewModels.ts";
import { errorSummary } from "../../runs/errorSummary.ts";
import type { NodeItem, WorkflowItem } from "../../runs/transcriptItems.ts";

const titles = { completed: "Workflow completed", failed: "Workflow failed", canceled: "Workflow canceled" };

/** The end of a workflow in words, and what became of its nodes. */
export function workflowWords({ outcome, error, nodes }: WorkflowItem): { title: string; text: string; nodes: NodeView[] } {
  return { title: titles[outcome], text: reasonOf(error), nodes: nodes.map(nodeView) };
}

function nodeView({ name, status, error, duration }: NodeItem): NodeView {
  const reason = reasonOf(error);
  return { name, status, ...(reason === "" ? {} : { reason }), ...(duration === undefined ? {} : { duration }) };
}

function reasonOf(error: unknown): string {
  return error === undefined ? "" : errorSummary(error).message;
}
