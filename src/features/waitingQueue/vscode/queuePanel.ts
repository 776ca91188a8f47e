import type { RunsApi } from "#api/contract.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { QueueRow } from "#features/waitingQueue/core/queueRows.ts";
import type { QueueHostMessage, QueueMemory, QueuePageMessage } from "#features/waitingQueue/page/messages.ts";
import type { StepLineView } from "#features/waitingQueue/page/queueViews.ts";
import { type CommandId, commandIds } from "#host/commandIds.ts";
import { explainError } from "#host/errors/explainError.ts";
import { PagePanel, type PageWebview } from "#host/pages/pagePanel.ts";
import { lastSteps } from "./lastSteps.ts";
import { QueueDesk, type DeskServices } from "./queueDesk.ts";
import { detailView, queueView } from "./queueView.ts";

export interface QueueServices extends DeskServices {
  api: (connectionId: string) => Promise<RunsApi>;
  run: (command: CommandId, argument?: unknown) => void;
  copy: (text: string) => void;
  openLink: (address: string) => void;
}

/** In milliseconds: the least time between two updates of the page. */
const updateInterval = 100;

/** What is read for the input request beside the list. */
type Steps = { steps: readonly StepLineView[] } | { problem: string };

/** The tab with the waiting queue. While it is hidden, it reads and sends nothing. */
export class QueuePanel extends PagePanel<QueueMemory, QueuePageMessage, QueueHostMessage> {
  readonly #services: QueueServices;
  readonly #desk: QueueDesk;
  readonly #update: SpacedTask;
  /** The row beside the list, and what was read for it. */
  #shown: { id: string; read?: Steps } | undefined;

  constructor(shown: PageWebview<QueueMemory, QueuePageMessage>, services: QueueServices) {
    super(shown);
    this.#services = services;
    this.#desk = this.owned.add(new QueueDesk(services));
    this.#update = this.owned.add(new SpacedTask(() => this.#show(), updateInterval));
    if (this.memory.work) this.#desk.bulk.restore(this.memory.work);
    this.owned.add(
      this.#desk.onDidChange(() => {
        this.#keep();
        if (this.isReady) this.#update.ask();
      }),
    );
  }

  protected override viewChanged(): void {
    this.#desk.setActive(this.isReady);
  }

  override updateConnection(): void {
    if (this.isReady) this.#update.ask();
  }

  /** What is reviewed or was sent is there again after a reload. */
  #keep(): void {
    const { work } = this.#desk.bulk;
    if (JSON.stringify(work) !== JSON.stringify(this.memory.work)) this.remember({ work: structuredClone(work) });
  }

  #show(): void {
    if (!this.isReady) return;
    this.post({ type: "queue", view: queueView(this.#desk) });
    this.#showDetail();
  }

  #showDetail(): void {
    const row = this.#shown && this.#desk.rows.get(this.#shown.id);
    const detail = row && detailView(this.#desk, row);
    this.post({ type: "detail", detail: detail && { ...detail, ...this.#shown?.read } });
  }

  protected override receive(message: QueuePageMessage): void {
    const { bulk } = this.#desk;
    switch (message.type) {
      case "ready":
        this.#desk.setActive(true);
        return this.#show();
      case "refresh":
        this.#desk.refresh().catch(onUnexpectedError);
        return;
      case "clear":
        return this.#desk.clear();
      case "show":
        return this.#open(message.id);
      case "review":
        return this.#review(message);
      case "reason":
        return bulk.setReason(message.text);
      case "leaveOut":
        return bulk.leaveOut(message.id);
      case "send":
        bulk.send(message.version).catch(onUnexpectedError);
        return;
      case "tryAgain":
        return bulk.tryAgain(message.id);
      case "back":
        return bulk.close();
      default:
        return this.#act(message);
    }
  }

  #act(
    message: Exclude<
      QueuePageMessage,
      { type: "ready" | "refresh" | "clear" | "show" | "review" | "reason" | "leaveOut" | "send" | "tryAgain" | "back" }
    >,
  ): void {
    const { run, copy, openLink } = this.#services;
    switch (message.type) {
      case "draft":
        return this.#desk.setDraft(message.requestId, message.draft);
      case "answer":
        this.#desk.answer(message.requestId, message.draft, message.decision).catch(onUnexpectedError);
        return;
      case "dismissRequest":
        return this.#desk.dismiss(message.requestId);
      case "answerInEditor":
        return this.#withRow(message.requestId, ({ ref }) => run(commandIds.answerInEditor, ref));
      case "openLiveView":
        return this.#withRow(message.requestId, ({ ref }) => run(commandIds.openLiveView, ref));
      case "openRun":
        return this.#withRow(message.id, ({ ref: { connectionId, runId } }) =>
          run(commandIds.openRun, { connectionId, runId }),
        );
      case "watch":
        return run(commandIds.watchForWaiting);
      case "copy":
        return copy(message.text);
      case "openLink":
        return openLink(message.address);
    }
  }

  #withRow(id: string, act: (row: QueueRow) => void): void {
    const row = this.#desk.rows.get(id);
    if (row) act(row);
  }

  #review({ decision, ids }: Extract<QueuePageMessage, { type: "review" }>): void {
    const group = this.#desk.rows.groups.find(({ rows }) => rows.some(({ id }) => id === ids[0]));
    if (!group) return;
    const idSet = new Set(ids);
    const { columns } = queueView(this.#desk).groups.find(({ id }) => id === group.kind.key)!;
    const { name, isTool } = group.kind;
    const rows = group.rows.filter(({ id }) => idSet.has(id));
    this.#desk.bulk.review(decision, rows, { name, isTool, columns: [...columns] });
  }

  #open(id: string | undefined): void {
    this.#shown = id === undefined ? undefined : { id };
    this.#showDetail();
    const row = id === undefined ? undefined : this.#desk.rows.get(id);
    if (row) this.#readSteps(row).catch(onUnexpectedError);
  }

  async #readSteps({ id, connectionId, run }: QueueRow): Promise<void> {
    const read = await this.#stepsOf(connectionId, run.id);
    if (this.#shown?.id !== id) return;
    this.#shown = { id, read };
    this.#showDetail();
  }

  async #stepsOf(connectionId: string, runId: string): Promise<Steps> {
    try {
      return { steps: await lastSteps(await this.#services.api(connectionId), runId) };
    } catch (error) {
      return { problem: explainError(error).message };
    }
  }
}
