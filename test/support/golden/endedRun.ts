import type { Run, RunEvent } from "#api/schemas.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { Random } from "#sample/agent/random.ts";
import { playAtOnce } from "#sample/runs/playAtOnce.ts";
import { ServedRun } from "#server/runs/servedRun.ts";
import { startAgent } from "../sample/testApp.ts";

type Ids = Record<"userId" | "sessionId", string>;

export interface EndedRun {
  run: Run;
  events: readonly RunEvent[];
  steps: readonly StoryStep[];
}

/**
 * A run of the sample app that has ended, played at once. People agree to what it asks.
 *
 * @param ids those of its conversation, instead of a user and a session
 */
export function endedRun(input: Record<string, unknown>, seed = 1, ids?: Partial<Ids>): EndedRun {
  const random = new Random(seed);
  const facts = {
    id: random.uuid(),
    appId: random.uuid(),
    input,
    userId: ids ? ids.userId : "customer-7421",
    sessionId: ids ? ids.sessionId : random.uuid(),
    createdAt: Date.UTC(2026, 10, 12, 9),
  };
  const played = new ServedRun(facts, () => random.uuid());
  playAtOnce(played, startAgent({ ...facts, files: [], random }), { startAt: facts.createdAt });
  return { run: played.toWire(), events: played.events, steps: stepsOf(played.events) };
}

export function stepsOf(events: readonly RunEvent[]): readonly StoryStep[] {
  const story = new RunStory();
  story.apply(events);
  return story.steps;
}
