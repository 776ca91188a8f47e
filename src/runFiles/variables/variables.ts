import { nearest } from "#base/text/nearest.ts";
import type { TextFix } from "#runFiles/problemFix.ts";

/** The variables that a string may contain as `${…}`, and whether each takes an argument after a colon. */
export const variableNames = {
  env: "NAME",
  workspaceFolder: undefined,
  file: "relative/path.txt",
  prompt: "Label",
  uuid: undefined,
  newSession: undefined,
  now: undefined,
} as const;

export type VariableName = keyof typeof variableNames;

export interface Variable {
  name: VariableName;
  /** The text after the colon; empty for a variable without an argument. */
  argument: string;
}

export type TemplatePart =
  | { kind: "text"; text: string }
  | { kind: "variable"; variable: Variable; start: number; end: number }
  | { kind: "problem"; problem: string; fixes: TextFix[]; start: number; end: number };

/** Splits a string at its variables; `start` and `end` are positions in it. `$${` stands for the characters `${`. */
export function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let rest = 0;
  for (const match of text.matchAll(/\$\$\{|\$\{([^{}]*)(\}?)/g)) {
    const [all, inside, close] = match;
    const [start, end] = [match.index, match.index + all.length];
    if (start > rest) parts.push({ kind: "text", text: text.slice(rest, start) });
    parts.push(inside === undefined ? { kind: "text", text: "${" } : variablePart(inside, close === "}", start, end));
    rest = end;
  }
  if (rest < text.length) parts.push({ kind: "text", text: text.slice(rest) });
  return parts;
}

/** The string whose value is this text. */
export function escapeVariables(text: string): string {
  return text.replaceAll("${", "$$${");
}

/** Whether each run has another value of a variable, so that nobody confirms one. */
export function isNewEachTime({ name }: Variable): boolean {
  return name === "uuid" || name === "newSession" || name === "now";
}

/** The notation of a variable: `${env:NAME}`. */
export function variableText({ name, argument }: Variable): string {
  return argument === "" ? `\${${name}}` : `\${${name}:${argument}}`;
}

const escapeHint = "To write these characters literally, use $${ instead of ${.";

function variablePart(inside: string, isClosed: boolean, start: number, end: number): TemplatePart {
  const written = `\${${inside}${isClosed ? "}" : ""}`;
  const fail = (problem: string, ...fixes: TextFix[]): TemplatePart => {
    const asText = { title: "Use $${ Instead of ${", text: `$${written}` };
    return { kind: "problem", problem: `${problem} ${escapeHint}`, fixes: [...fixes, asText], start, end };
  };
  const colon = inside.indexOf(":");
  const name = colon < 0 ? inside : inside.slice(0, colon);
  const argument = colon < 0 ? "" : inside.slice(colon + 1).trim();
  const isKnown = Object.hasOwn(variableNames, name);
  // What follows a space is rather text.
  const closed = isKnown && !/\s/.test(inside) ? [{ title: "Close It", text: `${written}}` }] : [];
  if (!isClosed) return fail("this variable has no closing }.", ...closed);
  if (!isKnown) return fail(`unknown variable. Valid variables are ${variableList}.`, ...meantBy(name, argument));
  const variableName = name as VariableName;
  const argumentName = variableNames[variableName];
  if (argumentName === undefined && colon >= 0)
    return fail(`\${${name}} takes no argument.`, changedToVariable(variableName, ""));
  if (argumentName !== undefined && argument === "")
    return fail(`\${${name}} needs an argument: \${${name}:${argumentName}}.`, changedToVariable(variableName, ""));
  return { kind: "variable", variable: { name: variableName, argument }, start, end };
}

/** The variable that is probably meant, otherwise one that has the name as its argument. */
function meantBy(name: string, argument: string): TextFix[] {
  const names = Object.keys(variableNames) as VariableName[];
  const nearestName = names.find((each) => each.toLowerCase() === name.toLowerCase()) ?? nearest(name, names);
  if (nearestName !== undefined) return [changedToVariable(nearestName as VariableName, argument)];
  const label = [name, argument].filter(Boolean).join(":").trim();
  if (label === "") return [];
  const asked = { title: "Ask When the Run Starts", text: variableText({ name: "prompt", argument: label }) };
  const set = { title: "Read from the Environment", text: variableText({ name: "env", argument: label }) };
  return /^\w+$/.test(label) ? [asked, set] : [asked];
}

function changedToVariable(name: VariableName, argument: string): TextFix {
  const argumentName = variableNames[name];
  const text = variableText({ name, argument: argumentName === undefined ? "" : argument || argumentName });
  return { title: `Change to ${text}`, text };
}

const variableList = Object.entries(variableNames)
  .map(([name, argument]) => (argument === undefined ? `\${${name}}` : `\${${name}:${argument}}`))
  .join(", ");
