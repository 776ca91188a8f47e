import type { CheckRule, OutputExpectation } from "../../../runFiles/golden/goldenTypes.ts";
import { layOut } from "../derive/layOut.ts";

/** A check as a person writes it in a golden file. @param indent of its line, in spaces */
export function ruleText(rule: CheckRule, indent = 4): string {
  return layOut(written(rule), indent);
}

function written(rule: CheckRule): Record<string, unknown> {
  switch (rule.kind) {
    case "status":
      return { status: rule.status };
    case "blocked":
      return { blocked: rule.blocked };
    case "output":
      return { output: rule.pathText, ...expectation(rule.expects) };
    case "tools":
      return { tools: picked(rule, ["sequence", "set", "never", "atMost"]) };
    case "tool":
      return { tool: rule.tool, ...picked(rule, ["input", "atMost"]) };
    case "steps":
      return { steps: picked(rule, ["atMost", "failed"]) };
    case "duration":
      return { duration: { atMost: rule.text } };
    case "answer":
      return { answer: picked(rule, ["contains", "matches"]) };
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

function picked<T extends object>(rule: T, keys: readonly (keyof T)[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (rule[key] === undefined ? [] : [[key, rule[key]]])));
}
