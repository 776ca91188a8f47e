import * as vscode from "vscode";
import { Owner } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { Burst } from "#features/notifications/core/burst.ts";
import { notifiesOfInputRequest } from "#features/notifications/core/notificationRules.ts";
import type { ShownNotifications } from "#features/notifications/core/shownNotifications.ts";
import { ToldApart } from "#features/notifications/core/toldApart.ts";
import { commandIds } from "#host/commandIds.ts";
import { notify, warn } from "#host/notifications.ts";
import * as settingIds from "#host/settingIds.ts";
import { readSetting } from "#host/settings.ts";
import { pendingKey, type PendingInputRequest } from "#runs/labels/pendingInputRequests.ts";
import { waitingList } from "#runs/store/polling/waitingPoll.ts";
import type { App } from "#workbench/app.ts";
import type { AnswerRecord } from "#workbench/inputRequests/core/answerTypes.ts";
import { questionId, WaitingQuestions } from "#workbench/inputRequests/core/waitingQuestions.ts";
import {
  type NotificationButton,
  inputRequestNotification,
  isInSight,
  otherwiseNotification,
} from "./notificationContent.ts";

interface Context extends Pick<
  App,
  "answers" | "connections" | "panels" | "points" | "sessions" | "started" | "watched"
> {
  shown: ShownNotifications;
}

/** In milliseconds. A window in the background waits longer, so that the focused one shows the notification. */
const gatherTime = { focused: 300, behind: 2_000 };

/** Shows a notification for each input request once, unless its run is in view. Several at the same time share one. */
export class InputRequestNotifications extends Owner {
  readonly #options: Context;
  /** The open notifications. When one of them closes, others may come under the pointer that has closed it. */
  readonly #open = new Set<{ hasMoved: boolean }>();
  readonly #told = new ToldApart();
  readonly #questions: WaitingQuestions;
  readonly #burst = this.owned.add(
    new Burst<PendingInputRequest>({
      flush: (requests) => this.#tell(requests),
      gather: () => (vscode.window.state.focused ? gatherTime.focused : gatherTime.behind),
    }),
  );

  constructor(options: Context) {
    super();
    this.#options = options;
    this.#questions = new WaitingQuestions(options.answers);
    this.owned.add(options.answers.onDidChange(({ draftBy }) => draftBy === undefined && this.#look()));
    this.owned.add(options.watched.onDidChange(() => this.#look()));
    this.owned.add(options.answers.onDidHearOtherwise((record) => this.#warn(record)));
    this.#look();
  }

  /** Warns, whatever the person has chosen to see: the run does something else than they decided. */
  #warn({ connectionId, runId, otherwise = false }: AnswerRecord): void {
    const { connections, panels, sessions } = this.#options;
    const connection = connections.get(connectionId);
    // Without its connection, the run can't be opened any more.
    if (!connection) return;
    const { name: connectionName, titlePath } = connection;
    const run = sessions.get(connectionId).store.get(runId) ?? { id: runId, status: "unknown" };
    const text = otherwiseNotification({ run, titlePath, connectionName }, this.#told, otherwise);
    warn(text, "Open Run").then((chosen) => chosen && panels.open({ connectionId, runId }), onUnexpectedError);
  }

  #look(): void {
    for (const request of this.#fresh()) this.#burst.add(pendingKey(request), request);
  }

  #fresh(): PendingInputRequest[] {
    const { watched, shown } = this.#options;
    const pending = this.#questions.open(watched.requests);
    return watched.apps.flatMap(({ connection: { id, baseUrl }, session }) => {
      const own = pending.filter(({ connectionId }) => connectionId === id);
      const ids = own.map(questionId);
      const newIds = new Set(shown.fresh(id, baseUrl, ids, waitingList(session.store).isRead));
      return own.filter((each) => newIds.has(questionId(each)));
    });
  }

  async #tell(gathered: readonly PendingInputRequest[]): Promise<boolean> {
    // Those that were answered, or shown by another window, in the meantime are left out.
    const still = new Set(this.#fresh().map(pendingKey));
    const stillWaiting = gathered.filter((request) => still.has(pendingKey(request)));
    const claimed = await Promise.all(stillWaiting.map((request) => this.#claim(request)));
    const claimedRequests = stillWaiting.filter((request, index) => claimed[index] && this.#isWanted(request));
    if (claimedRequests.length > 0) this.#show(claimedRequests);
    return claimedRequests.length > 0;
  }

  async #claim(question: PendingInputRequest): Promise<boolean> {
    const { connections, shown } = this.#options;
    const { connectionId } = question;
    const origin = connections.get(connectionId)?.baseUrl ?? "";
    return (await shown.claim(connectionId, origin, [questionId(question)])).length > 0;
  }

  #isWanted({ connectionId, run }: PendingInputRequest): boolean {
    const isMine = this.#options.started.of(connectionId, run.id) !== undefined;
    const isSeen = isInSight(this.#options, connectionId, run);
    return notifiesOfInputRequest(readSetting(settingIds.notificationsInputRequests), { isMine, isInSight: isSeen });
  }

  #show(requests: readonly PendingInputRequest[]): void {
    const { connections } = this.#options;
    const named = requests.map((each) => {
      const { name = "", titlePath } = connections.get(each.connectionId) ?? {};
      return { ...each, connectionName: name, titlePath };
    });
    const { text, buttons } = inputRequestNotification(named, this.#told);
    const notification = { hasMoved: false };
    this.#open.add(notification);
    notify(text, ...buttons).then((chosen) => {
      this.#open.delete(notification);
      for (const other of this.#open) other.hasMoved = true;
      return this.#act(chosen, requests, notification.hasMoved);
    }, onUnexpectedError);
  }

  async #act(
    chosen: NotificationButton | undefined,
    [first]: readonly PendingInputRequest[],
    hasMoved: boolean,
  ): Promise<void> {
    if (!chosen || !first) return;
    const { connectionId, run, request, asked } = first;
    const target = { connectionId, runId: run.id, requestId: request.id, asked };
    // It may have come under the pointer that has closed another one, so the person is asked once more.
    const review = chosen === "Review…" || (chosen === "Approve" && hasMoved);
    await vscode.commands.executeCommand(commands[chosen], review ? { ...target, review } : target);
  }
}

const commands: Readonly<Record<NotificationButton, string>> = {
  Approve: commandIds.approveRequest,
  "Review…": commandIds.approveRequest,
  Reject: commandIds.rejectRequest,
  Answer: commandIds.answerRequest,
  "Open Run": commandIds.openRun,
  "Show Runs": commandIds.showWaiting,
};
