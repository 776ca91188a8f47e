import { setImmediate as turn } from "node:timers/promises";
import { RunsClient } from "../../../src/api/client.ts";
import type { CreateRunRequest, FileSource } from "../../../src/api/contract.ts";
import { isApiError } from "../../../src/api/errors.ts";
import type { Clock } from "../../../src/api/http/clock.ts";
import type { BatchLine } from "../../../src/features/batches/core/batchTypes.ts";
import { lookUpLines, readBaseline } from "../../../src/features/batches/core/lookUp.ts";
import { sendLines } from "../../../src/features/batches/core/sendLines.ts";
import { AnswerService } from "../../../src/features/inputRequests/core/answerService.ts";
import type { NewRun } from "../../../src/runs/create/newRun.ts";
import { createRun } from "../../../src/runs/create/runCreator.ts";
import { cancelRuns } from "../../../src/runs/store/cancelRuns.ts";
import { RunsSession } from "../../../src/runs/store/session.ts";
import type { SampleApp } from "../../../src/sample/server.ts";
import { fakeClock } from "../../support/fakeClock.ts";
import { openShared } from "../../support/state/windows.ts";
import { aBatch, aLine } from "../../unit/features/batches/core/batches.ts";
import { startFaultProxy } from "../faultProxy.ts";
import type { LostAnswer } from "../lostAnswers.ts";
import { lostKindOf, type LostSchedule } from "./lostSchedule.ts";

/** The result of one schedule. */
export interface LostEnded {
  schedule: LostSchedule;
  /** The responses that were lost after the app had done what it was asked. */
  lost: LostAnswer[];
  /** How often it was tried: only what was certainly refused is sent again. */
  tries: number;
  /** Violations; empty without any. */
  problems: string[];
}

/** An app, and a client of it that nothing happens to. */
interface World {
  app: SampleApp;
  clean: RunsClient;
}

interface Act {
  schedule: LostSchedule;
  world: World;
  client: RunsClient;
  session: RunsSession;
}

const mostTries = 5;
const file: FileSource = {
  name: "note.txt",
  size: 40_000,
  async *open() {
    yield Buffer.alloc(40_000, "note ");
  },
};

export async function runLostSchedule(schedule: LostSchedule, world: World): Promise<LostEnded> {
  const ended: LostEnded = { schedule, lost: [], tries: 0, problems: [] };
  const onLost = (fault: Parameters<typeof lostKindOf>[0]): void => void ended.lost.push(lostKindOf(fault) ?? "reset");
  const faultOf = (connection: number) => schedule.faults[connection] ?? ({ kind: "none" } as const);
  await using proxy = await startFaultProxy({ target: world.app.url, faultOf, onLost });
  const client = new RunsClient({ baseUrl: proxy.url, accessKey: world.app.accessKey, clock: fakeClock() });
  const session = new RunsSession("app", async () => client, { wait: async () => turn() });
  const act: Act = { schedule, world, client, session };
  try {
    for (ended.tries = 1; ended.tries <= mostTries; ended.tries++) {
      const outcome = await perform(act);
      if (outcome === "refused") continue;
      ended.problems.push(...outcome);
      return ended;
    }
    ended.problems.push("It was refused each time.");
    return ended;
  } catch (error) {
    return { ...ended, problems: [`It threw ${String(error)}`] };
  } finally {
    session.dispose();
    await client.close();
  }
}

/** What the app has made of a schedule, by their inputs. */
function madeBy({ world, schedule }: Act) {
  return world.app.created.filter(({ input }) => input["seed"] === schedule.seed);
}

function perform(act: Act): Promise<string[] | "refused"> {
  switch (act.schedule.operation) {
    case "batch":
      return batch(act);
    case "answer":
      return answer(act);
    case "cancel":
      return cancel(act);
    case "multipart":
      return create(act, { mode: "background", files: [file] });
    case "background":
    case "wait":
    case "stream":
      return create(act, { mode: act.schedule.operation, files: [] });
  }
}

function requestOf({ seed, hasUser }: LostSchedule, line = 0): CreateRunRequest {
  return { input: { events: 2, seed, line }, user_id: hasUser ? `user-${seed}` : undefined };
}

