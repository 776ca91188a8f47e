import { isAbsolute } from "node:path";
import * as vscode from "vscode";
import { Emitter } from "#base/emitter.ts";
import { keepNewest } from "#base/keepNewest.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { OpenPanels, type PanelHome } from "#host/pages/openPanels.ts";
import { PagePanel, type PageWebview } from "#host/pages/pagePanel.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { RunsSessions } from "#runs/store/runsSession.ts";
import { can, lackedBy } from "#workbench/core/connections/connectionAbilities.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { HostMessage, PanelMemory, PanelMessage, ReadingState } from "#workbench/panel/page/messages.ts";
import type { ExportFiles } from "./exportFiles.ts";
import type { PanelConnection } from "./headerView.ts";
import { knownHeader, startHtml } from "./knownHeader.ts";
import type { PanelRun } from "./panelRunKeys.ts";
import { sequenceOf } from "./runAddress.ts";
import { runPage } from "./runPage.ts";
import type { RunPanelServices } from "./runPanelServices.ts";
import type { NodeName, RunSources, SourceLocation } from "./runPoints.ts";
import { keepRunTab, openRunTab, runAt, runIn, tabOf } from "./runUri.ts";
import { ShownRun } from "./shownRun.ts";

export interface RunPanelsOptions extends Pick<
  RunPanelServices,
  "act" | "use" | "saveFile" | "answers" | "notes" | "sources" | "attachments"
> {
  connections: ConnectionStore;
  sessions: RunsSessions;
  exportFiles: ExportFiles;
  /** What features do with runs. */
  offers: (memory: PanelMemory) => Pick<PanelConnection, "opensExports"> & Pick<RunHeader, "acts" | "sessionActs">;
}

/** A file of a library may lie in the workspace as well, in a virtual environment. */
const libraryPattern = /[\\/](?:site-packages|dist-packages|node_modules)[\\/]|[\\/]lib[\\/]python[\d.]+[\\/]/;

/** A file of a traceback as a path within the workspace; `undefined` for one that lies outside. */
function ownPath(file: string): string | undefined {
  if (libraryPattern.test(file) || !isAbsolute(file)) return undefined;
  const uri = vscode.Uri.file(file);
  return vscode.workspace.getWorkspaceFolder(uri) && vscode.workspace.asRelativePath(uri);
}

/** A run in a panel of its own. */
class RunPanel extends PagePanel<PanelMemory, PanelMessage, HostMessage> {
  readonly #services: RunPanelServices;
  readonly shown: ShownRun;

  constructor(webview: PageWebview<PanelMemory, PanelMessage>, services: RunPanelServices) {
    super(webview);
    this.#services = services;
    this.shown = this.owned.add(
      new ShownRun(
        this.memory,
        services,
        (message) => this.post(message),
        ({ title, icon }) => {
          this.title = title;
          this.icon = icon ?? runPage.icon(this.memory);
        },
      ),
    );
    this.shown.start(this.postEarly());
  }

  override get connectionIds(): string[] {
    return [this.memory.connectionId];
  }

  override connect(): void {
    this.shown.connect();
  }

  override updateConnection(): void {
    this.shown.updateConnection();
  }

  protected override viewChanged(): void {
    if (!this.isVisible) this.shown.hide();
    this.#services.onLook();
  }

  protected override receive(message: PanelMessage): void {
    this.shown.receive(message);
  }
}

/** For how many runs the extension keeps where the reader was. */
const maxReadingStates = 200;

/**
 * The open runs. A run of an app is a read-only custom editor, so that a row of the *Runs* view shows it in a preview;
 * a run from a file is a webview panel. Both have one tab, shown again when a command opens the run again, and are
 * restored after a window reload.
 */
export class RunPanels extends OpenPanels<PanelMemory, PanelMessage, RunPanel> {
  /** What a run needs, wherever it is shown. */
  readonly services: RunPanelServices;
  readonly #connections: ConnectionStore;
  readonly #sessions: RunsSessions;
  readonly #changed = this.owned.add(new Emitter<void>());
  /** Fires when another panel may have the focus, or its run has changed. */
  readonly onDidChange = this.#changed.event;
  readonly #readingStates = new Map<string, ReadingState>();

