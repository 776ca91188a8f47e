/**
 * Conversations: what a user and an app said to each other, over the runs of one session. `runs/sessions` makes
 * turns of runs, `vscode/conversationPanel.ts` shows them and sends the next one, and `page/` draws them.
 */

import { commandIds } from "#host/commandIds.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import type { App } from "#workbench/app.ts";
import type { Act } from "#workbench/core/acts.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { conversationViews } from "#workbench/explorer/vscode/sessionTarget.ts";
import { type RunRef, sessionActs, runVisibility } from "#workbench/panel/vscode/runPoints.ts";
import type { contributions } from "./contributes.ts";
import { conversationPage } from "./vscode/conversationPage.ts";
import { ConversationPanels } from "./vscode/conversationPanels.ts";
import { forkConversation } from "./vscode/forkConversation.ts";
import { newConversation } from "./vscode/newConversation.ts";
import { openConversation } from "./vscode/openConversation.ts";
import { pickConversation } from "./vscode/pickConversation.ts";
import type { ConversationPanelServices } from "./vscode/services.ts";

export const conversations: Feature<App, ConversationPanelServices, CommandsOf<typeof contributions>> = {
  id: "conversations",
  build(app) {
    const opened = app.owned.add(new ConversationPanels(app));
    return { conversations: opened };
  },
  adds: [
    adds(runVisibility, (app) => (connectionId, run) => app.conversations.isInSight(connectionId, run)),
    adds(sessionActs, () => openAct),
    adds(conversationViews, (app) => ({
      get active() {
        return app.conversations.active;
      },
      show: (conversation) => void app.conversations.show(conversation),
      pick: (of) => pickConversation(app, of),
    })),
  ],
  commands: {
    openConversation,
    pickConversation,
    forkConversation,
    newConversation,
  },
  panels: { [conversationPage.id]: (app) => app.conversations },
};

/** The button beside the session of a run. */
const openAct: Act<RunRef> = {
  command: commandIds.openConversation,
  name: "Open Conversation",
  icon: "comment",
  order: 1,
};
