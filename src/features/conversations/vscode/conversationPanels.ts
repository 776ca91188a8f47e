import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import type { ConversationPageMessage, ConversationRef } from "#features/conversations/page/messages.ts";
import { OpenPanels } from "#host/pages/openPanels.ts";
import type { App } from "#workbench/app.ts";
import { conversationPage } from "./conversationPage.ts";
import { ConversationPanel } from "./conversationPanel.ts";
import { conversationServices, conversationKey } from "./conversationServices.ts";
import { ExportedConversationPanel } from "./exportedConversationPanel.ts";

/** The open conversations: one panel for each, restored after a window reload. */
export class ConversationPanels extends OpenPanels<
  ConversationRef,
  ConversationPageMessage,
  ConversationPanel | ExportedConversationPanel
> {
  constructor(app: App) {
    const { extension, connections, exportFiles } = app;
    const services = conversationServices(app);
    super(extension, {
      page: conversationPage,
      make: (shown) => {
        const { file } = shown.memory;
        if (file === undefined) return new ConversationPanel(shown, services);
        const read = () => exportFiles.readSession({ ...shown.memory, file });
        return new ExportedConversationPanel(shown, { ...services, read });
      },
      connections,
      exists: ({ file, connectionId }) => file !== undefined || connections.get(connectionId) !== undefined,
      panelKey: conversationKey,
    });
    this.owned.add(
      vscode.window.onDidChangeWindowState(() => {
        for (const panel of this.#ofApps) panel.look();
      }),
    );
  }

  /** The panels without those from files, which don't change. */
  get #ofApps(): ConversationPanel[] {
    return [...this].filter((panel) => panel instanceof ConversationPanel);
  }

  /** Whether a conversation in view shows the run. */
  isInSight(connectionId: string, run: Run): boolean {
    return this.#ofApps.some((panel) => panel.memory.connectionId === connectionId && panel.isInSight(run));
  }
}
