import { batchPanelType } from "../../../host/ids.ts";
import { definePage } from "../../../host/pages/definePage.ts";
import { batchMemorySchema, batchPageMessage } from "../page/messages.ts";

export const batchPage = definePage({
  id: batchPanelType,
  title: "Batch Results",
  icon: () => "run.svg",
  script: "batches",
  styles: ["panel", "panelData", "batchResults"],
  memory: batchMemorySchema,
  messages: batchPageMessage,
  failure: "The batch can't be shown",
});
