import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { oneLine } from "../../base/text/oneLine.ts";
import { countOf } from "../../model/counts.ts";
import type { CheckRule, OutputExpectation } from "./goldenTypes.ts";

/** Longest value shown, in characters. */
const longest = 80;

/** When a check passes, in a sentence. */
export function checkSentence(rule: CheckRule): string {
  switch (rule.kind) {
    case "status":
      return `Passes when the run's status is ${rule.status}.`;
    case "blocked":
      return rule.blocked ? "Passes when a hook of the app blocks the run." : "Passes when no hook blocks the run.";
    case "output": {
      const name = rule.path.length === 0 ? "the output" : rule.pathText;
      if (rule.expects.kind !== "ignored") return `Passes when ${name} ${expectation(rule.expects)}.`;
      const why = rule.expects.why === undefined ? "" : ` (${oneLine(rule.expects.why)})`;
      return `Ignores ${name}${why}, also within other checks.`;
    }
    case "tools":
      return `Passes when ${joined(toolsWords(rule))}.`;
    case "tool":
      return `Passes when ${joined(toolWords(rule))}.`;
    case "steps":
      return `Passes when ${joined(stepsWords(rule))}.`;
    case "duration":
      return `Passes when the run takes at most ${rule.text}, without the time that people need.`;
    case "answer":
      return `Passes when the answer ${joined(answerWords(rule))}.`;
  }
}

type RuleOf<K extends CheckRule["kind"]> = Extract<CheckRule, { kind: K }>;

function expectation(expects: Exclude<OutputExpectation, { kind: "ignored" }>): string {
  switch (expects.kind) {
    case "equals":
      return `is ${shown(expects.value)}`;
    case "contains":
      return `contains ${shown(expects.value)}`;
    case "matches":
      return `matches ${expects.pattern}`;
    case "number": {
      const tolerance = Number(expects.tolerance) === 0 ? "" : `, give or take ${String(expects.tolerance)}`;
      return `is ${String(expects.value)}${tolerance}`;
    }
    case "type":
      return expects.type === "null" ? "is null" : `is of type ${expects.type}`;
  }
}

function toolsWords({ sequence, set, never, atMost }: RuleOf<"tools">): string[] {
  return [
    ...(sequence ? [`exactly these tools are called, in this order: ${sequence.join(", ")}`] : []),
    ...(set ? [`these tools are called, in any order: ${set.join(", ")}`] : []),
    ...(never ? [`none of these tools is called: ${never.join(", ")}`] : []),
    ...(atMost === undefined
      ? []
      : [`at most ${countOf(atMost, "call")} of tools ${atMost === 1 ? "is" : "are"} made`]),
  ];
}

function toolWords({ tool, input, atMost }: RuleOf<"tool">): string[] {
  const called = `${tool} is called${input === undefined ? "" : ` with ${shown(input)}, and maybe more`}`;
  const most = atMost === undefined ? [] : [`${tool} is called at most ${countOf(atMost, "time")}`];
  return input === undefined && atMost !== undefined ? most : [called, ...most];
}

function stepsWords({ atMost, failed }: RuleOf<"steps">): string[] {
  return [
    ...(atMost === undefined ? [] : [`the run has at most ${countOf(atMost, "step")}`]),
    ...(failed === undefined ? [] : [failed === 0 ? "no step fails" : `at most ${countOf(failed, "step")} fail`]),
  ];
}

function answerWords({ contains, matches }: RuleOf<"answer">): string[] {
  return [
    ...(contains === undefined ? [] : [`contains ${shown(contains)}`]),
    ...(matches === undefined ? [] : [`matches ${matches}`]),
  ];
}

function shown(value: unknown): string {
  return oneLine(stringifyJson(value) ?? "nothing", longest);
}

function joined(parts: readonly string[]): string {
  return parts.join(", and ");
}
