/**
 * Conversations: what a user and an app said to each other, over the runs of one session. `runs/sessions` makes
 * turns of runs, `vscode/conversationPanel.ts` shows them and sends the next one, and `page/` draws them.
 */

import type { CommandsOf } from "#host/contributions/contributes.ts";
import { conversationPanelType } from "#host/ids.ts";
import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { sights } from "#workbench/panel/vscode/runPoints.ts";
import type { own } from "./contributes.ts";
import { ConversationPanels } from "./vscode/conversationPanels.ts";
import { forkConversation } from "./vscode/forkConversation.ts";
import { newConversation } from "./vscode/newConversation.ts";
import { openConversation } from "./vscode/openConversation.ts";
import { pickConversation } from "./vscode/pickConversation.ts";
import type { ConversationPanelServices } from "./vscode/services.ts";

export const conversations: Feature<App, ConversationPanelServices, CommandsOf<typeof own>> = {
  id: "conversations",
  build(app) {
    const opened = app.owned.add(new ConversationPanels(app));
    return { conversations: opened };
  },
  adds: [adds(sights, (app) => (connectionId, run) => app.conversations.isInSight(connectionId, run))],
  commands: {
    openConversation,
    pickConversation,
    forkConversation,
    newConversation,
  },
  panels: { [conversationPanelType]: (app) => app.conversations },
};
