import { insightsPanelType } from "../../../host/ids.ts";
import { definePage } from "../../../host/pages/definePage.ts";
import { insightsMemorySchema, insightsPageMessage } from "../page/messages.ts";

export const insightsPage = definePage({
  id: insightsPanelType,
  title: "Insights",
  icon: () => "insights.svg",
  feature: "insights",
  memory: insightsMemorySchema,
  messages: insightsPageMessage,
  failure: "Insights can't be shown",
});
