import { Random } from "../agent/random.ts";
import { triage } from "../agent/triage.ts";
import { playAtOnce } from "../runs/playAtOnce.ts";
import { type RunFacts, SampleRun, type Story } from "../runs/run.ts";
import { pastInput, type Topic } from "./pastInput.ts";
import type { PastPlace } from "./pastPlace.ts";

export type EndedKind = "completed" | "failed" | "canceled";

/** A terminal run. Its events, output and error are made on request. */
export function endedRun(place: PastPlace, status: EndedKind, failure?: string): SampleRun {
  const { random, startedAt, now } = place;
  const facts = pastFacts(place, failure === undefined ? { kind: "any" } : { kind: "failure", code: failure });
  const lasts = Math.min(random.integer(3_100, 95_000), Math.floor((now - startedAt) * 0.8));
  const endedAt = startedAt + lasts;
  const seed = random.integer(0, 2 ** 32 - 1);
  const tell = (): Story => tellStory(facts, { seed, startedAt, endedAt, canceled: status === "canceled", failure });
  return new SampleRun(facts, random, { status, startedAt, endedAt, tell });
}

export function pastFacts(place: PastPlace, topic: Topic): RunFacts {
  const { appId, random, sessionId, startedAt } = place;
  const { input, userId } = pastInput(random, topic);
  return { id: random.uuid(), appId, input, userId, sessionId, createdAt: startedAt - random.integer(80, 900) };
}

/** A canceled run stops before its script ends: this is the length of the shortest script. */
const shortestScript = 24;

interface StoryOptions {
  seed: number;
  startedAt: number;
  endedAt: number;
  canceled: boolean;
  failure: string | undefined;
}

/** Plays the agent on a clock of its own and scales its times to the start and the end in the list. */
function tellStory(facts: RunFacts, { seed, startedAt, endedAt, canceled, failure }: StoryOptions): Story {
  const run = new SampleRun(facts, new Random(seed));
  const steps = canceled ? { steps: new Random(seed).integer(4, shortestScript) } : {};
  const end = playAtOnce(run, script(facts, seed, failure), { startAt: startedAt, ...steps });
  if (canceled) run.cancel(end);
  const scale = (endedAt - startedAt) / Math.max(1, end - startedAt);
  const events = run.events.map((event) => {
    const offset = Date.parse(event.timestamp ?? "") - startedAt;
    return { ...event, timestamp: new Date(startedAt + Math.round(offset * scale)).toISOString() };
  });
  const { output, error } = run.toWire();
  return { events, output, error };
}

function script(facts: RunFacts, seed: number, failure?: string) {
  return triage({ input: facts.input, files: [], random: new Random(seed + 1), failure });
}
