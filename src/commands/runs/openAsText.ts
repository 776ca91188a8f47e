import type { App } from "../app.ts";
import { findRuns } from "./runTargets.ts";

type Needs = Pick<App, "activeRuns" | "documents" | "panels" | "selectedRows">;

/** Opens runs as read-only JSON documents. @returns their ids */
export async function openAsText(context: Needs, clicked: unknown, selected: unknown): Promise<string[]> {
  const targets = await findRuns(context, clicked, selected);
  for (const target of targets) await context.documents.open(target, "run", { preview: targets.length === 1 });
  return targets.map(({ runId }) => runId);
}