async function create(act: Act, run: Pick<NewRun, "mode" | "files">): Promise<string[] | "refused"> {
  try {
    const { runId } = await createRun(act.session, { request: requestOf(act.schedule), ...run });
    const made = madeBy(act).map(({ run_id: id }) => id);
    return made.length === 1 && made[0] === runId ? [] : [`The app made ${made.length} runs, and ${runId} was given.`];
  } catch (error) {
    const isRefusal = isApiError(error) && !error.outcomeUnknown && (error.status === 429 || error.status === 503);
    return isRefusal && madeBy(act).length === 0
      ? "refused"
      : [`It threw ${String(error)} after ${madeBy(act).length} runs.`];
  }
}

async function batch(act: Act): Promise<string[]> {
  const { schedule, client, session } = act;
  // The last two lines are alike.
  const lines = Array.from({ length: schedule.lines }, (_, n) =>
    aLine(n, requestOf(schedule, Math.min(n, schedule.lines - 2))),
  );
  const { batch } = aBatch(lines, { head: { baseline: await readBaseline(client) } });
  const never = new AbortController().signal;
  const send = ({ request = { input: {} } }: BatchLine) => client.createRun(request, { mode: "background" });
  const halt = await sendLines(batch, {
    lines: batch.numbers("waiting"),
    concurrency: 2,
    send,
    clock: passing(),
    stop: never,
  });
  await lookUpLines(batch, client, { at: "10:14", claims: session.creates });
  const made = madeBy(act).map(({ run_id: id }) => id);
  const isRight =
    !halt &&
    batch.counts.created === lines.length &&
    made.length === lines.length &&
    made.every((id) => batch.runIds.has(id));
  return isRight
    ? []
    : [`The app made ${made.length} runs of ${lines.length} lines: ${JSON.stringify(batch.states)} ${String(halt)}`];
}

/** Time that passes only by waiting. */
function passing(): Clock {
  let time = 0;
  return {
    now: () => time,
    elapsed: () => time,
    random: () => 0,
    sleep: async (milliseconds) => void (time += milliseconds),
  };
}

async function answer({ world, client, schedule }: Act): Promise<string[] | "refused"> {
  const { id: runId, requestId } = await askingRun(world, schedule.seed);
  const taken = async (): Promise<number> => {
    const { data } = await world.clean.listEvents(runId, { page_size: 100 });
    return data.filter(({ type }) => type === "run.human_feedback.received").length;
  };
  const service = new AnswerService({
    api: async () => client,
    onRun: () => undefined,
    confirm: async () => true,
    storage: await openShared(),
  });
  const ref = { connectionId: "app", runId, requestId };
  const outcome = await service.send(ref, { type: "approval", request_id: requestId, approved: true });
  service.dispose();
  if (outcome.kind === "failed" && !outcome.unknown && (await taken()) === 0) return "refused";
  const isRight = outcome.kind === "answered" && outcome.by === "here" && (await taken()) === 1;
  return isRight ? [] : [`${await taken()} answers were taken, and it was said: ${JSON.stringify(outcome)}.`];
}

async function cancel({ world, session, schedule }: Act): Promise<string[] | "refused"> {
  const { id: runId } = await askingRun(world, schedule.seed);
  const unread: unknown[] = [];
  const { canceled } = await cancelRuns({ get: () => session }, [{ connectionId: "app", runId }], {
    onUnread: (error) => unread.push(error),
  });
  const { status } = await world.clean.getRun(runId);
  if (canceled.length === 0 && status !== "canceled") return "refused";
  return canceled.length === 1 && status === "canceled"
    ? []
    : [`${canceled.length} were canceled, and its run is ${status}.`];
}

/** Starts a run, and waits until it asks for an approval. */
async function askingRun({ clean }: World, seed: number): Promise<{ id: string; requestId: string }> {
  const input = { ticket_subject: "Refund", ticket_body: "Twice", amount: 620, currency: "USD", seed };
  const { id } = await clean.createRun({ input }, { mode: "background" });
  for await (const { type } of clean.streamRun(id)) {
    if (type !== "approval_request.created") continue;
    const { input_requests: requests } = await clean.getRun(id);
    return { id, requestId: requests?.[0]?.id ?? "" };
  }
  throw new Error("The run asked for nothing.");
}
