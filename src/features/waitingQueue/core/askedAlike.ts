import type { InputRequest } from "#api/schemas.ts";
import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { countOf } from "#model/counts.ts";
import { readQuestions } from "#model/questions.ts";
import { isApproval } from "#runs/labels/pendingInputRequests.ts";
import { rowText } from "#runs/labels/runLabel.ts";

/** How many columns there are at most. More leave no room for the prompt. */
const maxColumns = 3;
/** In characters: how much of a value a column shows. */
const maxValueLength = 80;

/** What all input requests of a group have in common. */
export interface RequestKind {
  /** A key that is equal for input requests that ask the same. */
  readonly key: string;
  /** The tool that asks, if the app says so: else *Approvals*, *Questions*. */
  readonly name: string;
  /** Whether the name is the app's own word. */
  readonly isTool: boolean;
  /** The names of its parameters. */
  readonly shape: string;
  /** Whether several can be answered at once: a text has to be written for each. */
  readonly isBulk: boolean;
}

/** A value that differs among the input requests of a group. */
export interface Column {
  readonly name: string;
  /** Whether all of its values are numbers. */
  readonly isNumber: boolean;
}

/** What is asked: the same kind, tool, names and types of parameters make a group. */
export function kindOf(request: InputRequest): RequestKind {
  if (!isApproval(request)) {
    const [name, shape] = ["Questions", "each needs its own answer"];
    return { key: "questions", name, isTool: false, shape, isBulk: false };
  }
  const tool = fieldsOf(request["source"])["name"];
  const isTool = typeof tool === "string" && tool.trim() !== "";
  const params = paramsOf(request);
  const types = Object.entries(params).map(([name, value]) => [name, typeOf(value)]);
  const editable = (request.editable_params ?? []).toSorted();
  const key = JSON.stringify([request.type, isTool ? tool : "", types.toSorted(byName), editable]);
  const shape = rowText(Object.keys(params).join(", "));
  return { key, name: isTool ? rowText(tool) : "Approvals", isTool, shape, isBulk: true };
}

/** The values that differ, in the order of the first input request, at most three; those of a single one are all shown. */
export function differing(requests: readonly InputRequest[]): Column[] {
  const all = requests.map(paramsOf);
  const [first = {}, ...others] = all;
  return Object.keys(first)
    .filter((name) => others.length === 0 || others.some((params) => !sameJson(params[name], first[name])))
    .slice(0, maxColumns)
    .map((name) => ({ name, isNumber: all.every((params) => isNumber(params[name])) }));
}

/** The values that all of several input requests have: *currency USD*. */
export function shared(requests: readonly InputRequest[]): string {
  const [first = {}, ...others] = requests.map(paramsOf);
  if (others.length === 0) return "";
  const same = Object.entries(first).filter(([name, value]) => others.every((each) => sameJson(each[name], value)));
  return same.map(([name, value]) => `${rowText(name)} ${shownValue(value)}`).join(", ");
}

/** The values of an input request in such columns, as the API wrote them. */
export function valuesIn(columns: readonly Column[], request: InputRequest): string[] {
  const params = paramsOf(request);
  return columns.map(({ name }) => shownValue(params[name]));
}

/** How much a question asks for: *2 questions*, *free text*. */
export function asksFor(request: InputRequest): string {
  const questions = readQuestions(request["questions"]);
  return questions.length === 0 ? "free text" : countOf(questions.length, "question");
}

export function paramsOf({ params }: InputRequest): Record<string, unknown> {
  if (params === undefined || params === null) return {};
  return isContainer(params) && !Array.isArray(params) ? (params as Record<string, unknown>) : { params };
}

function shownValue(value: unknown): string {
  return rowText(typeof value === "string" ? value : (stringifyJson(value) ?? ""), maxValueLength);
}

function typeOf(value: unknown): string {
  if (isNumber(value)) return "number";
  if (Array.isArray(value)) return "array";
  return value === null ? "null" : typeof value;
}

function byName([a = ""]: readonly string[], [b = ""]: readonly string[]): number {
  return a < b ? -1 : Number(a > b);
}
