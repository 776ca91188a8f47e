import type { TraceSummary } from "#runs/labels/traceSummary.ts";
import type { StoryStep } from "./storySteps.ts";

/** Tokens and cost of the model calls in a story that have reported theirs. */
export function sumOfCalls(story: readonly StoryStep[]): TraceSummary["models"] {
  const [sum, unpriced] = [{ calls: 0, prompt: 0, completion: 0, tokens: 0, cost: 0 }, new Set<string>()];
  for (const step of story) {
    if (step.kind !== "model" || !step.usage || step.usage.total === 0) continue;
    const { model, usage } = step;
    sum.calls++;
    sum.prompt += usage.prompt;
    sum.completion += usage.completion;
    sum.tokens += usage.total;
    sum.cost += usage.cost ?? 0;
    if (usage.cost === undefined) unpriced.add(model);
  }
  return { ...sum, unpriced: [...unpriced] };
}
