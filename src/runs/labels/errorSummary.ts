import { isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";

export interface ErrorSummary {
  code?: string;
  message: string;
  /** The nodes that failed, and why. The error's own message only names them. */
  nodes?: string;
}

/** A path, on Windows with its drive, a line and a code. */
const maxHeads = 4;

const codeKeys = ["code", "type", "name"];
const messageKeys = ["message", "detail", "error", "reason"];

/** Code and message of a run's `error`, whose form isn't documented. */
export function errorSummary(error: unknown): ErrorSummary {
  if (typeof error === "string") return { message: error };
  if (error === undefined || error === null) return { message: "" };
  if (!isContainer(error)) return { message: stringifyJson(error) ?? "" };
  const fields = error as Record<string, unknown>;
  if (typeof fields["error"] === "object" && fields["error"] !== null) return errorSummary(fields["error"]);
  const code = firstString(fields, codeKeys);
  const nodes = nodeReasons(fields);
  const message = nodes ?? firstString(fields, messageKeys);
  const says = Object.values(fields).some((value) => value !== "" && value !== null && value !== undefined);
  return {
    code: code || undefined,
    nodes: nodes || undefined,
    message: message ?? (code || !says ? "" : stringifyJson(error)),
  };
}

/** The code, unless the message begins with it: *support.py:13: SyntaxError: invalid syntax*. */
export function unsaidCode({ code, message }: ErrorSummary): string | undefined {
  const heads = message.split(":", maxHeads).map((head) => head.trim());
  return code !== undefined && heads.includes(code) ? undefined : code;
}

/** *timeout: No answer* */
export function errorLine(error: unknown): string {
  const summary = errorSummary(error);
  return [unsaidCode(summary), summary.message].filter(Boolean).join(": ");
}

/** The fields of an error besides its code and message. */
export function errorDetails(error: unknown): unknown {
  if (!isContainer(error)) return undefined;
  const fields = error as Record<string, unknown>;
  const { error: inner, ...rest } = fields;
  if (typeof inner === "object" && inner !== null) {
    const details = errorDetails(inner);
    return Object.keys(rest).length === 0 ? details : { ...rest, error: details };
  }
  const { code, message, nodes } = errorSummary(error);
  if (code === undefined && nodes === undefined && !Object.values(fields).includes(message)) return undefined;
  const keysSaid = nodes === undefined ? [codeKeys, messageKeys] : [codeKeys];
  const said = keysSaid.map((keys) => keys.find((key) => typeof fields[key] === "string" && fields[key] !== ""));
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !said.includes(key)));
}

export interface NodeFailure {
  /** The node's name, else its id. */
  node?: string;
  message: string;
}

/** The SDK's `failed_nodes`. A node without a message is left out. */
export function nodeFailures(error: unknown): NodeFailure[] {
  if (!isContainer(error)) return [];
  const { failed_nodes: nodes, error: inner } = error as Record<string, unknown>;
  if (typeof inner === "object" && inner !== null) return nodeFailures(inner);
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((each: unknown): NodeFailure[] => {
    if (!isContainer(each)) return [];
    const { id, name, error_message: message } = each as Record<string, unknown>;
    if (typeof message !== "string" || message === "") return [];
    const node = [name, id].find((word) => typeof word === "string" && word !== "");
    return [{ message, node: typeof node === "string" ? node : undefined }];
  });
}

/**
 * An error whose failed nodes have their names. The SDK knows some by their ids only.
 *
 * @param nameOf the name of a node by its id, if it is known
 */
export function withNodeNames(error: unknown, nameOf: (id: string) => string | undefined): unknown {
  if (!isContainer(error) || Array.isArray(error)) return error;
  const { failed_nodes: nodes, error: inner } = error as Record<string, unknown>;
  if (typeof inner === "object" && inner !== null) return { ...error, error: withNodeNames(inner, nameOf) };
  if (!Array.isArray(nodes)) return error;
  return { ...error, failed_nodes: nodes.map((node: unknown) => withName(node, nameOf)) };
}

function withName(node: unknown, nameOf: (id: string) => string | undefined): unknown {
  const { id, name } = (isContainer(node) ? node : {}) as Record<string, unknown>;
  const known = typeof id === "string" && (name === undefined || name === null || name === "") && nameOf(id);
  return known ? { ...(node as object), name: known } : node;
}

/** `Update CRM: 401 from the CRM`. */
function nodeReasons(error: object): string | undefined {
  const reasons = nodeFailures(error).map(({ node, message }) =>
    node === undefined ? message : `${node}: ${message}`,
  );
  return reasons.length === 0 ? undefined : reasons.join("; ");
}

/** The name of the failed node, if there is only one and it has a name. */
export function failedNode(error: unknown): string | undefined {
  if (!isContainer(error)) return undefined;
  const { failed_nodes: nodes, error: inner, details, node_name: only } = error as Record<string, unknown>;
  if (!Array.isArray(nodes))
    return typeof only === "string" && only !== "" ? only : (failedNode(inner) ?? failedNode(details));
  const name = nodes.length === 1 && isContainer(nodes[0]) ? (nodes[0] as Record<string, unknown>)["name"] : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}

function firstString(fields: Record<string, unknown>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}
