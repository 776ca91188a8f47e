/**
 * docs/reference.md: the settings, commands and keys of package.json. `npm run generate` writes the page.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Setting {
  type: string;
  default: unknown;
  minimum?: number;
  maximum?: number;
  enum?: string[];
  markdownDescription: string;
}

interface Manifest {
  contributes: {
    configuration: { title: string; properties: Record<string, Setting> }[];
    commands: { command: string; title: string }[];
    keybindings: { key: string; command: string; when: string }[];
    menus: { commandPalette: { command: string; when: string }[] };
  };
}

const root = join(import.meta.dirname, "../..");
const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
const { contributes } = readJson("package.json") as Manifest;
const texts = readJson("package.nls.json") as Record<string, string>;

/** In the order of the page. A key works where the first condition that it has holds. */
const places: readonly (readonly [condition: string, place: string])[] = [
  ["focusedView == dynamiqRuns.explorer", "In the *Runs* view, on the focused row and the selected ones"],
  ["focusedView == dynamiqRuns.uploads", "In the *Uploads* view"],
  ["dynamiqRuns.searchInput", "In the input of *Search Runs…*"],
  ["resourceFilename", "In the editor of a `….run.json`"],
];

/** The page as package.json has it. */
export function referencePage(): string {
  const hidden = new Set(contributes.menus.commandPalette.filter(({ when }) => when === "false").map(idOf));
  const commands = contributes.commands.map(idOf);
  const listOf = (ids: string[]): string => ids.map(commandText).toSorted().join(", ");
  const parts = [
    "# Reference",

    "## Settings",
    "Only your user and remote settings count, not those of a workspace.",
    ...contributes.configuration.map(({ title, properties }) =>
      [`**${text(title)}**\n`, ...Object.entries(properties).map(settingLine)].join("\n"),
    ),
    "## Commands",
    "A keybinding or a script names a command by its id, with `dynamiqRuns.` before it. The title is in brackets if " +
      "the id says something else. The palette shows these when they can work:",
    listOf(commands.filter((id) => !hidden.has(id))),
    "Menus, buttons and rows have the others:",
    listOf(commands.filter((id) => hidden.has(id))),
    "## Keys",
    "On macOS, `Alt` is `Option`. The keys of panels are in [Runs](runs.md#keys-of-the-panel) and " +
      "[Compare two runs](runs.md#compare-two-runs).",
    places.map(keyLine).join("\n"),
  ];
  return `${parts.map(wrapped).join("\n\n")}\n`;
}

function settingLine([id, setting]: [string, Setting]): string {
  const description = text(setting.markdownDescription)
    .replaceAll(/`#([\w.]+)#`/g, "`$1`")
    .replaceAll(/\[([^\]]+)\]\(command:[^)]+\)/g, "*$1*");
  return `- \`${id}\` (${valuesOf(setting)}). ${description}`;
}

function valuesOf({ type, default: usual, minimum, maximum, enum: values }: Setting): string {
  if (values) return values.map((value) => `\`${value}\`${value === usual ? " by default" : ""}`).join(", ");
  if (type === "integer") return `${minimum} to ${maximum}, ${String(usual)} by default`;
  return type === "boolean" ? `${usual ? "on" : "off"} by default` : "none by default";
}

function keyLine([condition, place]: readonly [string, string]): string {
  const keys = contributes.keybindings.filter((each) => placeOf(each.when) === condition);
  return `- ${place}: ${keys.map((each) => `\`${keyText(each.key)}\` ${titleOf(idOf(each))}`).join(", ")}`;
}

function placeOf(when: string): string {
  const [condition] = places.find(([each]) => when.includes(each)) ?? [];
  if (condition === undefined) throw new Error(`.ci/build/reference.ts has no words for keys where ${when}`);
  return condition;
}

function keyText(key: string): string {
  return key
    .split("+")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("+");
}

function idOf({ command }: { command: string }): string {
  return command.replace("dynamiqRuns.", "");
}

/** The id, and the title if it lacks a word of the id. */
function commandText(id: string): string {
  const title = titleOf(id);
  const isLike = id.split(/(?=[A-Z])/).every((word) => title.toLowerCase().includes(word.toLowerCase()));
  return isLike ? `\`${id}\`` : `\`${id}\` (${title})`;
}

function titleOf(id: string): string {
  const command = contributes.commands.find((each) => idOf(each) === id);
  return `*${text(command?.title ?? "")}*`;
}

function text(reference: string): string {
  return texts[reference.slice(1, -1)] ?? reference;
}

/** Lines of at most 120 characters; those of a list's item after the first are indented. */
function wrapped(part: string): string {
  return part.split("\n").map(wrappedLine).join("\n");
}

function wrappedLine(line: string): string {
  const indent = line.startsWith("- ") ? "  " : "";
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines.at(-1) ?? "";
    const longer = last === "" ? word : `${last} ${word}`;
    if (longer.length <= 120) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${word}`);
  }
  return lines.join("\n");
}

if (import.meta.main) writeFileSync(join(root, "docs/reference.md"), referencePage());
