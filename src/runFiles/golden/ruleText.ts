import { stringifyJson } from "../../base/json/stringifyJson.ts";
import type { CheckRule, OutputExpectation } from "./goldenTypes.ts";

/** A check as a golden file has it: JSON in one line, with spaces as a person writes them. */
export function ruleText(rule: CheckRule): string {
  return spaced(written(rule));
}

function written(rule: CheckRule): Record<string, unknown> {
  switch (rule.kind) {
    case "status":
      return { status: rule.status };
    case "output":
      return { output: rule.pathText, ...expectation(rule.expects) };
    case "tools":
      return { tools: only(rule, ["sequence", "set", "never", "atMost"]) };
    case "tool":
      return { tool: rule.tool, ...only(rule, ["input", "atMost"]) };
    case "steps":
      return { steps: only(rule, ["atMost", "failed"]) };
    case "duration":
      return { duration: { atMost: rule.text } };
    case "answer":
      return { answer: only(rule, ["contains", "matches"]) };
  }
}

function expectation(expects: OutputExpectation): Record<string, unknown> {
  switch (expects.kind) {
    case "equals":
    case "contains":
      return { [expects.kind]: expects.value };
    case "matches":
      return { matches: expects.pattern };
    case "number":
      return { number: expects.value, tolerance: expects.tolerance };
    case "type":
      return { type: expects.type };
    case "ignored":
      return { ignored: expects.why ?? true };
  }
}

function only<T extends object>(rule: T, keys: readonly (keyof T)[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (rule[key] === undefined ? [] : [[key, rule[key]]])));
}

/** JSON in one line, with a space after each comma and colon, and inside braces. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null || !isPlain(value)) return stringifyJson(value) ?? "null";
  const fields = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/** Exact numbers are objects, too. */
function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;
}
