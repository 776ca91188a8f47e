import { timeRanges } from "../../../model/timeRanges.ts";
import type { Poster } from "../../../ui/poster.ts";
import type { InsightsView } from "./insightsViews.ts";
import type { InsightsChoice, InsightsPageMessage } from "./messages.ts";

/** What the page keeps, beside what VS Code restores it by. */
export interface Kept {
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

/** An earlier version may have kept something else. */
export function readChoice(kept: unknown): InsightsChoice | undefined {
  const {
    range: name,
    filter,
    split,
    withMachines,
  } = (typeof kept === "object" && kept !== null ? kept : {}) as Record<string, unknown>;
  const range = timeRanges.find((each) => each === name);
  if (!range) return undefined;
  return {
    range,
    filter: typeof filter === "string" ? filter : "",
    split: typeof split === "number" ? split : undefined,
    withMachines: withMachines === true ? withMachines : undefined,
  };
}
