import type { RunEvent } from "#api/schemas.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";

/** Events with sequences from 1, 100 ms apart. */
export function events(...parts: [type: string, data?: unknown][]): RunEvent[] {
  return parts.map(([type, data], i) => ({
    type,
    data,
    sequence: i + 1,
    timestamp: new Date(Date.UTC(2026, 5, 10, 9, 15, 21) + i * 100).toISOString(),
  }));
}

export function stepsOf(...parts: [type: string, data?: unknown][]): readonly StoryStep[] {
  const runStory = new RunStory();
  runStory.apply(events(...parts));
  return runStory.steps;
}

export const delta = (text: string, iteration?: number, object = "agent.reasoning.delta"): [string, unknown] => [
  object,
  { object, delta: text, iteration },
];
export const tool = { name: "match_payments", type: "http" };
