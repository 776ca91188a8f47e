import { type FailureCode, failureCodes } from "#sample/agent/failures.ts";
import { Random } from "#sample/agent/random.ts";
import { callTool, say } from "#sample/agent/speech.ts";
import type { AgentContext, Script } from "#sample/agent/steps.ts";
import { triage } from "#sample/agent/triage.ts";
import { playAtOnce } from "#sample/runs/playAtOnce.ts";
import { ServedRun, type RunFacts, type Story } from "#server/runs/servedRun.ts";
import { addPastConversations, pastTurns } from "./pastConversations.ts";
import { type Topic, pastInput } from "./pastInput.ts";
import type { PastOptions, PastRunBase } from "./pastRunBase.ts";

type PastKind = LiveKind | EndedKind;

const minute = 60_000;

/** The newest runs, the latest first: every known status, and a few active ones. */
const newestKinds: readonly PastKind[] = [
  "created",
  "batch",
  "approval",
  "completed",
  "feedback",
  "failed",
  "completed",
  "paused",
  "approval",
  "canceled",
  "completed",
  "batch",
  "completed",
  "failed",
  "approval",
  "completed",
  "paused",
  "completed",
  "feedback",
  "created",
  "completed",
  "batch",
  "paused",
];

/** Fills the app with past runs, the newest ones followed by conversations. An ended run's story is made on request. */
export function addPastRuns(options: PastOptions, count: number): void {
  const random = new Random(options.seed);
  const turns: PastRunBase[] = [];
  const hasTurns = count >= newestKinds.length + pastTurns;
  const sessions = Array.from({ length: 40 }, () => random.uuid());
  let startedAt = options.now;
  for (let index = 0; index < count; index++) {
    const isRecent = index < newestKinds.length;
    startedAt -= isRecent ? random.integer(15_000, 4 * minute) : random.integer(10 * minute, 110 * minute);
    const base: PastRunBase = {
      appId: options.appId,
      random: new Random(random.integer(0, 2 ** 32 - 1)),
      sessionId: sessions[random.integer(0, sessions.length - 1)] ?? random.uuid(),
      startedAt,
      now: options.now,
    };
    const kind = newestKinds[index] ?? pickEnded(random);
    if (hasTurns && !isRecent && turns.length < pastTurns) turns.unshift(base);
    else addPastRun(options, base, kind);
  }
  addPastConversations(options, turns);
}

function addPastRun(options: PastOptions, base: PastRunBase, kind: PastKind): void {
  const { runs } = options;
  switch (kind) {
    case "completed":
    case "canceled":
      return runs.add(endedRun(base, kind));
    case "failed":
      return runs.add(endedRun(base, kind, base.random.pick(failureCodes)));
    default:
      return addLiveRun(options, base, kind);
  }
}

function pickEnded(random: Random): EndedKind {
  const roll = random.next();
  if (roll < 0.12) return "failed";
  return roll < 0.22 ? "canceled" : "completed";
}

/** `created` waits for a worker that never comes, `batch` works slowly, `paused` waits until somebody cancels it. */
type LiveKind = "created" | "batch" | "paused" | "approval" | "feedback";

const nightlyTickets = 212;
/** Batches are slow at any speed, so that tests find them running. */
const batchSpeed = 1;

/** A run of the past that hasn't ended: it can be canceled, answered, followed. */
function addLiveRun({ runs, service, speed }: PastOptions, base: PastRunBase, kind: LiveKind): void {
  const { random, startedAt } = base;
  const facts = pastFacts(base, kind === "created" || kind === "paused" ? "plain" : kind);
  const run = new ServedRun(facts, () => random.uuid());
  runs.add(run);
  if (kind === "created") return;
  const context = { input: facts.input, files: [], random };
  if (kind === "batch") {
    const script = nightly(context, nightlyTickets);
    playAtOnce(run, script, { startAt: startedAt, steps: 30 });
    service.play(run, { script, speed: batchSpeed });
    return;
  }
  const script: Script = triage(kind === "paused" ? { ...context, input: { ...facts.input, pause: true } } : context);
  playAtOnce(run, script, { startAt: startedAt, stopWhenWaiting: true });
  if (kind !== "paused") service.play(run, { script, speed, asking: true });
}

/** A batch job that works slowly through its tickets, one per iteration. */
function* nightly(context: AgentContext, tickets: number): Script {
  for (let ticket = 1; ticket <= tickets; ticket++) {
    yield* say(context, ticket, `Ticket ${ticket} of ${tickets}: \`${48_000 + ticket}\`.\n`);
    yield* callTool(context, {
      iteration: ticket,
      name: "classify_ticket",
      type: "model",
      input: { ticket_id: String(48_000 + ticket) },
      result: { category: context.random.pick(["billing", "technical", "account"]), confidence: 0.9 },
      takes: [4_000, 12_000],
    });
    yield { kind: "event", after: 500, type: "run.data", data: { node: "batch", done: ticket, of: tickets } };
  }
  return { output: { tickets, reply: `**${tickets}** tickets were triaged.` } };
}

type EndedKind = "completed" | "failed" | "canceled";

/** A terminal run. Its events, output and error are made on request. */
function endedRun(base: PastRunBase, status: EndedKind, failure?: FailureCode): ServedRun {
  const { random, startedAt, now } = base;
  const facts = pastFacts(base, failure ?? "any");
  const lasts = Math.min(random.integer(3_100, 95_000), Math.floor((now - startedAt) * 0.8));
  const endedAt = startedAt + lasts;
  const seed = random.integer(0, 2 ** 32 - 1);
  const tell = (): Story => tellStory(facts, { seed, startedAt, endedAt, canceled: status === "canceled", failure });
  return new ServedRun(facts, () => random.uuid(), { status, startedAt, endedAt, tell });
}

function pastFacts(base: PastRunBase, topic: Topic): RunFacts {
  const { appId, random, sessionId, startedAt } = base;
  const { input, userId } = pastInput(random, topic);
  return { id: random.uuid(), appId, input, userId, sessionId, createdAt: startedAt - random.integer(80, 900) };
}

/** A canceled run stops before its script ends: this is the length of the shortest script. */
const minScriptSteps = 24;

interface StoryOptions {
  seed: number;
  startedAt: number;
  endedAt: number;
  canceled: boolean;
  failure: string | undefined;
}

/** Plays the agent on a clock of its own and scales its times to the start and the end in the list. */
function tellStory(facts: RunFacts, { seed, startedAt, endedAt, canceled, failure }: StoryOptions): Story {
  const ids = new Random(seed);
  const run = new ServedRun(facts, () => ids.uuid());
  const steps = canceled ? { steps: new Random(seed).integer(4, minScriptSteps) } : {};
  const script = triage({ input: facts.input, files: [], random: new Random(seed + 1), failure });
  const end = playAtOnce(run, script, { startAt: startedAt, ...steps });
  if (canceled) run.cancel(end);
  const scale = (endedAt - startedAt) / Math.max(1, end - startedAt);
  const events = run.events.map((event) => {
    const offset = Date.parse(event.timestamp ?? "") - startedAt;
    return { ...event, timestamp: new Date(startedAt + Math.round(offset * scale)).toISOString() };
  });
  const { output, error } = run.toWire();
  return { events, output, error };
}
