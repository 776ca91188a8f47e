import type { Run } from "#api/schemas.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type {
  ConversationHead,
  ConversationPageMessage,
  ConversationRef,
  TurnView,
} from "#features/conversations/page/messages.ts";
import type { PageWebview } from "#host/pages/pagePanel.ts";
import { isTerminal, statusWord } from "#model/status.ts";
import { type ExportedRun, type ExportHead, stepsOfExport } from "#runs/exports/exportFile.ts";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { runSentence, sentenceText } from "#runs/labels/runSentence.ts";
import { conversationOf, type Turn } from "#runs/sessions/conversation.ts";
import type { Cover } from "#runs/values/cover.ts";
import { exportedText } from "#workbench/panel/vscode/liveView.ts";
import { TurnsPanel, type TurnsServices } from "./turnsPanel.ts";
import { turnView } from "./turnView.ts";

interface Services extends TurnsServices {
  /** @throws ExportFileError */
  read: () => Promise<{ head: ExportHead; runs: ExportedRun[] }>;
}

/** The file without its events: a run's panel reads those itself. */
interface ExportedConversation {
  head: ExportHead;
  turns: Turn[];
  views: TurnView[];
}

/** How many of the newest turns are shown at first, and how many more when a reader asks for older ones. */
const turnsPerMessage = 100;

/** One webview with a conversation from an export: it is read once, and nothing can be sent. */
export class ExportedConversationPanel extends TurnsPanel {
  readonly #services: Services;
  #known: ExportedConversation | undefined;
  #shown = turnsPerMessage;

  constructor(shown: PageWebview<ConversationRef, ConversationPageMessage>, services: Services) {
    super(shown, services);
    this.title = "Conversation (exported)";
    this.#services = services;
    this.load(() => this.#read()).catch(onUnexpectedError);
  }

  protected override receive(message: ConversationPageMessage): void {
    if (message.type === "showOlder") this.#shown += turnsPerMessage;
    if (message.type === "showOlder" || message.type === "ready") this.#show();
    else super.receive(message);
  }

  protected override has(runId: string): boolean {
    return this.#known?.views.some((view) => view.runId === runId) === true;
  }

  async #read(): Promise<void> {
    const { head, runs } = await this.#services.read();
    this.#known = { head, ...turnsIn(runs, await this.#services.cover()) };
    this.#show();
  }

  #show(): void {
    const conversation = this.#known;
    if (!conversation) return;
    const head = this.#headOf(conversation);
    this.title = `${rowText(head.title, 60)} (exported)`;
    const turns = conversation.views.slice(-this.#shown);
    const order = turns.map(({ runId }) => runId);
    this.post({ type: "conversation", conversation: this.memory, head, order, turns });
  }

  #headOf({ head, turns }: ExportedConversation): ConversationHead {
    const newest = turns.at(-1)?.run;
    return {
      title: rowText(turns[0]?.message ?? "Conversation", 200),
      app: `Exported from ${head.app.name}`,
      isProduction: false,
      now: newest && { status: newest.status, word: wordOf(newest), sentence: sentenceText(runSentence(newest)) },
      total: turns.length,
      hasOlder: turns.length > this.#shown,
      isReading: false,
      canRetry: false,
      isFork: false,
      exported: exportedText(head.exportedAt, Date.now()),
      acts: this.#services.actsOf(this.memory),
    };
  }
}

function wordOf({ status }: Run): string {
  return `${statusWord(status)}${isTerminal(status) ? "" : " when exported"}`;
}

function turnsIn(
  runs: readonly ExportedRun[],
  cover: Pick<Cover, "value">,
): Pick<ExportedConversation, "turns" | "views"> {
  const facts = new Map(runs.map((each) => [each.run.id, factsOfRun(each.run, { steps: stepsOfExport(each) })]));
  const turns = conversationOf(runs.map(({ run }) => cover.value(run)));
  return { turns, views: turns.map((turn) => turnView(turn, { facts: facts.get(turn.run.id) })) };
}
