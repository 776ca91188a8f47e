import type { Random } from "../agent/random.ts";

/** The messages of an app that was built with the SDK, in the forms that arrive in `run.data`. */

export interface SdkTool {
  name: string;
  type: string;
  actionType?: string | null;
}

export interface SdkCall {
  /** The id of the call; random when it is left out. */
  id?: string;
  tool: SdkTool;
  /** For parallel calls: function calling thinks before each, other agents once for all. */
  thought?: string;
  input: Record<string, unknown>;
  /** A tool's result is always a text. Left out: the call stays open. */
  result?: string;
  status?: "success" | "failure" | "skip";
  output?: unknown;
  files?: readonly SdkFile[];
  /** Messages of others while the tool runs: of a sub-agent, or a question. */
  during?: Iterable<unknown>;
}

interface SdkFile {
  name: string;
  mime_type: string;
  /** In bytes. */
  size: number;
  /** Base64. */
  content: string;
}

export interface SdkNode {
  id: string;
  name: string;
  /** `agents`, `llms`, `tools`; null for a workflow. */
  group: string | null;
  type: string;
}

/** A text cut at random places, as models do. */
export function pieces(random: Random, text: string, most: number): string[] {
  const cut: string[] = [];
  for (let from = 0; from < text.length; from += cut.at(-1)?.length ?? 1) {
    cut.push(text.slice(from, from + random.integer(1, most)));
  }
  return cut;
}

export interface SdkEnvelope {
  run: string | null;
  workflow: string;
  node: SdkNode;
  data: unknown;
  event?: string;
}

export function envelope({ run, workflow, node, data, event = "streaming" }: SdkEnvelope): unknown {
  const { id, name, group, type } = node;
  return { run_id: run, wf_run_id: workflow, entity_id: id, data, event, source: { id, name, group, type } };
}

/** A tool in the form of call messages. */
export function toolOf({ name, type, actionType = null }: SdkTool): object {
  return { name, type, action_type: actionType };
}

/** The name that the model gets. */
export function actionOf({ name }: SdkTool): string {
  return name.replaceAll(" ", "-");
}

export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
