import * as vscode from "vscode";
import type { Run } from "../../../api/schemas.ts";
import type { ConnectionStore } from "../../../connections/connectionStore.ts";
import { OpenPanels } from "../../../host/pages/openPanels.ts";
import type { RunsSessions } from "../../../runs/store/runsSession.ts";
import { Cover } from "../../../runs/values/cover.ts";
import { readExportedSession } from "../../panel/vscode/exportFiles.ts";
import type { PanelSlots } from "../../panel/vscode/panelSlots.ts";
import type { ConversationPageMessage, ConversationPlace, Draft } from "../page/messages.ts";
import { conversationPage } from "./conversationPage.ts";
import { ConversationPanel } from "./conversationPanel.ts";
import type { ConversationServices } from "./conversationServices.ts";
import { ExportedConversationPanel } from "./exportedConversationPanel.ts";

interface ConversationPanelsOptions extends Omit<
  ConversationServices,
  "storeOf" | "drafts" | "appOf" | "factsOf" | "watch" | "cover" | "isFocused" | "isTrusted"
> {
  connections: ConnectionStore;
  sessions: RunsSessions;
  slots: PanelSlots;
}

/** The open conversations: one panel for each, restored after a window reload. */
export class ConversationPanels extends OpenPanels<
  ConversationPlace,
  ConversationPageMessage,
  ConversationPanel | ExportedConversationPanel
> {
  constructor(extensionUri: vscode.Uri, options: ConversationPanelsOptions) {
    const { connections, sessions, slots, ...acts } = options;
    const drafts = new Map<string, Draft>();
    const services: ConversationServices = {
      drafts: {
        of: (place) => drafts.get(keyOf(place)),
        keep: (place, draft) => {
          drafts.delete(keyOf(place));
          if (draft.message !== "" || draft.others !== undefined) drafts.set(keyOf(place), draft);
        },
      },
      storeOf: (connectionId) => sessions.get(connectionId).store,
      appOf: (connectionId) => {
        const connection = connections.get(connectionId);
        if (!connection) return undefined;
        const { name, production, baseUrl, messageField } = connection;
        const asksFor = production === "ask" ? baseUrl : undefined;
        const isActive = connections.active?.id === connectionId;
        return { name, isActive, isProduction: production !== undefined, asksFor, messageField };
      },
      watch: (connectionId, runId) => sessions.get(connectionId).watcher.watch(runId),
      factsOf: (connectionId) => slots.factsOf?.(connectionId),
      cover: () => connections.withKeys((keys) => new Cover(keys)),
      isFocused: () => vscode.window.state.focused,
      isTrusted: () => vscode.workspace.isTrusted,
      ...acts,
    };
    super(extensionUri, {
      page: conversationPage,
      make: (shown) => {
        const { file } = shown.memory;
        if (file === undefined) return new ConversationPanel(shown, services);
        return new ExportedConversationPanel(shown, file, { ...services, read: readExportedSession });
      },
      connections,
      exists: ({ file, connectionId }) => file !== undefined || connections.get(connectionId) !== undefined,
      key: keyOf,
    });
    this.owned.add(
      vscode.window.onDidChangeWindowState(() => {
        for (const panel of this.#ofApps) panel.look();
      }),
    );
  }

  /** Without those from files, which don't change. */
  get #ofApps(): ConversationPanel[] {
    return [...this].filter((panel) => panel instanceof ConversationPanel);
  }

  /** The conversation of the panel that has the focus. */
  get active(): ConversationPlace | undefined {
    return this.activePanel?.memory;
  }

  open(place: ConversationPlace): void {
    this.show(place);
  }

  /** Whether a conversation in view shows the run. */
  isInSight(connectionId: string, run: Run): boolean {
    return this.#ofApps.some((panel) => panel.memory.connectionId === connectionId && panel.isInSight(run));
  }
}

function keyOf({ connectionId, sessionId, userId, file }: ConversationPlace): string {
  return JSON.stringify([file ?? connectionId, sessionId, userId ?? null]);
}
