import type { App } from "../app.ts";
import { requireSession } from "../guards.ts";

type Needs = Pick<App, "activeRuns" | "insights">;

/** Shows the figures of the active app's runs. */
export function showInsights({ activeRuns, insights }: Needs): void {
  insights.open(requireSession(activeRuns).connectionId);
}
