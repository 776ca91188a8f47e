import type { StoryStep } from "#runs/story/storySteps.ts";

/** A story in lines, one an step: who speaks, in which iteration, what. */
export function storyOutline(steps: readonly StoryStep[]): string {
  const names = new Map(steps.flatMap((step) => (step.kind === "tool" ? [[step.id, step.name] as const] : [])));
  return steps.map((step) => [whoOf(step, names), wordsOf(step)].filter((part) => part !== "").join(": ")).join("\n");
}

function whoOf({ speaker, iteration }: StoryStep, names: ReadonlyMap<string, string>): string {
  const asked = speaker?.calledBy === undefined ? "" : ` (asked by ${names.get(speaker.calledBy)})`;
  return [speaker ? `${speaker.name}${asked}` : "", iteration === undefined ? "" : String(iteration)]
    .filter((part) => part !== "")
    .join(" ");
}

function wordsOf(step: StoryStep): string {
  switch (step.kind) {
    case "text":
    case "reasoning": {
      const marks = [step.growing && "growing", step.refused && "refused", step.code && "code"]
        .filter(Boolean)
        .join(", ");
      return `${step.object}${marks ? ` (${marks})` : ""}: ${JSON.stringify(step.text)}`;
    }
    case "tool": {
      const bundle = step.bundle === undefined ? "" : " (parallel)";
      const by = step.blocked === undefined ? "" : ` by ${step.blocked.by}${step.blocked.ran ? ", ran" : ""}`;
      const reason = `${by}${step.reason === undefined ? "" : `, ${step.reason}`}`;
      const sides = [step.input ?? step.inputText, step.result, step.output].map((side) =>
        side === undefined ? "-" : JSON.stringify(side),
      );
      const repeats = step.repeats === undefined ? "" : ` (repeats ${step.repeats.id})`;
      const repeated = step.repeated === undefined ? "" : ` (repeated by ${step.repeated.id})`;
      return `${step.name}${bundle}${repeats}${repeated} ${step.state}${reason}: ${sides.join(" → ")}`;
    }
    case "blocked":
      return `blocked by ${step.blocked.by} at ${step.blocked.point} (${step.blocked.outcome}): ${step.reason ?? "-"}`;
    case "request":
      return `asks (${step.request}${step.pending ? ", pending" : ""}): ${step.prompt}`;
    case "notice":
      return `notice: ${step.text}`;
    case "workflow": {
      const nodes = step.nodes.map(({ name, status }) => `${name} ${status}`).join(", ");
      return `workflow ${step.outcome}${nodes ? `: ${nodes}` : ""}`;
    }
    case "other":
      return `raw ${step.type}: ${JSON.stringify(step.data)}`;
    default:
      return step.kind;
  }
}
