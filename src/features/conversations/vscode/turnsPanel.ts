import type {
  ConversationHostMessage,
  ConversationPageMessage,
  ConversationRef,
  InTurn,
} from "#features/conversations/page/messages.ts";
import { commandIds, type CommandId } from "#host/commandIds.ts";
import { PagePanel, type PageWebview } from "#host/pages/pagePanel.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { ActView } from "#workbench/core/acts.ts";
import type { RunPanelServices } from "#workbench/panel/vscode/runPanelServices.ts";
import { ShownRun } from "#workbench/panel/vscode/shownRun.ts";

export interface TurnsServices {
  /** What a run needs that is shown in its turn. */
  ofRuns: RunPanelServices;
  /** What covers keys and other secrets in the texts of runs. */
  cover: () => Promise<Pick<Cover, "value" | "text">>;
  run: (command: CommandId, argument: unknown) => void;
  /** What other features do with a conversation. */
  actsOf: (ref: ConversationRef) => ActView[];
  act: (id: string, ref: ConversationRef) => void;
  copy: (text: string) => void;
  openLink: (address: string) => void;
}

/** The turns of a conversation, at its app or in a file. Some show their runs, each as its own panel would show it. */
export abstract class TurnsPanel extends PagePanel<
  ConversationRef,
  ConversationPageMessage,
  ConversationHostMessage | InTurn
> {
  protected readonly inTurns = new Map<string, ShownRun>();
  readonly #services: TurnsServices;

  constructor(shown: PageWebview<ConversationRef, ConversationPageMessage>, services: TurnsServices) {
    super(shown);
    this.#services = services;
  }

  /** Whether the page has the turn of this run. */
  protected abstract has(runId: string): boolean;

  override dispose(): void {
    this.#foldAll();
    super.dispose();
  }

  protected override viewChanged(): void {
    if (!this.isVisible) this.#foldAll();
  }

  protected override receive(message: ConversationPageMessage): void {
    const { connectionId, file } = this.memory;
    const { run, act, copy, openLink } = this.#services;
    switch (message.type) {
      case "open":
        if (this.has(message.runId)) run(commandIds.openRun, { connectionId, runId: message.runId, file });
        return;
      case "inTurn":
        if (this.has(message.runId)) this.#runIn(message.runId).receive(message.message);
        return;
      case "fold":
        return this.#fold(message.runId);
      case "act":
        return act(message.id, this.memory);
      case "copy":
        return copy(message.text);
      case "openLink":
        return openLink(message.address);
      default:
      // The page offers nothing else of an export.
    }
  }

  #runIn(runId: string): ShownRun {
    const inTurn = this.inTurns.get(runId);
    if (inTurn) return inTurn;
    const { connectionId, file } = this.memory;
    const memory = { connectionId, runId, file };
    const run = new ShownRun(memory, this.#services.ofRuns, (sent) => this.post({ ...sent, inTurn: runId }));
    this.inTurns.set(runId, run);
    return run;
  }

  #fold(runId: string): void {
    this.inTurns.get(runId)?.dispose();
    this.inTurns.delete(runId);
  }

  #foldAll(): void {
    for (const runId of [...this.inTurns.keys()]) this.#fold(runId);
  }
}
