import { insightsMemorySchema, insightsPageMessage } from "#features/insights/page/messages.ts";
import { definePage } from "#host/pages/definePage.ts";

export const insightsPage = definePage({
  id: "dynamiqRuns.insights",
  title: "Insights",
  icon: () => "graph",
  feature: "insights",
  memory: insightsMemorySchema,
  messages: insightsPageMessage,
  failure: "Insights can't be shown",
});
