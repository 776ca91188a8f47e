import type { App } from "../app.ts";
import { pickWaiting } from "./inputRequestTarget.ts";

type Needs = Pick<App, "activeRuns" | "answers" | "connections" | "panels" | "sessions" | "watched">;

/** Lists the pending input requests of all watched connections. @returns the id of the run that was opened */
export async function showWaiting(context: Needs): Promise<string | undefined> {
  const target = await pickWaiting(context, { title: "Waiting for You", none: "No run is waiting for you." });
  if (!target) return undefined;
  context.panels.open(target.ref);
  return target.ref.runId;
}
