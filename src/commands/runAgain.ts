import { requestOfRun } from "../requests/requestOfRun.ts";
import { runTitle } from "../runs/runLabel.ts";
import type { CommandContext } from "./commandContext.ts";
import { requireTrust } from "./guards.ts";
import { findLiveRun } from "./liveRun.ts";
import { startRun } from "./startRun.ts";

/** Creates a run with the same input, user and session on the same app, and opens it. @returns the new run's id. */
export async function runAgain(context: CommandContext, argument: unknown): Promise<string | undefined> {
  requireTrust("no run is started in it");
  const found = await findLiveRun(context, argument);
  if (!found) return undefined;
  const request = requestOfRun(found.run);
  const name = runTitle(found.run);
  const what = ["again", found.session.connectionId, found.run.id];
  return context.starts.once({ name, what, connections: context.connections }, () =>
    startRun(context, found.session, { request, files: [], mode: "stream", name, button: "Run Again" }),
  );
}
