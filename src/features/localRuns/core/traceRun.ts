import type { Run } from "#api/schemas.ts";
import { isContainer, plainNumber } from "#base/json/exactNumber.ts";
import { fieldsOf, textOf } from "#base/json/fieldsOf.ts";
import { withoutUndefined } from "#base/stored.ts";
import { readCosts } from "#model/usage.ts";
import type { TraceFields } from "#runs/labels/traceSummary.ts";
import { Cover } from "#runs/values/cover.ts";
import { type TraceRun, TraceTree } from "./trace.ts";
import { type Fields, hooksOf, isAgent, isFrame, isModelCall, nodeFields, nodeOf } from "./traceNode.ts";
import { nodeError, tracebackOf } from "./traceParts.ts";

/**
 * A run of a program in the form of the Runs API.
 *
 * @param all may also hold nodes of other runs
 * @param bytes the size of its trace, if it is known
 */
export function toRun(root: TraceRun, all: readonly TraceRun[], bytes?: number): Run {
  const tree = new TraceTree(root, all);
  const { user_id: user, session_id: session } = fieldsOf(root.input);
  return {
    id: root.id,
    status: statusOf(root),
    started_at: root.start_time ?? null,
    ended_at: root.end_time ?? null,
    input: root.input ?? null,
    output: outputOf(root, tree),
    error: errorOf(tree),
    user_id: textOf(user) || undefined,
    session_id: textOf(session) || undefined,
    trace: { ...summaryOf(tree), bytes },
  };
}

/** The status that the Runs API has for a trace's. One that we don't know stays. */
export function statusOf({ status }: TraceRun): string {
  if (status === null || status === undefined) return "started";
  return status === "succeeded" ? "completed" : status;
}

/** The nodes of the workflow itself, without those inside of them. */
function topNodes(tree: TraceTree): TraceRun[] {
  const nodes: TraceRun[] = [];
  const frames = [tree.root];
  for (const run of frames) {
    if (!isFrame(run)) nodes.push(run);
    else for (const child of tree.childrenOf(run)) if (!frames.includes(child)) frames.push(child);
  }
  return nodes;
}

/** A workflow's output by the names of its nodes, or that of its only one. Other nodes have their own. */
export function outputOf(root: TraceRun, tree: TraceTree): unknown {
  if (!isFrame(root) || !isContainer(root.output)) return root.output ?? null;
  const top = topNodes(tree);
  const ends = top.filter((run) => nodeOf(run).type.endsWith(".Output"));
  const only = ends.length === 1 ? ends[0] : top.length === 1 ? top[0] : undefined;
  const names = namesOf(top);
  if (only) return withNodeNames(only.output ?? null, names);
  const byId = fieldsOf(root.output);
  return withNodeNames(
    Object.fromEntries(
      Object.entries(byId).map(([id, end]) => [id, "output" in fieldsOf(end) ? fieldsOf(end)["output"] : end]),
    ),
    names,
  );
}

/** The name of each node by its id. Several nodes of one name are numbered. */
function namesOf(nodes: readonly TraceRun[]): Map<string, string> {
  const names = new Map<string, string>();
  const used = new Map<string, number>();
  for (const { id, name } of nodes.map(nodeOf)) {
    if (names.has(id)) continue;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    names.set(id, count === 1 ? name : `${name} ${count}`);
  }
  return names;
}

/** The output with the names of nodes instead of their ids. */
function withNodeNames(output: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isContainer(output) || Array.isArray(output)) return output;
  return Object.fromEntries(
    Object.entries(output).map(([key, value]: [string, unknown]) => [names.get(key) ?? key, value]),
  );
}

/** `undefined` unless the run failed: the failed nodes, and the traceback of the deepest one. */
export function errorOf(tree: TraceTree): unknown {
  const { root } = tree;
  if (root.status !== "failed") return root.status === "canceled" ? (root.error ?? null) : null;
  const failed = topNodes(tree).filter(({ status }) => status === "failed");
  const [first] = failed;
  const deepest = first && deepestFailed(first, tree);
  const errorFields = nodeError((first ?? root).error) ?? { message: messageOf(root) };
  const nodes = failed.map((run) => ({ id: nodeOf(run).id, name: nodeOf(run).name, error_message: messageOf(run) }));
  return withoutUndefined({
    ...(nodes.length > 1 ? { message: messageOf(root) } : errorFields),
    node_name: deepest && nodeOf(deepest).name,
    failed_nodes: nodes.length > 1 ? nodes : undefined,
    traceback: tracebackOf((deepest ?? root).error),
  });
}

