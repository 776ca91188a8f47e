import type { Poster } from "#ui/poster.ts";
import type { InsightsView } from "./insightsViews.ts";
import type { InsightsChoice, InsightsPageMessage } from "./messages.ts";

/** What the page keeps, beside what VS Code restores it by. */
export interface KeptState {
  choice: InsightsChoice;
}

/** The extension, as the page sees it. */
export type InsightsHost = Poster<InsightsPageMessage>;

/** What the parts of the page draw, and whom they tell. */
export interface InsightsProps {
  view: InsightsView;
  host: InsightsHost;
}

/** What the reader has chosen until now. */
export function choiceOf({ range, filter, split, withMachines }: InsightsView): InsightsChoice {
  return { range, filter, split: split?.at, withMachines: withMachines || undefined };
}
