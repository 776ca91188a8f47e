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
  | { kind: "problem"; problem: string; start: number; end: number };

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

const literally = "To write these characters literally, use $${ instead of ${.";

function variablePart(inside: string, isClosed: boolean, start: number, end: number): TemplatePart {
  const fail = (problem: string): TemplatePart => ({ kind: "problem", problem: `${problem} ${literally}`, start, end });
  if (!isClosed) return fail("this variable isn't closed with }.");
  const colon = inside.indexOf(":");
  const name = colon < 0 ? inside : inside.slice(0, colon);
  const argument = colon < 0 ? "" : inside.slice(colon + 1).trim();
  if (!Object.hasOwn(variableNames, name)) return fail(`unknown variable. Valid variables are ${knownVariables}.`);
  const known = name as VariableName;
  const wanted = variableNames[known];
  if (wanted === undefined && colon >= 0) return fail(`\${${name}} takes no argument.`);
  if (wanted !== undefined && argument === "") return fail(`\${${name}} needs an argument: \${${name}:${wanted}}.`);
  return { kind: "variable", variable: { name: known, argument }, start, end };
}

const knownVariables = Object.entries(variableNames)
  .map(([name, argument]) => (argument === undefined ? `\${${name}}` : `\${${name}:${argument}}`))
  .join(", ");
