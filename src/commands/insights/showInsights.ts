import { requireSession } from "../guards.ts";
import type { InsightsCommands } from "./insightsCommands.ts";

/** Shows the figures of the active app's runs. */
export function showInsights({ activeRuns, insights }: InsightsCommands): void {
  insights.open(requireSession(activeRuns).connectionId);
}
