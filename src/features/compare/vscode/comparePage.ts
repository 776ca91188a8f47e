import { comparedRunsSchema, comparePageMessage } from "#features/compare/page/messages.ts";
import { comparePanelType } from "#host/ids.ts";
import { definePage } from "#host/pages/definePage.ts";

export const comparePage = definePage({
  id: comparePanelType,
  title: "Comparison",
  icon: () => "diff",
  feature: "compare",
  memory: comparedRunsSchema,
  messages: comparePageMessage,
  failure: "The comparison can't be shown",
});