  constructor(extension: PanelHome, options: RunPanelsOptions) {
    const { connections, sessions, exportFiles, offers, ...services } = options;
    const { answers } = services;
    super(extension, {
      page: runPage,
      make: (shown) => new RunPanel(shown, this.services),
      start: (memory) => {
        const header = knownHeader(this.services.connection(memory));
        return header ? startHtml(header) : "";
      },
      connections,
      panelKey,
    });
    this.#connections = connections;
    this.#sessions = sessions;
    this.services = {
      onLook: () => this.#changed.fire(),
      watch: ({ connectionId, runId, file }) =>
        file === undefined ? sessions.get(connectionId).watcher.watch(runId) : exportFiles.watch(file, runId),
      connection: (memory) => {
        const connection = connections.get(memory.connectionId);
        const store = connection && sessions.get(connection.id).store;
        const { opensExports, ...acts } = offers(memory);
        return {
          opensExports,
          name: connection?.name ?? "A removed connection",
          production: connection?.production !== undefined,
          isLocalApp: connection?.served !== undefined,
          lacks: connection && lackedBy(connection),
          exists: connection !== undefined,
          trusted: vscode.workspace.isTrusted,
          ownPath,
          sourceOf: (node) =>
            memory.file === undefined ? sourceOf(services.sources(), memory.connectionId, node) : undefined,
          runRef: memory,
          header: {
            byAgent: store?.isByAgent(memory.runId) || undefined,
            ...acts,
          },
          titlePath: connection?.titlePath,
          known: memory.file === undefined ? store?.get(memory.runId) : undefined,
        };
      },
      readingState: (memory) => this.#readingStates.get(panelKey(memory)),
      keepReadingState: (memory, readingState) =>
        keepNewest(this.#readingStates, panelKey(memory), readingState, maxReadingStates),
      ...services,
    };
    this.owned.add(
      answers.onDidChange(({ ref }) => {
        if (answers.state(ref).kind === "sending") this.keep(ref);
      }),
    );
  }

  override get active(): PanelMemory | undefined {
    return super.active ?? runIn(vscode.window.tabGroups.activeTabGroup.activeTab);
  }

  /** The run of the panel that has the focus, in the version that was read last. */
  get activeRun(): PanelRun | undefined {
    const panel = this.activePanel;
    if (!panel) return undefined;
    const { connectionId, file } = panel.memory;
    const connection = this.#connections.get(connectionId);
    const source = connection ? (can(connection, "start") ? "app" : "local") : "removed";
    return { run: panel.shown.run, source: file !== undefined ? "exported" : source };
  }

  /** Whether a run's panel is visible. */
  isInSight(memory: PanelMemory): boolean {
    return this.find(memory)?.isVisible ?? false;
  }

  /**
   * @param options.sequence of the event whose step is to be shown in the story
   * @param options.title names the tab of a run that wasn't read yet
   */
  open(memory: PanelMemory, options: { preserveFocus?: boolean; sequence?: number; title?: string } = {}): void {
    const { preserveFocus = false, sequence, title = "" } = options;
    const openPanel = this.find(memory);
    if (memory.file === undefined && (!openPanel || tabOf(memory))) {
      this.#openTab(memory, title, { preserveFocus, sequence }).catch(onUnexpectedError);
    } else if (openPanel) {
      openPanel.reveal(preserveFocus);
    }
    const panel = openPanel ?? (memory.file === undefined ? undefined : this.show(memory, preserveFocus));
    if (sequence !== undefined) panel?.shown.goTo(sequence);
  }

  /** Shows a run in an editor. It returns at once: the run is read while the page loads. */
  resolve(uri: vscode.Uri, webview: vscode.WebviewPanel): void {
    const memory = runAt(uri);
    if (!memory) return webview.dispose();
    const sequence = sequenceOf(uri);
    // A row can have another address than the tab of its run: another title, or one of the run's steps.
    const { tab } = tabOf(memory, uri) ?? {};
    const isReplaced = tab?.isPreview && tab.group.viewColumn === webview.viewColumn;
    if (tab && !isReplaced) {
      webview.dispose();
      this.open(memory, { preserveFocus: true, sequence });
      return;
    }
    const panel = this.adopt(webview, memory);
    if (sequence !== undefined) panel.shown.goTo(sequence, true);
  }

  /** A run on which a person acts stays open. */
  keep(memory: PanelMemory): void {
    keepRunTab(memory).catch(onUnexpectedError);
  }

  protected override opened(panel: RunPanel): void {
    this.#changed.fire();
    panel.onDidDispose(() => this.#changed.fire());
  }

  async #openTab(memory: PanelMemory, given: string, options: Parameters<typeof openRunTab>[2]): Promise<void> {
    const { connectionId, runId } = memory;
    const run = this.#connections.get(connectionId) && this.#sessions.get(connectionId).store.get(runId);
    const title = run ? runTitle(run, this.#connections.get(connectionId)?.titlePath) : given;
    await openRunTab(memory, title, options);
  }
}

function panelKey({ connectionId, runId, file }: PanelMemory): string {
  return `${file ?? connectionId}/${runId}`;
}

/** The first location that is known for a node. */
function sourceOf(sources: readonly RunSources[], connectionId: string, node: NodeName): SourceLocation | undefined {
  for (const each of sources) {
    const location = each.of(connectionId, node);
    if (location) return location;
  }
  return undefined;
}
