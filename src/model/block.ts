import { isContainer } from "#base/json/exactNumber.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";

/** What a hook of the app blocked, as far as the app says it. */
export interface Block {
  /** The hook's name; empty if the app doesn't name it. */
  readonly by: string;
  /** Where: `on_input`, `before_tool`, `after_tool`, `on_output` … */
  readonly point?: string;
  /** Who gets its reason: the model with `observation`, the person with `answer`, the run's error with `fail`. */
  readonly outcome?: string;
  /** Set for a call that had run already: its result was blocked, or the agent that it called. */
  readonly ran?: true;
}

type Fields = Record<string, unknown>;

/** What blocked an agent, by its output. */
export interface BlockedOutput {
  /** The hook's name; empty if the app doesn't name it. */
  readonly by: string;
  /** The hook's reason, which the agent gave as its answer. */
  readonly reason?: string;
}

/** The block of the agent with this output, or of the last one in it: by ids of nodes, or whole in a field. */
export function blockWithin(output: unknown): BlockedOutput | undefined {
  const own = readBlock(output);
  if (own) return own;
  const last = Object.values(fieldsOf(output)).findLast((each) => typeof fieldsOf(each)["content"] === "string");
  return readBlock(last);
}

/** An agent that nothing blocked says `blocked: false`, and an app's own data may have a field of that name. */
function readBlock(output: unknown): BlockedOutput | undefined {
  const { blocked, blocked_by: by, content } = fieldsOf(output);
  if (blocked !== true || typeof by !== "string") return undefined;
  return { by, reason: typeof content === "string" ? content : undefined };
}

/** Who blocked a call, and its output without the words for it. A hook asks the person who declines a call. */
export function readCallBlock(status: unknown, output: unknown): { block?: Block; output: unknown } {
  const fields = fieldsOf(output);
  if (typeof fields["blocked"] !== "boolean") return { output };
  const { blocked, blocked_by: by, ...rest } = fields;
  if (!blocked) return { output: isNothing(by) ? rest : output };
  if (typeof by === "string") return { block: { by, ran: status === "skip" ? undefined : true }, output: rest };
  return status === "skip" ? { block: { by: "" }, output: rest } : { output };
}

/** How deep outputs of agents are looked for in a value. */
const maxDepth = 6;

/** A value without `blocked: false` in the outputs of agents, which says that no hook blocked them. */
export function withoutUnblocked(value: unknown, depth = maxDepth): unknown {
  if (!isContainer(value) || depth === 0) return value;
  if (Array.isArray(value)) {
    const items = value.map((each) => withoutUnblocked(each, depth - 1));
    return items.some((each, index) => each !== value[index]) ? items : value;
  }
  const { blocked, blocked_by: by } = value as Fields;
  const isUnblocked = "content" in value && blocked === false && isNothing(by);
  let isSame = !isUnblocked;
  const entries = Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
    if (isUnblocked && (name === "blocked" || name === "blocked_by")) return [];
    const next = withoutUnblocked(field, depth - 1);
    isSame &&= next === field;
    return [[name, next]];
  });
  return isSame ? value : Object.fromEntries(entries);
}

/** The words of a person who declined a call, from the result that the model gets; `undefined` if nobody declined it. */
export function declinedWords(result: unknown): string | undefined {
  if (typeof result !== "string") return undefined;
  return /^\s*the call was declined by a (?:human|person)\b[.:]?\s*(.*)$/is.exec(result)?.[1]?.trim();
}

/** *"refund policy"*, in quotes; *a hook* for one without a name. */
export function hookName(by: string): string {
  return by.trim() === "" ? "a hook" : `"${by.trim()}"`;
}

const hookPointNames: Readonly<Record<string, string>> = {
  on_input: "the input",
  before_model: "a model call",
  after_model: "a model reply",
  before_tool: "a tool call",
  after_tool: "a tool's result",
  on_output: "the answer",
};

/** What a hook blocked at this point, in words; the app's own word for an unknown point. */
export function hookPointName(point: string | undefined): string {
  if (point === undefined || point === "") return "";
  return Object.hasOwn(hookPointNames, point) ? hookPointNames[point]! : point;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
