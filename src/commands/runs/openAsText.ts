import type { RunCommands } from "./runCommands.ts";
import { findRuns } from "./runTargets.ts";

/** Opens runs as read-only JSON documents. @returns their ids */
export async function openAsText(context: RunCommands, clicked: unknown, selected: unknown): Promise<string[]> {
  const targets = await findRuns(context, clicked, selected);
  for (const target of targets) await context.documents.open(target, "run", { preview: targets.length === 1 });
  return targets.map(({ runId }) => runId);
}