function messageOf({ error }: TraceRun): string {
  return error?.message ?? "";
}

/** The node inside whose failure went up to this one. One that an agent survived isn't the cause. */
function deepestFailed(run: TraceRun, tree: TraceTree): TraceRun {
  const seen = new Set<string>();
  let deepest = run;
  for (let next: TraceRun | undefined = run; next && !seen.has(next.id);) {
    seen.add(next.id);
    if (!isFrame(next)) deepest = next;
    next = causeIn(next, tree);
  }
  return deepest;
}

function causeIn(run: TraceRun, tree: TraceTree): TraceRun | undefined {
  const children = tree.childrenOf(run);
  const failed = children.filter(({ status }) => status === "failed");
  const message = messageOf(run);
  const named = failed.findLast(({ error }) => error?.message && message.includes(error.message));
  if (named || isFrame(run)) return named ?? failed[0];
  const last = children.at(-1);
  return last?.status === "failed" ? last : undefined;
}

const titleFields = ["input", "text", "message", "question"];
/** In characters. */
const minTitleLength = 3;

/** A text of the input, else the name of the first agent, or of the first node. */
function titleOf(tree: TraceTree): string {
  const input = fieldsOf(tree.root.input);
  const text =
    typeof tree.root.input === "string"
      ? tree.root.input
      : titleFields.map((name) => textOf(input[name])).find(isTitle);
  if (text !== undefined && isTitle(text)) return text;
  const top = topNodes(tree).filter((run) => !/\.(?:Input|Output)$/.test(nodeOf(run).type));
  return nodeOf(top.find(isAgent) ?? top[0] ?? tree.root).name;
}

function isTitle(text: string | undefined): boolean {
  return text !== undefined && text.trim().length >= minTitleLength;
}

function summaryOf(tree: TraceTree): TraceFields {
  const models = tree.nodes.filter(isModelCall);
  const usages = models.map((run) => ({ run, usage: fieldsOf(fieldsOf(run.metadata)["usage"]) }));
  const sum = (name: string): number => usages.reduce((all, { usage }) => all + (countOf(usage[name]) ?? 0), 0);
  const [prompt, completion] = [sum("prompt_tokens"), sum("completion_tokens")];
  const costs = usages.map(({ run, usage }) => ({ run, tokens: tokensOf(usage), cost: readCosts(usage).cost }));
  const unpriced = costs.filter(({ tokens, cost }) => tokens !== undefined && cost === undefined);
  return {
    // As in the panel: a list is looked at by others, too, and titles go into copies, names of files and the search.
    title: new Cover().text(titleOf(tree)),
    nodes: tree.nodes.filter((run) => !isFrame(run)).length,
    model_calls: models.length,
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: costs.reduce((all, { tokens = 0 }) => all + tokens, 0),
    cost_usd: costs.reduce((all, { cost = 0 }) => all + cost, 0),
    unpriced: [...new Set(unpriced.map(({ run }) => textOf(nodeFields(run)["model"]) ?? nodeOf(run).name))],
    blocked_calls: tree.nodes.flatMap(hooksOf).filter(isBlockedCall).length,
  };
}

function isBlockedCall({ point, decision }: { point: string; decision: string }): boolean {
  return decision === "block" && (point === "before_tool" || point === "after_tool");
}

/** The tokens of a model call; `undefined` if it gives none. */
function tokensOf(usage: Fields): number | undefined {
  const [prompt, completion] = [countOf(usage["prompt_tokens"]), countOf(usage["completion_tokens"])];
  const both = prompt === undefined && completion === undefined ? undefined : (prompt ?? 0) + (completion ?? 0);
  return countOf(usage["total_tokens"]) ?? both;
}

function countOf(value: unknown): number | undefined {
  const number = plainNumber(value);
  return typeof number === "number" && number >= 0 && Number.isFinite(number) ? number : undefined;
}
