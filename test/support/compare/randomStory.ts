import type { StoryStep } from "../../../src/runs/story/storySteps.ts";
import { Random } from "../../../src/sample/agent/random.ts";

/** A step without what each run makes up anew: its ids and times. */
export type Told = StoryStep extends infer Step
  ? Step extends StoryStep
    ? Omit<Step, "id" | "sequence" | "at" | "until">
    : never
  : never;

const speakers = [undefined, "Refund agent", "Evidence agent", "Classifier"] as const;
const tools = ["search_orders", "get_policy", "read_ledger", "get_status", "issue_refund", "add_note"] as const;
const words = "the order was charged twice so a person has to approve refund above limit before we send it".split(" ");

/** Stands for something that each run makes up anew; {@link playedAgain} puts an id or a time there. */
const invented = { id: "<id>", call: "<call>", time: "<time>" };

/** A run that was never played: steps that repeat, calls with the same arguments, several speakers. */
export function randomStory(random: Random, count: number): Told[] {
  const steps: Told[] = [{ kind: "started" }];
  while (steps.length < count - 1) steps.push(randomStep(random));
  return [...steps, { kind: "completed" }];
}

export function randomStep(random: Random): Told {
  const name = random.pick(speakers);
  const speaker = name === undefined ? {} : { speaker: { key: "", name, group: "agents" } };
  const kind = random.next();
  if (kind < 0.3) return { ...speaker, kind: "text", object: "reasoning", text: sentence(random), growing: false };
  if (kind < 0.36) return { kind: "resumed" };
  if (kind < 0.42) return { kind: "notice", text: sentence(random) };
  if (kind < 0.46)
    return { kind: "other", type: "run.custom", data: { seen: sentence(random), trace_id: invented.id } };
  return {
    ...speaker,
    kind: "tool",
    name: random.pick(tools),
    input: { customer: `customer-${random.integer(1, 4)}`, days: random.pick([30, 90]), session: invented.id },
    result: { orders: random.integer(0, 3), at: invented.time, by: invented.call },
    progress: "",
    state: "finished",
  };
}

export function sentence(random: Random): string {
  const count = random.integer(3, 9);
  return Array.from({ length: count }, () => words[random.integer(0, words.length - 1)]).join(" ");
}

/** The story of one more run that did the same: with ids and times of its own, a step after the other. */
export function playedAgain(told: readonly Told[], seed: number): StoryStep[] {
  const random = new Random(seed);
  let now = 0;
  return told.map((step, index) => {
    const at = now;
    now += random.integer(50, 5_000);
    const id = `${index * 3 + random.integer(0, 2)}:${random.hex(4)}`;
    const took = step.kind === "tool" ? { duration: now - at - 1, startedAt: moment(random) } : {};
    const own = invent(step, random) as Told;
    if (own.speaker) Object.assign(own.speaker, { key: `${own.speaker.name}/${seed}` });
    return { ...own, ...took, id, sequence: index + 1, at, until: now - 1 };
  });
}

function invent(value: unknown, random: Random): unknown {
  if (value === invented.id) return random.uuid();
  if (value === invented.call) return `call_${random.hex(24)}0`;
  if (value === invented.time) return moment(random);
  if (Array.isArray(value)) return value.map((each) => invent(each, random));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, invent(each, random)]));
}

function moment(random: Random): string {
  return new Date(Date.UTC(2026, 5, 1) + random.integer(0, 1e10)).toISOString();
}
