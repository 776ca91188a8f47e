import { mayBeFile } from "#base/base64File.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { shortened } from "#base/text/oneLine.ts";
import { withoutUnblocked } from "./block.ts";

/** A part of a run's output. Its name is empty if the whole output is this value. */
export interface ResultPart<T = unknown> {
  readonly name: string;
  /** The path of the part in the output. */
  readonly path: JsonPath;
  readonly value: T;
}

/** A run's output as a person reads it. */
export interface RunResult {
  /** The likely answer comes first. */
  readonly texts: readonly ResultPart<string>[];
  /** Numbers, booleans, `null`, and texts that fit beside each other in a line. */
  readonly short: readonly ResultPart[];
  /** Lists, objects and files. */
  readonly rest: readonly ResultPart[];
}

/** The fields in which apps put their answer, the most likely one first. */
const answerFields = ["output", "content", "answer", "response", "text"];

/** In characters: a longer text isn't shown beside others. */
const minTextLength = 40;

/** Sorts a run's output into the texts, the short fields and the rest. An output that is missing has no parts. */
export function readResult(output: unknown): RunResult {
  if (output === undefined || output === null) return { texts: [], short: [], rest: [] };
  const { path, value } = unwrapped(withoutUnblocked(output));
  if (!isFields(value)) return sorted([{ name: "", path, value }], true);
  const parts = Object.entries(value).map(([name, field]) => ({ name, path: [...path, name], value: field }));
  const answerPart = nodesAnswer(parts);
  if (answerPart) return { texts: [answerPart], short: [], rest: parts };
  const result = sorted(parts, false);
  return { ...result, texts: result.texts.toSorted((a, b) => rank(a.name) - rank(b.name)) };
}

/** The answer in a run's output: the text of a field that is for it, or else the only text. */
export function answerIn(output: unknown): string | undefined {
  const { texts, short } = readResult(output);
  const [first] = texts;
  if (first && (first.name === "" || answerFields.includes(first.name))) return first.value;
  const all = [...texts, ...short].flatMap(({ value }) => (typeof value === "string" && value.trim() ? [value] : []));
  return all.length === 1 ? all[0] : undefined;
}

/** The outputs of the nodes, if a run's output is in the SDK's own form: `{node: {status, output}}`. */
export function nodeOutputs(output: unknown): unknown[] | undefined {
  if (!isFields(output)) return undefined;
  const nodes = Object.values(output).map((each) => (isContainer(each) ? (each as Record<string, unknown>) : {}));
  const isOfNodes = nodes.length > 0 && nodes.every(({ status }) => typeof status === "string");
  return isOfNodes ? nodes.map((node) => node["output"]) : undefined;
}

/** The output without its wrapping: some apps wrap the whole of it into one field `output`. */
function unwrapped(output: unknown): { path: JsonPath; value: unknown } {
  if (!isFields(output)) return { path: [], value: output };
  const { output: inner, ...others } = output;
  const isWrapped = isFields(inner) && Object.keys(others).length === 0;
  return isWrapped ? { path: ["output"], value: inner } : { path: [], value: output };
}

/** @param isAlone a text that is the whole output is its answer, however short it is */
function sorted(parts: readonly ResultPart[], isAlone: boolean): RunResult {
  const texts: ResultPart<string>[] = [];
  const short: ResultPart[] = [];
  const rest: ResultPart[] = [];
  for (const { name, path, value } of parts) {
    if (typeof value !== "string") (isContainer(value) ? rest : short).push({ name, path, value });
    else if (mayBeFile(value)) rest.push({ name, path, value });
    else if (isText(value, isAlone || answerFields.includes(name))) texts.push({ name, path, value });
    else short.push({ name, path, value });
  }
  return { texts, short, rest };
}

function isText(value: string, isAnswer: boolean): boolean {
  if (value.trim() === "") return false;
  return isAnswer || value.length > minTextLength || value.includes("\n");
}

function rank(name: string): number {
  const index = answerFields.indexOf(name);
  return index < 0 ? answerFields.length : index;
}

/** The text of the last node that has one, in the SDK's own form of an output: `{node: {status, output}}`. */
function nodesAnswer(parts: readonly ResultPart[]): ResultPart<string> | undefined {
  let last: ResultPart<string> | undefined;
  for (const { path, value } of parts) {
    if (!isContainer(value) || typeof (value as Record<string, unknown>)["status"] !== "string") return undefined;
    const { output } = value as Record<string, unknown>;
    last = nodeAnswer(output, [...path, "output"]) ?? last;
  }
  return last;
}

/** A node's text or its `content`. A sub-workflow has the outputs of its own nodes, by their ids. */
function nodeAnswer(output: unknown, path: JsonPath, isInner = false): ResultPart<string> | undefined {
  if (typeof output === "string") return output.trim() === "" ? undefined : { name: "output", path, value: output };
  if (!isFields(output)) return undefined;
  const { content } = output;
  if (typeof content === "string" && content.trim() !== "")
    return { name: "content", path: [...path, "content"], value: content };
  if (isInner || content !== undefined) return undefined;
  const inner = Object.entries(output).filter(([, each]) => isContainer(each));
  return inner.map(([id, each]) => nodeAnswer(each, [...path, id], true)).findLast((answer) => answer !== undefined);
}

/** How many fields or items are named in a line, and how many are looked at for them. */
const maxNamedParts = 3;
const maxReadParts = 50;

/** The first short fields or items in one line: `id "c-7", plan "pro"`. Only the beginning is read. */
export function fieldsInLine(value: object): string {
  const named: string[] = [];
  let readParts = 0;
  // Not `Object.entries`, which would create a list of all of them.
  for (const key in value) {
    readParts += 1;
    if (named.length === maxNamedParts || readParts > maxReadParts) return [...named, "…"].join(", ");
    const field = (value as Record<string, unknown>)[key];
    if (Array.isArray(value)) named.push(isContainer(field) ? itemInLine(field) : inLine(field));
    else if (!isContainer(field) && !(typeof field === "string" && mayBeFile(field)))
      named.push(`${key} ${inLine(field)}`);
  }
  return named.join(", ");
}

function itemInLine(item: object): string {
  if (Array.isArray(item)) return "[…]";
  const fields = fieldsInLine(item);
  return `{${fields === "" ? "…" : fields}}`;
}

function inLine(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(shortened(value, minTextLength)) : String(value);
}
