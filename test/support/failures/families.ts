import { readFileSync } from "node:fs";
import type { FailureFacts } from "#runs/facts/runFacts.ts";

export interface FamilyMessage {
  family: string;
  error: FailureFacts;
}

/** The messages of a file beside this one, each with the family it belongs to: those with one cause. */
export function readFamilies(file: "errorFamilies.txt" | "unseenFamilies.txt"): FamilyMessage[] {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  return text
    .split(/^= /m)
    .slice(1)
    .flatMap((block) => {
      const [head = "", ...lines] = block.trimEnd().split("\n");
      const [family = "", type = "", place = ""] = head.split(" | ");
      // A template may have several lines: the values are the last three.
      const template = lines.slice(0, -3).join("\n");
      return lines.slice(-3).map((values) => {
        const { message, names } = filled(template, values);
        return { family: [family, ...names].join(" "), error: { type, place, message } };
      });
    });
}

/** The message, and the names in it that make another cause: those at `{!}`. */
function filled(template: string, values: string): { message: string; names: string[] } {
  const list = values.split(" ; ");
  const names: string[] = [];
  let at = 0;
  const message = template.replace(/\{(!?)\}/g, (_, decides: string) => {
    const value = list[at++] ?? "";
    if (decides !== "") names.push(value);
    return value;
  });
  if (/\{!?\}/.test(template) && at !== list.length) throw new Error(`${at} values expected: ${values}`);
  return { message: message.replaceAll(String.raw`\n`, "\n"), names };
}

/** The messages in a group that mainly has another family's, and those apart from most of their family. */
export function misplaced(messages: readonly FamilyMessage[], groupOf: (error: FailureFacts) => string): string[] {
  const placed = messages.map(({ family, error }) => ({ family, group: groupOf(error), message: error.message }));
  const mainly = (key: "family" | "group", of: "family" | "group", value: string): string => {
    const counts = new Map<string, number>();
    for (const each of placed) if (each[of] === value) counts.set(each[key], (counts.get(each[key]) ?? 0) + 1);
    return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? "";
  };
  return placed.flatMap(({ family, group, message }) => {
    const mixed = mainly("family", "group", group) !== family;
    const apart = mainly("group", "family", family) !== group;
    return mixed || apart ? [`${family} (${mixed ? "mixed" : "apart"}): ${message}`] : [];
  });
}
