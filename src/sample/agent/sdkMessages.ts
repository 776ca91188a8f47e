import type { Random } from "./random.ts";
import type { AgentContext, Script } from "./steps.ts";

/** The messages of an app that was built with the SDK, in the forms that arrive in `run.data`. */

export interface SdkNode {
  id: string;
  name: string;
  /** `agents`, `llms`, `tools`; null for a workflow. */
  group: string | null;
  type: string;
}

export interface SdkEnvelope {
  run: string | null;
  /** The id of the run of the whole workflow. */
  workflow: string;
  node: SdkNode;
  data: unknown;
  event?: string;
}

export function envelope({ run, workflow, node, data, event = "streaming" }: SdkEnvelope): unknown {
  const { id, name, group, type } = node;
  return { run_id: run, wf_run_id: workflow, entity_id: id, data, event, source: { id, name, group, type } };
}

/** A text cut at random places, as models do. */
export function pieces(random: Random, text: string, maxLength: number): string[] {
  const cut: string[] = [];
  for (let from = 0; from < text.length; from += cut.at(-1)?.length ?? 1) {
    cut.push(text.slice(from, from + random.integer(1, maxLength)));
  }
  return cut;
}

export interface SdkNodeEnd {
  status: "success" | "failure" | "skip" | "canceled";
  input?: unknown;
  output?: unknown;
  error?: unknown;
}

/** The workflow's own message, the last one: its whole output by node, `{error}` or `{canceled: true}`. */
export function workflowEnd(
  random: Random,
  workflow: string,
  data: Record<string, SdkNodeEnd> | { error: string } | object,
): unknown {
  const node = { id: "workflow", name: "Workflow", group: null, type: "dynamiq.workflows.Workflow" };
  return envelope({ run: random.uuid(), workflow, node, data });
}

/** Sends messages as the events of a run. */
export function* stream({ random }: AgentContext, messages: Iterable<unknown>): Script<void> {
  for (const data of messages) yield { kind: "event", after: random.integer(10, 60), type: "run.data", data };
}
