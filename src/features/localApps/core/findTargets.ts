/** A workflow that can be served, and where it is defined. */
export interface Target {
  /** What follows the file in its name: a variable of Python, the id of a workflow in YAML. */
  name: string;
  /** Of its definition, from 0. */
  line: number;
}

/** Files of other code are not read further. */
const importsSdk = /^[ \t]*(?:from|import)[ \t]+dynamiq\b/m;
const assignment = /^([A-Za-z]\w*)\s*(?::[^=\n]*)?=\s*(?:\w+\.)*(Workflow|Flow|Agent)\s*\(/;

/**
 * The workflows, flows and agents that a Python file has in variables at its top level; in a file that doesn't import
 * `dynamiq`, none.
 */
function pythonTargets(text: string): Target[] {
  if (!importsSdk.test(text)) return [];
  return text.split("\n").flatMap((content, line) => {
    const [, name] = assignment.exec(content) ?? [];
    return name === undefined ? [] : [{ name, line }];
  });
}

/** The entries below `workflows:` of a YAML file. */
function yamlTargets(text: string): Target[] {
  const lines = text.split("\n");
  const start = lines.findIndex((content) => /^workflows:\s*(?:#.*)?$/.test(content));
  if (start < 0) return [];
  const targets: Target[] = [];
  let indent: string | undefined;
  for (const [line, content] of lines.entries()) {
    if (line <= start || content.trim() === "" || content.trimStart().startsWith("#")) continue;
    if (/^\S/.test(content)) break;
    const [, before = "", name] = /^(\s+)["']?([\w.-]+)["']?:/.exec(content) ?? [];
    if (name === undefined) continue;
    indent ??= before;
    if (before === indent) targets.push({ name, line });
  }
  return targets;
}

/** By the name of the file. */
export function findTargets(fileName: string, text: string): Target[] {
  if (fileName.endsWith(".py")) return pythonTargets(text);
  return /\.ya?ml$/.test(fileName) ? yamlTargets(text) : [];
}
