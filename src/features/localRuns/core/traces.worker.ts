import { constants, getPriority, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { messageOf } from "#base/thrown.ts";
import type { FromTraceThread, ToTraceThread } from "./storeThread.ts";
import { TraceStore, type TraceStoreOptions } from "./traceStore.ts";

/**
 * The thread of the traces. A post of 10,000 nodes takes a second to read, in which neither VS Code nor the next post
 * may wait. What comes of it is text, because a number that isn't one of JavaScript's wouldn't survive otherwise.
 */
function begin(port: NonNullable<typeof parentPort>): void {
  // A program waits for its response, and nobody for the reading. Only Linux has a priority for a thread alone, and it
  // refuses to raise one, as it would be when VS Code itself was started with less.
  const lower = constants.priority.PRIORITY_BELOW_NORMAL;
  if (process.platform === "linux" && getPriority() < lower) setPriority(lower);
  const store = new TraceStore(workerData as TraceStoreOptions);
  let last: Promise<unknown> = Promise.resolve();
  const send = (message: FromTraceThread): void => port.postMessage(message);
  const answer = async ({ id, name, values }: ToTraceThread): Promise<void> => {
    try {
      const act = store[name] as (...values: unknown[]) => Promise<unknown>;
      send({ id, json: stringifyJson(await act.apply(store, [...values])) });
    } catch (error) {
      send({ id, failure: messageOf(error) });
    }
  };
  port.on("message", (message: ToTraceThread) => void (last = last.then(() => answer(message))));
}

if (parentPort) begin(parentPort);
