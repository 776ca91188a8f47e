import { conversationPageMessage, conversationRefSchema } from "#features/conversations/page/messages.ts";
import { definePage } from "#host/pages/definePage.ts";

export const conversationPage = definePage({
  id: "dynamiqRuns.conversation",
  title: "Conversation",
  icon: () => "comment-discussion",
  feature: "conversations",
  memory: conversationRefSchema,
  messages: conversationPageMessage,
  failure: "The conversation can't be shown",
});
