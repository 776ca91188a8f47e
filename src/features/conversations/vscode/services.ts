import type { App } from "#workbench/app.ts";
import type { ConversationPanels } from "./conversationPanels.ts";

/** What it offers to its commands and to the features below it. */
export interface ConversationPanelServices {
  /** What a user and an app said to each other. */
  conversations: ConversationPanels;
}

/** What its commands get. */
export type ConversationApp = App & ConversationPanelServices;
