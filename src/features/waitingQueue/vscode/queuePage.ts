import { queueMemorySchema, queuePageMessage } from "#features/waitingQueue/page/messages.ts";
import { definePage } from "#host/pages/definePage.ts";

export const queuePage = definePage({
  id: "dynamiqRuns.waitingQueue",
  title: "Waiting for You",
  icon: () => "bell-dot",
  feature: "waitingQueue",
  memory: queueMemorySchema,
  messages: queuePageMessage,
  failure: "The waiting queue can't be shown",
});
