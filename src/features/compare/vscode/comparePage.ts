import { comparePanelType } from "../../../host/ids.ts";
import { definePage } from "../../../host/pages/definePage.ts";
import { comparedRunsSchema, comparePageMessage } from "../page/messages.ts";

export const comparePage = definePage({
  id: comparePanelType,
  title: "Comparison",
  icon: () => "comparison.svg",
  feature: "compare",
  memory: comparedRunsSchema,
  messages: comparePageMessage,
  failure: "The comparison can't be shown",
});
