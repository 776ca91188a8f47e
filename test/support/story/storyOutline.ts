import type { StoryStep } from "../../../src/runs/story/storySteps.ts";

/** A story in lines, one an item: who speaks, in which iteration, what. */
export function storyOutline(items: readonly StoryStep[]): string {
  const names = new Map(items.flatMap((item) => (item.kind === "tool" ? [[item.id, item.name] as const] : [])));
  return items.map((item) => [whoOf(item, names), wordsOf(item)].filter((part) => part !== "").join(": ")).join("\n");
}

function whoOf({ speaker, iteration }: StoryStep, names: ReadonlyMap<string, string>): string {
  const asked = speaker?.calledBy === undefined ? "" : ` (asked by ${names.get(speaker.calledBy)})`;
  return [speaker ? `${speaker.name}${asked}` : "", iteration === undefined ? "" : String(iteration)]
    .filter((part) => part !== "")
    .join(" ");
}

function wordsOf(item: StoryStep): string {
  switch (item.kind) {
    case "text": {
      const marks = [item.growing && "growing", item.refused && "refused", item.code && "code"]
        .filter(Boolean)
        .join(", ");
      return `${item.object}${marks ? ` (${marks})` : ""}: ${JSON.stringify(item.text)}`;
    }
    case "tool": {
      const bundle = item.bundle === undefined ? "" : " (parallel)";
      const reason = item.reason === undefined ? "" : `, ${item.reason}`;
      const sides = [item.input ?? item.inputText, item.result, item.output].map((side) =>
        side === undefined ? "-" : JSON.stringify(side),
      );
      const repeats = item.repeats === undefined ? "" : ` (repeats ${item.repeats.id})`;
      const repeated = item.repeated === undefined ? "" : ` (repeated by ${item.repeated.id})`;
      return `${item.name}${bundle}${repeats}${repeated} ${item.state}${reason}: ${sides.join(" → ")}`;
    }
    case "request":
      return `asks (${item.request}${item.pending ? ", pending" : ""}): ${item.prompt}`;
    case "notice":
      return `notice: ${item.text}`;
    case "workflow": {
      const nodes = item.nodes.map(({ name, status }) => `${name} ${status}`).join(", ");
      return `workflow ${item.outcome}${nodes ? `: ${nodes}` : ""}`;
    }
    case "other":
      return `raw ${item.type}: ${JSON.stringify(item.data)}`;
    default:
      return item.kind;
  }
}
