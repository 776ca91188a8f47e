import { setTimeout as delay } from "node:timers/promises";
import { RunsClient } from "../../../src/api/client.ts";
import { isApiError } from "../../../src/api/errors.ts";
import type { Clock } from "../../../src/api/http/clock.ts";
import { fakeClock } from "../../support/fakeClock.ts";
import type { Fault } from "../fault.ts";
import { startFaultProxy } from "../faultProxy.ts";
import type { Ended } from "./ended.ts";
import { performers } from "./performers.ts";
import type { Schedule } from "./schedule.ts";
import type { World } from "./world.ts";

/** In milliseconds: long enough for a busy machine, short enough for a thousand schedules. */
const short = { headers: 400, idle: 400, refusal: 400 };
/** In milliseconds. No schedule may take longer: it hangs. */
const longest = 60_000;

export interface Surroundings {
  world: World;
  /** Where redirects lead. */
  elsewhere: string;
  /** Outlives all calls, so that what they leave on it is seen. */
  signal: AbortSignal;
}

export async function runSchedule(schedule: Schedule, { world, elsewhere, signal }: Surroundings): Promise<Ended> {
  const { operation, faults, abortAfter, seed } = schedule;
  const faultOf = (connection: number): Fault => withTarget(faults[connection] ?? { kind: "none" }, elsewhere);
  const proxy = await startFaultProxy({ target: world.app.url, faultOf });
  const clock: Clock = fakeClock();
  const settings = { baseUrl: proxy.url, accessKey: world.app.accessKey, clock, heartbeatTimeout: 400 };
  const client = new RunsClient({ ...settings, limits: { read: short, write: short } });
  const aborter = new AbortController();
  const abort = (): void => aborter.abort();
  signal.addEventListener("abort", abort);
  const giveUp = abortAfter === undefined ? undefined : setTimeout(abort, abortAfter);
  let hangs: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    hangs = setTimeout(() => reject(new Error("It hangs.")), longest);
  });
  const ended: Ended = { schedule, outcome: "answered", connections: 0, problems: [], later: () => [] };
  try {
    const performer = performers[operation];
    const done = performer({ client, clock, world, seed, signal: abortAfter === undefined ? signal : aborter.signal });
    ended.later = (settled) => done.check(settled);
    ended.problems.push(...(await Promise.race([done.result, tooLate])));
  } catch (error) {
    if (!isApiError(error)) ended.problems.push(`It threw ${String(error)}`);
    else if (error.kind === "aborted" && abortAfter === undefined) ended.problems.push("Nobody aborted it.");
    ended.outcome = isApiError(error) && error.outcomeUnknown ? "unknown" : "failed";
  } finally {
    clearTimeout(giveUp);
    clearTimeout(hangs);
    signal.removeEventListener("abort", abort);
    const isRead = ["list", "stream", "createAndStream", "watch"].includes(operation);
    if (!isRead && proxy.taken > 1) {
      ended.problems.push(`It was sent ${proxy.taken} times.`);
    }
    ended.connections = proxy.taken;
    // A read leaves its connection to the next one; what has effects closes its own.
    const kept = operation === "watch" ? 3 : isRead ? 1 : 0;
    if (!(await becomes(() => proxy.open <= kept))) ended.problems.push(`${proxy.open} connections are left.`);
    await client.close();
    await proxy[Symbol.asyncDispose]();
  }
  return ended;
}

async function becomes(isSo: () => boolean): Promise<boolean> {
  for (let waited = 0; !isSo() && waited < 2_000; waited += 10) await delay(10);
  return isSo();
}

function withTarget(fault: Fault, elsewhere: string): Fault {
  return fault.kind === "other" ? { ...fault, text: fault.text.replace("{elsewhere}", elsewhere) } : fault;
}
