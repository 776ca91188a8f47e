import { fieldsOf, textOf } from "#base/json/fieldsOf.ts";
import type { TraceRun } from "./trace.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** What a node's `metadata` says of it. */
export interface TraceNode {
  readonly id: string;
  readonly name: string;
  /** `agents`, `llms`, `tools`, `operators`, `utils` … */
  readonly group: string;
  /** The node's class: `dynamiq.nodes.agents.Agent`. */
  readonly type: string;
}

export function nodeOf(run: TraceRun): TraceNode {
  const node = nodeFields(run);
  return {
    id: textOf(node["id"]) ?? run.id,
    name: textOf(node["name"]) ?? run.name ?? "",
    group: textOf(node["group"]) ?? "",
    type: textOf(node["type"]) ?? "",
  };
}

/** The node's own settings: its model, its prompt. */
export function nodeFields({ metadata }: TraceRun): Fields {
  return fieldsOf(fieldsOf(metadata)["node"]);
}

/** Whether it is a workflow or a flow, which only holds nodes. */
export function isFrame({ type }: TraceRun): boolean {
  return type === "workflow" || type === "flow";
}

export function isAgent(run: TraceRun): boolean {
  return nodeOf(run).group === "agents";
}

export function isModelCall(run: TraceRun): boolean {
  return !isFrame(run) && (nodeOf(run).group === "llms" || "usage" in fieldsOf(run.metadata));
}

export interface HookDecision {
  readonly hook: string;
  /** `on_input`, `before_model`, `after_model`, `before_tool`, `after_tool`, `on_output`. */
  readonly point: string;
  /** `block`, `modify`, `skip`, `ask`, `error`. */
  readonly decision: string;
  readonly tool?: string;
  readonly outcome?: string;
  /** All that it says, as the SDK has it. It has nothing of what the hook saw. */
  readonly fields: Fields;
}

/** In their order. */
export function hooksOf({ metadata }: TraceRun): HookDecision[] {
  const { hooks } = fieldsOf(metadata) as { hooks?: unknown };
  if (!Array.isArray(hooks)) return [];
  return hooks.flatMap((each: unknown): HookDecision[] => {
    const fields = fieldsOf(each);
    const [hook, point, decision] = [fields["hook"], fields["point"], fields["decision"]].map(textOf);
    if (decision === undefined) return [];
    const [tool, outcome] = [textOf(fields["tool"]), textOf(fields["outcome"])];
    return [{ hook: hook ?? textOf(fields["type"]) ?? "", point: point ?? "", decision, tool, outcome, fields }];
  });
}

/** Models call tools by names without spaces: `crm-lookup` is `crm lookup`. */
export function sameTool(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, "-");
}
