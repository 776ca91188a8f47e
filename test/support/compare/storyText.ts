import { parseJson } from "#base/json/parseJson.ts";
import type { Comparison, ComparisonRow } from "#runs/compare/comparison.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";

/**
 * A story from lines, a second for each step. A line may begin with its speaker in brackets.
 *
 *     started
 *     [Refund agent] get_policy {"region":"US"} → {"limit":500}
 *     think: Two charges exist.
 *     say: We refund $480.
 *     ask: Refund $620?
 *     answered: {"approved":true}
 *     completed
 */
export function storyFrom(text: string): StoryStep[] {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.map((line, index): StoryStep => {
    const [, name, rest = ""] = /^(?:\[(.+?)\] )?(.*)$/s.exec(line)!;
    const speaker = name === undefined ? {} : { speaker: { key: name, name, group: "agents" } };
    const at = index * 1000;
    return stepFrom(rest, { id: String(index + 1), sequence: index + 1, at, until: at + 500, ...speaker });
  });
}

type Position = Pick<StoryStep, "id" | "sequence" | "at" | "until" | "speaker">;

const markers = ["started", "resumed", "completed", "canceled", "paused"] as const;

function stepFrom(text: string, position: Position): StoryStep {
  const marker = markers.find((each) => each === text);
  if (marker) return { ...position, until: undefined, kind: marker };
  const [, label, said = ""] = /^(think|say|ask|answered|failed|note): (.*)$/s.exec(text) ?? [];
  switch (label) {
    case "think":
      return { ...position, kind: "reasoning", object: "reasoning", text: said, growing: false };
    case "say":
      return { ...position, kind: "text", object: "answer", text: said, growing: false };
    case "ask":
      return {
        ...position,
        kind: "request",
        request: "approval",
        prompt: said,
        data: { id: position.id },
        pending: false,
      };
    case "answered":
      return { ...position, kind: "answer", data: { request_id: position.id, ...(parseJson(said) as object) } };
    case "failed":
      return { ...position, kind: "failed", error: said };
    case "note":
      return { ...position, kind: "notice", text: said };
    default: {
      const [, name, state, input, result] = /^(\w+)(?: \((\w+)\))? (\S.*?) → (.*)$/s.exec(text) ?? [];
      if (name === undefined) throw new Error(`No step: ${text}`);
      const [going, coming] = [parseJson(input!), parseJson(result!)];
      const end = (state ?? "finished") as "finished";
      return { ...position, kind: "tool", name, input: going, result: coming, progress: "", state: end, duration: 500 };
    }
  }
}

const signs = { equal: "=", changed: "~", onlyInA: "-", onlyInB: "+", moved: ">" };

/** A comparison in lines: a sign, the numbers of both steps, the name, and what changed. */
export function comparisonText({ rows }: Comparison, a: readonly StoryStep[], b: readonly StoryStep[]): string {
  return rows.map((row) => rowText(row, a, b)).join("\n");
}

function rowText(row: ComparisonRow, a: readonly StoryStep[], b: readonly StoryStep[]): string {
  const number = (at: number | undefined): string => (at === undefined ? "·" : String(at + 1));
  const step = row.a === undefined ? b[row.b!]! : a[row.a]!;
  const moved = row.kind === "moved" ? [row.side] : [];
  const parts = "parts" in row ? row.parts : [];
  const more = [...moved, ...parts].join(", ");
  return `${signs[row.kind]} ${number(row.a)} ${number(row.b)} ${stepParts(step).called}${more ? ` (${more})` : ""}`;
}
