import { comparedRunsSchema, comparePageMessage } from "#features/compare/page/messages.ts";
import { definePage } from "#host/pages/definePage.ts";

export const comparePage = definePage({
  id: "dynamiqRuns.comparison",
  title: "Comparison",
  icon: () => "diff",
  feature: "compare",
  memory: comparedRunsSchema,
  messages: comparePageMessage,
  failure: "The comparison can't be shown",
});
