import * as vscode from "vscode";
import * as z from "zod";
import type { Run } from "../../../api/schemas.ts";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { readAs } from "../../../base/stored.ts";
import type { ConnectionStore } from "../../../connections/connectionStore.ts";
import { conversationPanelType } from "../../../host/ids.ts";
import type { RunsSessions } from "../../../runs/store/session.ts";
import { Cover } from "../../../runs/values/cover.ts";
import { readExportedSession } from "../../exports/vscode/exportFiles.ts";
import { OpenPanels } from "../../panel/vscode/openPanels.ts";
import { conversationPage } from "../../panel/vscode/pagePanel.ts";
import type { LocalIndex } from "../../search/core/localIndex.ts";
import type { ConversationPlace, Draft } from "../page/messages.ts";
import { ConversationPanel, type ConversationServices } from "./conversationPanel.ts";
import { ExportedConversationPanel } from "./exportedConversationPanel.ts";

interface ConversationPanelsOptions extends Omit<
  ConversationServices,
  "storeOf" | "drafts" | "appOf" | "factsOf" | "watch" | "cover" | "isFocused" | "isTrusted"
> {
  connections: ConnectionStore;
  sessions: RunsSessions;
  localIndex: Pick<LocalIndex, "factsOf">;
}

const seedSchema = z.object({ runId: z.string().optional(), file: z.string().optional() });
const placeSchema = z.object({
  connectionId: z.string(),
  sessionId: z.string(),
  userId: z.string().optional(),
  seed: seedSchema.optional(),
  file: z.string().optional(),
});

/** The open conversations: one panel for each, restored after a window reload. */
export class ConversationPanels implements Disposable {
  readonly #panels: OpenPanels<ConversationPlace, ConversationPanel | ExportedConversationPanel>;
  readonly #disposables = new DisposableStore();

  constructor(extensionUri: vscode.Uri, options: ConversationPanelsOptions) {
    const { connections, sessions, localIndex, ...acts } = options;
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
      factsOf: (connectionId) => localIndex.factsOf(connectionId),
      cover: () => connections.withKeys((keys) => new Cover(keys)),
      isFocused: () => vscode.window.state.focused,
      isTrusted: () => vscode.workspace.isTrusted,
      ...acts,
    };
    this.#panels = this.#disposables.add(
      new OpenPanels(extensionUri, {
        type: conversationPanelType,
        page: conversationPage,
        icon: () => "conversation.svg",
        read: (state) => {
          const place = readAs(placeSchema, state);
          const exists = place?.file !== undefined || connections.get(place?.connectionId ?? "") !== undefined;
          return exists ? place : undefined;
        },
        make: (webview, html, place) => panelOf(webview, html, place, services),
      }),
    );
    this.#disposables.add(
      connections.onDidChange(({ client }) => {
        for (const panel of this.#ofApps) {
          if (panel.place.connectionId === client) panel.connect();
          else panel.updateApp();
        }
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        for (const panel of this.#ofApps) panel.updateApp();
      }),
    );
    this.#disposables.add(
      vscode.window.onDidChangeWindowState(() => {
        for (const panel of this.#ofApps) panel.look();
      }),
    );
  }

  /** Without those from files, which don't change. */
  get #ofApps(): ConversationPanel[] {
    return [...this.#panels].filter((panel) => panel instanceof ConversationPanel);
  }

  open(place: ConversationPlace): void {
    const key = keyOf(place);
    const known = this.#panels.find((panel) => keyOf(panel.place) === key);
    if (known) known.reveal();
    else this.#panels.create(place);
  }

  /** Whether a conversation in view shows the run. */
  isInSight(connectionId: string, run: Run): boolean {
    return this.#ofApps.some((panel) => panel.place.connectionId === connectionId && panel.isInSight(run));
  }

  /** Restores a panel after a window reload. A panel that doesn't name its conversation is closed. */
  restore(webview: vscode.WebviewPanel, state: unknown): void {
    this.#panels.restore(webview, state);
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function panelOf(
  webview: vscode.WebviewPanel,
  html: string,
  { file, ...place }: ConversationPlace,
  services: ConversationServices,
): ConversationPanel | ExportedConversationPanel {
  if (file === undefined) return new ConversationPanel(webview, html, place, services);
  const ofFile = { ...services, read: readExportedSession };
  return new ExportedConversationPanel(webview, html, { ...place, file }, ofFile);
}

function keyOf({ connectionId, sessionId, userId, file }: ConversationPlace): string {
  return JSON.stringify([file ?? connectionId, sessionId, userId ?? null]);
}
