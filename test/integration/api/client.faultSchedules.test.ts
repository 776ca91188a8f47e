import { getEventListeners } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inParallel } from "../../../src/base/inParallel.ts";
import type { Fault } from "../../faults/fault.ts";
import type { Ended } from "../../faults/schedule/ended.ts";
import { runSchedule } from "../../faults/schedule/runSchedule.ts";
import { type Operation, operations, scheduleOf } from "../../faults/schedule/schedule.ts";
import { openWorld } from "../../faults/schedule/world.ts";
import { json, serve } from "./servers.ts";

const alone = process.env["FAULT_SEED"];
const seeds = alone ? [Number(alone)] : Array.from({ length: 500 }, (_, index) => index + 1);

/** What nobody caught, and what Node.js warns of, such as listeners that pile up. */
const unhandled: unknown[] = [];
const note = (problem: unknown): void => void unhandled.push(problem);
beforeAll(() => void process.on("unhandledRejection", note).on("warning", note));
afterAll(() => void process.off("unhandledRejection", note).off("warning", note));

test(`${seeds.length} schedules of faults`, { timeout: 240_000 }, async () => {
  const before = resources();
  const { signal } = new AbortController();
  const all: Ended[] = [];
  let streamed = 0;
  await using elsewhere = await serve((_, response) => json(response, 200, {}));
  {
    await using world = await openWorld();
    await inParallel(seeds, 24, async (seed) => {
      all.push(await runSchedule(scheduleOf(seed), { world, elsewhere: elsewhere.url, signal }));
    });
    // An aborted request can still arrive: only now its effect is certain.
    ({ streamed } = world);
    for (const { outcome, problems, later } of all) problems.push(...(await later(outcome)));
  }
  const faulty = all.filter(({ problems }) => problems.length > 0);
  for (const { schedule, problems } of faulty) console.log(JSON.stringify({ problems, ...schedule }));
  console.log(countsOf(all));
  expect(faulty.map(({ schedule, problems }) => [schedule.seed, problems])).toEqual([]);
  expect(unhandled).toEqual([]);
  expect(elsewhere.requests).toEqual([]);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  await elsewhere[Symbol.asyncDispose]();
  await expect.poll(() => left(before), { timeout: 10_000 }).toEqual({});
  const kinds = countBy(all.flatMap(({ schedule, connections }) => schedule.faults.slice(0, connections)));
  console.log(
    `Events streamed: ${streamed}. Faults met: ${Object.entries(kinds)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(", ")}.`,
  );
  if (alone) return;
  expect(streamed).toBeGreaterThan(500);
  // Each kind of fault was met, each operation came through, and each write was left unknown.
  expect(Object.keys(kinds).toSorted()).toEqual(["cut", "drip", "insert", "latency", "length", "other", "replay"]);
  for (const operation of operations) expect(outcomesOf(all, operation).answered, operation).toBeGreaterThan(0);
  for (const operation of operations.filter(isWrite))
    expect(outcomesOf(all, operation).unknown, operation).toBeGreaterThan(0);
});

function countBy(faults: readonly Fault[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of faults) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function isWrite(operation: Operation): boolean {
  return !["list", "stream", "watch"].includes(operation);
}

/** Sockets, servers and timers of this process that are still there, by kind. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (/TCP|TLS|Server|Timeout|Immediate/.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** What is there beyond what was there before. */
function left(before: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(resources()).filter(([kind, count]) => count > (before[kind] ?? 0)));
}

function outcomesOf(all: readonly Ended[], operation: Operation): Record<Ended["outcome"], number> {
  const counts = { answered: 0, failed: 0, unknown: 0 };
  for (const { schedule, outcome } of all) if (schedule.operation === operation) counts[outcome]++;
  return counts;
}

function countsOf(all: readonly Ended[]): string {
  const lines = operations.map((operation) => {
    const { answered, failed, unknown } = outcomesOf(all, operation);
    return `${operation}: ${answered + failed + unknown}, of which ${answered} answered, ${failed} failed, ${unknown} unknown`;
  });
  const connections = all.reduce((sum, ended) => sum + ended.connections, 0);
  return `${all.length} schedules of faults over ${connections} connections\n${lines.join("\n")}`;
}
