import * as vscode from "vscode";
import type { ApiError } from "#api/errors.ts";
import { showError, showNews } from "#host/errors/showError.ts";
import { notify } from "#host/notifications.ts";
import { statusWord } from "#model/status.ts";
import type { CreatedRun, NewRun } from "#runs/create/newRun.ts";
import { foundWords } from "#runs/create/unknownCreate.ts";
import { inputTitle } from "#runs/labels/runLabel.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import { waitForEnd } from "./waitForEnd.ts";

/** A run that was created for a person. */
export interface PersonsRun extends CreatedRun {
  /** Whether the person stopped it too late. */
  wasStopped: boolean;
}

/**
 * Opens a run that was created, at once or when it has ended; one in the background is told, and opened on request.
 *
 * @param onCreated is called with its id in place of that
 */
export async function showCreated(
  context: App,
  session: RunsSession,
  run: NewRun,
  created: PersonsRun,
  onCreated?: (runId: string) => void,
): Promise<void> {
  const { connectionId } = session;
  const { runId, finished, lost, wasStopped } = created;
  const { mode, name } = run;
  const message = lost ? foundMessage(name, lost, wasStopped) : createdMessage(context, connectionId, run);
  // The run may not have been read yet.
  const named = { title: titleOf(context, connectionId, run) ?? "" };
  const open = (): void => context.panels.open({ connectionId, runId }, named);
  if (mode === "background") context.started.note(connectionId, runId, { inBackground: true });
  if (mode === "background" && !onCreated) {
    showNews(message, [{ title: "Open Run", run: open }], showError);
    return;
  }
  if (lost) notify(message).catch(showError);
  if (onCreated) {
    onCreated(runId);
    return;
  }
  if (mode === "wait") {
    const ended = await waitForEnd({ session, runId, finished, name, onWaitingForPerson: open });
    if (!ended) {
      showNews(`${name} continues in the background.`, [{ title: "Open Run", run: open }], showError);
      return;
    }
    vscode.window.setStatusBarMessage(`Run ${statusWord(ended.status)}`, 5000);
  }
  open();
}

function createdMessage(context: App, connectionId: string, run: NewRun): string {
  const title = titleOf(context, connectionId, run) ?? run.name;
  return `The run “${title}” was created${elsewhere(context, connectionId)}.`;
}

/** The title that its row will have; `undefined` if that is its id. */
function titleOf({ connections }: App, connectionId: string, { request }: NewRun): string | undefined {
  return inputTitle({ input: request.input }, connections.get(connectionId)?.titlePath);
}

/** The connection's name, if the explorer shows another one. */
function elsewhere({ connections }: App, connectionId: string): string {
  return connections.active?.id === connectionId ? "" : ` on ${connections.get(connectionId)?.name}`;
}

/** For a run that no response has named and that the list contains. */
function foundMessage(name: string, lost: ApiError, wasStopped: boolean): string {
  if (wasStopped) return "You canceled too late: the app has the request, and the run continues.";
  return foundWords(name, lost);
}
