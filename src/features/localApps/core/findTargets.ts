/** A workflow that can be served, and where it is defined. */
export interface Target {
  /** What follows the file in its name: a variable of Python, the id of a workflow in YAML. */
  name: string;
  /** The line of its definition, from 0. */
  line: number;
  kind: TargetKind;
}

/** The classes of the SDK whose objects can be served. Each can be a part of those before it. */
export const targetKinds = ["Workflow", "Flow", "Agent"] as const;
export type TargetKind = (typeof targetKinds)[number];

/** One that isn't closed goes on to the end of its line, or of the text. */
const stringOrComment =
  /#[^\n]*|("""|''')(?:[^\\]|\\[\s\S])*?(?:\1|\\?$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?/g;
const fromSdk = /^from\s+dynamiq(?:\.[\w.]+)?\s+import\s+(\([^)]*\)|[^\n;]+)/gm;
const importOfSdk = /^import\s+(dynamiq\b[^\n;]*)/gm;
/** An assignment at the top level: `agent: Agent = nodes.Agent(`, or with a class method as `from_yaml_file`. */
const assignment = /^([A-Za-z]\w*)\s*(?::[^=\n]*)?=\s*([\w.]+)\s*\(/;

/**
 * The workflows, flows and agents that a Python file has in variables at its top level. The classes are those that it
 * imports from `dynamiq`: other packages have agents, too.
 */
function findPythonTargets(text: string): Target[] {
  if (!text.includes("dynamiq")) return [];
  const code = text.replace(stringOrComment, (found) => found.replace(/[^\n]/g, " "));
  const names = namesFromSdk(code);
  if (names.size === 0) return [];
  return code.split("\n").flatMap((content, line) => {
    const [, name, call = ""] = assignment.exec(content) ?? [];
    const kind = kindOf(call, names);
    return name !== undefined && kind ? [{ name, line, kind }] : [];
  });
}

/** What the file calls a part of the SDK: its own name by that; `*` for everything of a module. */
function namesFromSdk(code: string): ReadonlyMap<string, string> {
  const ofModules = [...code.matchAll(importOfSdk)].flatMap(([, list = ""]) =>
    namesIn(list).map(([own, name]) => [own.split(".")[0]!, name] as const),
  );
  const ofParts = [...code.matchAll(fromSdk)].flatMap(([, list = ""]) => namesIn(list.replace(/[()]/g, " ")));
  return new Map([...ofModules, ...ofParts]);
}

/** `Agent as A, Flow` as pairs of its own name and the SDK's. */
function namesIn(list: string): (readonly [own: string, name: string])[] {
  return list.split(",").flatMap((entry) => {
    const [, name, own = name] = /^\s*([\w.*]+)(?:\s+as\s+(\w+))?\s*$/.exec(entry) ?? [];
    return name === undefined || own === undefined ? [] : [[own, name] as const];
  });
}

/** @returns `undefined` for what can't be served */
function kindOf(call: string, names: ReadonlyMap<string, string>): TargetKind | undefined {
  const parts = call.split(".");
  if (parts.at(-1)?.startsWith("from_")) parts.pop();
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const named = parts.length > 1 ? names.has(first) && last : (names.get(first) ?? (names.has("*") && first));
  return targetKinds.find((kind) => kind === named);
}

/** The entries below `workflows:` of the SDK's YAML. Files of other tools have no `flows:` beside it. */
function findYamlTargets(text: string): Target[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((content) => /^workflows:\s*(?:#.*)?$/.test(content));
  if (start < 0 || !/^flows:/m.test(text)) return [];
  const targets: Target[] = [];
  let indent: string | undefined;
  for (const [line, content] of lines.entries()) {
    if (line <= start || content.trim() === "" || content.trimStart().startsWith("#")) continue;
    if (/^\S/.test(content)) break;
    const [, before = "", name] = /^(\s+)["']?([\w.-]+)["']?:/.exec(content) ?? [];
    if (name === undefined) continue;
    indent ??= before;
    if (before === indent) targets.push({ name, line, kind: "Workflow" });
  }
  return targets;
}

/** The targets of a file, whose name tells how to read it. */
export function findTargets(fileName: string, text: string): Target[] {
  if (fileName.endsWith(".py")) return findPythonTargets(text);
  return /\.ya?ml$/.test(fileName) ? findYamlTargets(text) : [];
}
