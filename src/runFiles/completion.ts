import { getLocation } from "jsonc-parser";
import { namesMachine } from "./paths.ts";
import { type VariableName, variableNames } from "./variables/variables.ts";

/** A part of a text that a completion replaces. */
export interface ReplacedRange {
  start: number;
  end: number;
}

export interface VariableCompletion extends ReplacedRange {
  /**
   * The complete texts to choose from: `${uuid}`. A variable with an argument ends with a colon and a brace: `${env:}`.
   */
  choices: { text: string; detail: string }[];
}

const details: Readonly<Record<VariableName, string>> = {
  env: "an environment variable",
  workspaceFolder: "the path of the workspace folder",
  file: "the text of a file",
  prompt: "the text that you enter when the run starts",
  uuid: "a new UUID",
  newSession: "the ID of a new session",
  now: "the time when the run starts",
};

/**
 * The completions for a variable that is being typed.
 *
 * @param offset the cursor's position
 * @param environment the names for `${env:…}`
 * @returns `undefined` where no variable is being typed: outside strings, or in the name of a field
 */
export function variableCompletion(
  text: string,
  offset: number,
  environment: readonly string[],
): VariableCompletion | undefined {
  const { isAtPropertyKey, previousNode: node } = getLocation(text, offset);
  if (isAtPropertyKey || node?.type !== "string" || offset <= node.offset || offset > node.offset + node.length)
    return undefined;
  const before = text.slice(node.offset + 1, offset);
  const typed = /(?<!\$)\$+(?:\{[^{}"]*)?$/.exec(before)?.[0].replace(/^\$+(?=\$)/, "");
  // Two dollars stand for the characters themselves.
  if (typed === undefined || before.endsWith(`$${typed}`)) return undefined;
  const range = { start: offset - typed.length, end: text[offset] === "}" ? offset + 1 : offset };
  if (typed.startsWith("${env:")) {
    return { ...range, choices: environment.map((name) => ({ text: `\${env:${name}}`, detail: details.env })) };
  }
  const choices = Object.entries(variableNames).map(([name, argument]) => ({
    text: argument === undefined ? `\${${name}}` : `\${${name}:}`,
    detail: details[name as VariableName],
  }));
  return { ...range, choices };
}

export interface PathCompletion extends ReplacedRange {
  /** The folder in front of the name that is being typed, with its slash: `receipts/`. */
  folder: string;
}

/**
 * The name of a file or folder that is being typed in the `files` of a run file, or of a golden test's `request`;
 * `undefined` anywhere else, after a variable, and on another machine.
 */
export function pathAt(text: string, offset: number): PathCompletion | undefined {
  const { isAtPropertyKey, path, previousNode: node } = getLocation(text, offset);
  const isInFiles = path.at(-2) === "files" && (path.length === 2 || path.at(-3) === "request");
  if (isAtPropertyKey || !isInFiles || node?.type !== "string") return undefined;
  const [first, last] = [node.offset + 1, node.offset + node.length - 1];
  if (offset < first || offset > last) return undefined;
  const before = text.slice(first, offset);
  // An escape or a variable changes the text.
  if (/[\\$]/.test(before)) return undefined;
  const folder = before.slice(0, before.lastIndexOf("/") + 1);
  if (namesMachine(folder)) return undefined;
  return { folder, start: first + folder.length, end: last };
}

/** The range in which the value of `connection` is being typed, with its quotes; `undefined` anywhere else. */
export function connectionValueAt(text: string, offset: number): ReplacedRange | undefined {
  const { isAtPropertyKey, path, previousNode: node } = getLocation(text, offset);
  if (isAtPropertyKey || path.length !== 1 || path[0] !== "connection") return undefined;
  const isInside = node && offset > node.offset && offset <= node.offset + node.length;
  return isInside ? { start: node.offset, end: node.offset + node.length } : { start: offset, end: offset };
}
