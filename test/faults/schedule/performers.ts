import { isDeepStrictEqual } from "node:util";
import type { RunsClient } from "../../../src/api/client.ts";
import { isApiError } from "../../../src/api/errors.ts";
import type { Clock } from "../../../src/api/http/clock.ts";
import type { RunEvent } from "../../../src/api/schemas.ts";
import { createdAndResumed, resumed } from "../../integration/api/resumed.ts";
import type { Check } from "./ended.ts";
import type { Schedule } from "./schedule.ts";
import { watchRun } from "./watchRun.ts";
import { type World, fileOf, oldestRuns, runIdOf } from "./world.ts";

interface Call {
  client: RunsClient;
  clock: Clock;
  world: World;
  seed: number;
  signal: AbortSignal;
}

interface Performance {
  /** Violations in the call's result; rejects with the call's error. */
  result: Promise<string[]>;
  check: Check;
}

const nothingElse: Check = () => [];

export const performers: Readonly<Record<Schedule["operation"], (call: Call) => Performance>> = {
  list: (call) => ({ result: list(call), check: nothingElse }),
  create: (call) => ({ result: create(call), check: made(call) }),
  createWithFile: (call) => ({ result: createWithFile(call), check: made(call) }),
  createAndStream: (call) => ({ result: createAndStream(call), check: made(call) }),
  stream: (call) => ({ result: stream(call), check: nothingElse }),
  watch: ({ client, world, signal }) => ({ result: watchRun(client, world, signal), check: nothingElse }),
  upload: (call) => ({ result: upload(call), check: nothingElse }),
  answer,
};

const problemsIf = (isWrong: boolean, problem: string): string[] => (isWrong ? [problem] : []);

async function list({ client, world, signal }: Call): Promise<string[]> {
  const { data } = await client.listRuns(oldestRuns, { signal });
  return problemsIf(!isDeepStrictEqual(data, world.oldest), "The list is another one.");
}

/** A run was created once if the call says so, at most once if nobody knows, and not at all if it failed. */
function made({ world, seed }: Call): Check {
  return (outcome) => {
    const runs = world.app.created.filter(({ input }) => input["seed"] === seed).length;
    const wanted = { answered: [1], unknown: [0, 1], failed: [0] }[outcome];
    return problemsIf(!wanted.includes(runs), `${runs} runs were made by a create that ${outcome}.`);
  };
}

async function create({ client, world, seed, signal }: Call): Promise<string[]> {
  const run = await client.createRun({ input: { events: 3, seed } }, { mode: "background", signal });
  const found = world.app.created.find(({ run_id }) => run_id === run.id);
  return problemsIf(found?.input["seed"] !== seed, "The run that was given is another one.");
}

async function createWithFile({ client, world, seed, signal }: Call): Promise<string[]> {
  const { file, sha256 } = fileOf(seed);
  const run = await client.createRun({ input: { events: 3, seed } }, { mode: "background", files: [file], signal });
  const [received] = world.app.created.find(({ run_id }) => run_id === run.id)?.files ?? [];
  return problemsIf(received?.sha256 !== sha256, "The file arrived as another one.");
}

async function upload({ client, world, seed, signal }: Call): Promise<string[]> {
  const { file, sha256 } = fileOf(seed);
  const uploaded = await client.uploadFile(file, { signal });
  const run = await world.clean.createRun({ input: { events: 1 }, file_ids: [uploaded.id] }, { mode: "background" });
  const [received] = world.app.created.find(({ run_id }) => run_id === run.id)?.files ?? [];
  return problemsIf(received?.sha256 !== sha256, "The file arrived as another one.");
}

async function createAndStream({ client, clock, world, seed, signal }: Call): Promise<string[]> {
  const seen: RunEvent[] = [];
  try {
    const events = createdAndResumed(client, { input: { events: 30, seed } }, { clock, signal });
    for await (const event of events) seen.push(event);
  } catch (error) {
    // Once the run was named, its failure is that of a stream.
    if (seen.length === 0 || !isApiError(error)) throw error;
  }
  world.streamed += seen.length;
  return onceEach(seen, await storedEvents(world, runIdOf(seen), seen.at(-1)));
}

async function stream({ client, clock, world, signal }: Call): Promise<string[]> {
  const seen: RunEvent[] = [];
  try {
    for await (const event of resumed(client, world.runId, { clock, signal })) seen.push(event);
  } catch (error) {
    // The error that stops a stream is reported; events before it count, and later ones are there for the next one.
    if (!isApiError(error)) throw error;
  }
  world.streamed += seen.length;
  return onceEach(seen, await storedEvents(world, world.runId, seen.at(-1)));
}

/** The events of a stream, and those of the next one after it. */
interface Streamed {
  rest: RunEvent[];
  all: RunEvent[];
}

async function storedEvents({ clean }: World, runId: string, last: RunEvent | undefined): Promise<Streamed> {
  const rest: RunEvent[] = [];
  const isOver = last?.type.startsWith("run.") === true && last.type !== "run.started";
  if (!isOver) for await (const event of clean.streamRun(runId, { afterSequence: last?.sequence })) rest.push(event);
  const { data: all } = await clean.listEvents(runId, { page_size: 100 });
  return { rest, all };
}

function onceEach(seen: readonly RunEvent[], { rest, all }: Streamed): string[] {
  return problemsIf(
    !isDeepStrictEqual([...seen, ...rest], all),
    `Of ${all.length} events came ${seen.length} and ${rest.length}.`,
  );
}

/** Answers what a run of its own asks for. */
function answer({ client, world, seed, signal }: Call): Performance {
  const asking = askingRun(world, seed);
  const act = async (): Promise<string[]> => {
    const { id, requestId } = await asking;
    await client.answerInputRequest(id, { type: "approval", request_id: requestId, approved: true }, { signal });
    return [];
  };
  const check: Check = async (outcome) => {
    const { id } = await asking;
    const { data } = await world.clean.listEvents(id, { page_size: 100 });
    const taken = data.filter(({ type }) => type === "run.human_feedback.received").length;
    const wanted = { answered: [1], unknown: [0, 1], failed: [0] }[outcome];
    return problemsIf(!wanted.includes(taken), `${taken} answers were taken of one that ${outcome}.`);
  };
  return { result: act(), check };
}

export async function askingRun(
  { clean }: Pick<World, "clean">,
  seed: number,
): Promise<{ id: string; requestId: string }> {
  const input = { ticket_subject: "Refund", ticket_body: "Twice", amount: 620, currency: "USD", seed };
  const { id } = await clean.createRun({ input }, { mode: "background" });
  for await (const event of clean.streamRun(id)) {
    if (event.type !== "approval_request.created") continue;
    const { input_requests: requests } = await clean.getRun(id);
    return { id, requestId: requests?.[0]?.id ?? "" };
  }
  throw new Error("The run asked for nothing.");
}
