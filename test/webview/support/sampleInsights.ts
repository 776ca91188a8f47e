import type { InsightsView } from "#features/insights/page/insightsViews.ts";
import type { InsightsHostMessage } from "#features/insights/page/messages.ts";
import { everyRun } from "#features/insights/vscode/insightsFilter.ts";
import { insightsOf } from "#features/insights/vscode/insightsView.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { sampleFacts, sampleNow, sampleSplit } from "../../support/failures/sampleFacts.ts";

/** The view that the extension makes of the sample's runs, split at version 42. */
export function sampleInsights(
  part: Partial<InsightsView> = {},
  facts: readonly RunFacts[] = sampleFacts(),
): InsightsView {
  const { view } = insightsOf(
    {
      facts,
      marks: {
        isNew: ({ type }) => type === "payment_gateway_timeout" || type === "HTTPStatusError",
        note: ({ type }) => (type === "RateLimitError" ? "carrier limit, OPS-311" : undefined),
      },
      filter: everyRun,
      now: sampleNow,
      zone: "UTC",
    },
    { range: "14d", filter: "", split: sampleSplit },
  );
  return { app: "Support Triage", isProduction: true, load: "Load 14 Days: 412 runs, about 26 s", ...view, ...part };
}

export function viewMessage(view: InsightsView): InsightsHostMessage {
  return { type: "view", view };
}
