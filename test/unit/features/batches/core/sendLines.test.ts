import { describe, expect, test } from "vitest";
import { ApiError, type ApiErrorInit } from "#api/errors.ts";
import type { Clock } from "#api/http/clock.ts";
import type { Run } from "#api/schemas.ts";
import type { BatchLine } from "#features/batches/core/batchTypes.ts";
import { NotSentError } from "#features/batches/core/lineOutcome.ts";
import { sendLines } from "#features/batches/core/sendLines.ts";
import { aBatch, aLine, type Written } from "./batches.ts";

/** Time that passes only by waiting. */
function instant(): Clock & { waited: number[] } {
  let time = 0;
  const waited: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => {
    waited.push(milliseconds);
    time += milliseconds;
  };
  return { now: () => time, elapsed: () => time, random: () => 0, sleep, waited };
}

/** A disk that has no space for some of what is written. */
const isFull = (of: (written: Written) => boolean) => (written: Written) => {
  if (of(written)) throw new Error("No space is left.");
};

const error = (init: Partial<ApiErrorInit>): ApiError => new ApiError({ kind: "network", message: "Broken.", ...init });

/** Sends lines to something that answers each request with a run's id or an error. */
async function sendTo(
  answer: (n: number, attempt: number) => string | Error,
  count: number,
  concurrency = 1,
  stopAt = Infinity,
  write: (written: Written) => void = () => undefined,
) {
  const clock = instant();
  const sent: number[] = [];
  const { batch, written } = aBatch(
    Array.from({ length: count }, (_, n) => aLine(n)),
    { write },
  );
  const stop = new AbortController();
  const send = async ({ request }: BatchLine): Promise<Run> => {
    const { line } = (request?.input ?? { line: -1 }) as { line: number };
    sent.push(line);
    if (sent.length >= stopAt) stop.abort();
    await Promise.resolve();
    const answered = answer(line, sent.filter((each) => each === line).length);
    if (answered instanceof Error) throw answered;
    return { id: answered, status: "created" };
  };
  const halt = await sendLines(batch, { lines: batch.numbers("waiting"), concurrency, send, clock, stop: stop.signal });
  return { batch, written, sent, waited: clock.waited, halt };
}

describe("sending the lines of a batch", () => {
  test("each line is stored before it is sent, and its run after", async () => {
    const { written, sent, halt } = await sendTo((n) => `run-${n}`, 2);
    expect(sent).toEqual([0, 1]);
    const expected: Written[] = [0, 1].flatMap((n): Written[] => [
      { n, state: { kind: "sending" } },
      { n, state: { kind: "created", runId: `run-${n}` } },
    ]);
    expect(written).toEqual(expected);
    expect(halt).toBeUndefined();
  });

  test("a line that can't be stored is not sent, and ends the batch", async () => {
    const { batch, sent, halt } = await sendTo(
      (n) => `run-${n}`,
      3,
      1,
      Infinity,
      isFull(({ n }) => n === 1),
    );
    expect(halt?.message).toBe("No space is left.");
    expect(sent).toEqual([0]);
    expect(batch.states.map(({ kind }) => kind)).toEqual(["created", "waiting", "waiting"]);
  });

  test("a run that can't be stored is still known, and no failure", async () => {
    const write = isFull(({ state }) => state.kind === "created");
    const { batch, halt } = await sendTo((n) => `run-${n}`, 1, 1, Infinity, write);
    expect(halt?.message).toBe("No space is left.");
    expect(batch.states).toEqual([{ kind: "created", runId: "run-0" }]);
  });

  test("stopping waits for requests in progress and starts no more", async () => {
    const { batch, sent, halt } = await sendTo((n) => `run-${n}`, 9, 3, 4);
    expect(sent).toHaveLength(4);
    expect(batch.counts).toMatchObject({ created: 4, waiting: 5, sending: 0 });
    expect(halt).toBeUndefined();
  });

  test("a limit of the plan ends the batch: its line is sent once and stays unsent, as do all others", async () => {
    const limit = error({ kind: "plan-limit", status: 429, message: "Monthly quota exceeded" });
    const { batch, sent, waited, halt } = await sendTo((n) => (n === 1 ? limit : `run-${n}`), 5);
    expect([sent, waited, halt]).toEqual([[0, 1], [], limit]);
    expect(batch.counts).toMatchObject({ created: 1, waiting: 4, failed: 0, unknown: 0 });
  });

  test.each([
    ["a 503", error({ kind: "server", status: 503 })],
    ["a request that was given up before it left", error({ kind: "aborted" })],
  ])("%s is a refusal, too", async (_, refused) => {
    const { batch, sent } = await sendTo((n, attempt) => (attempt === 1 ? refused : `run-${n}`), 1);
    expect(sent).toEqual([0, 0]);
    expect(batch.counts.created).toBe(1);
  });

  test.each([
    ["a 500", error({ kind: "server", status: 500 }), "failed"],
    ["a file that is gone", new NotSentError("receipt.png is gone."), "failed"],
    ["a 503 whose effect is not known", error({ kind: "server", status: 503, outcomeUnknown: true }), "unknown"],
  ])("%s ends only its line, because it was sent once", async (_, thrown, kind) => {
    const { batch, sent, halt } = await sendTo((n) => (n === 0 ? thrown : `run-${n}`), 3);
    expect(sent).toEqual([0, 1, 2]);
    expect(batch.states[0]).toMatchObject({ kind, reason: thrown.message });
    expect(batch.counts.created).toBe(2);
    expect(halt).toBeUndefined();
  });

  test.each(["auth", "forbidden", "tls"] as const)("an error that concerns all lines (%s) ends it", async (kind) => {
    const { batch, sent, halt } = await sendTo(() => error({ kind }), 5);
    expect([sent, halt]).toMatchObject([[0], { kind }]);
    expect(batch.counts).toMatchObject({ failed: 1, waiting: 4 });
  });
});
