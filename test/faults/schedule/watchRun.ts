import { isDeepStrictEqual } from "node:util";
import type { RunsClient } from "../../../src/api/client.ts";
import type { RunEvent } from "../../../src/api/schemas.ts";
import { type RunWatch, RunWatcher } from "../../../src/runs/live/runWatcher.ts";
import type { World } from "./world.ts";

/**
 * Shows a run of its own to its end, as a panel does, for a reader who retries after every stop. @returns violations
 */
export async function watchRun(client: RunsClient, world: World, signal: AbortSignal): Promise<string[]> {
  const { id } = await world.clean.createRun({ input: { events: 40 } }, { mode: "background" });
  const watcher = new RunWatcher({ api: () => Promise.resolve(client), onRun: () => undefined });
  const told: RunEvent[] = [];
  try {
    const watch = watcher.watch(id);
    watch.onDidChange((change) => void (change.kind === "events" && told.push(...change.events)));
    const isWhole = await untilEnd(watch, signal);
    const { data } = await world.clean.listEvents(id, { page_size: 100 });
    world.streamed += told.length;
    const wanted = isWhole ? data : data.slice(0, told.length);
    return isDeepStrictEqual(told, wanted)
      ? []
      : [`A watch told ${told.length} of ${data.length} events, or told them twice.`];
  } finally {
    watcher.dispose();
  }
}

/** @returns whether it came to the end, and nobody looked away before */
async function untilEnd(watch: RunWatch, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const lookAway = (): void => resolve(false);
    signal.addEventListener("abort", lookAway);
    const look = (): void => {
      const { state } = watch;
      if (state.kind === "failed" || (state.kind === "waiting" && state.error.retryAfter))
        setImmediate(() => watch.retry());
      if (state.kind !== "ended") return;
      signal.removeEventListener("abort", lookAway);
      resolve(true);
    };
    watch.onDidChange(look);
    look();
    if (signal.aborted) lookAway();
  });
}
