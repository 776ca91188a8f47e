import * as vscode from "vscode";
import type { CreateRunRequest, FileSource, RunMode } from "../../api/contract.ts";
import { reopenFiles } from "../../api/upload/files.ts";
import { notificationText } from "../../host/errors/notificationText.ts";
import { showError, showNews } from "../../host/errors/showError.ts";
import { nameLines } from "../../model/nameLines.ts";
import { statusWord } from "../../model/status.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { CommandContext } from "../commandContext.ts";
import { confirmProduction } from "../steps/confirmProduction.ts";
import { withUploadProgress } from "../steps/progress.ts";
import { confirmRequirements } from "./checkRequirements.ts";
import { createNoted } from "./notedCreate.ts";
import { waitForEnd } from "./waitForEnd.ts";

const titles: Record<RunMode, string> = {
  stream: "Starting run",
  background: "Starting run in the background",
  wait: "Starting run",
};

export interface RunToStart {
  request: CreateRunRequest;
  files: readonly FileSource[];
  mode: RunMode;
  /** What the person knows it by: a file's name, another run's title. */
  name: string;
  /** What its variables stand for, a line each, for a look before it is sent to an app that is production. */
  variables?: readonly string[];
  /** What the button says that sends it to an app that is production. */
  button: string;
  /** The names of uploads that the person has marked to go with it. */
  uploads?: readonly string[];
  /** The address of the file that the request stands in. */
  file?: string;
  /** Absolute: where its output is to be written when it ends. */
  saveTo?: string | undefined;
}

/**
 * Creates a run for a person: asks first where that is wanted, shows how it goes, and opens it. @returns the run's id.
 */
export async function startRun(
  context: CommandContext,
  session: RunsSession,
  run: RunToStart,
): Promise<string | undefined> {
  const { files, mode, name, button, uploads = [], saveTo, variables = [] } = run;
  const whole = withFiles(name, files.length, uploads.length);
  const { connectionId } = session;
  const names = [
    ...nameLines(
      "Files:",
      files.map((file) => file.name),
    ),
    ...nameLines("Uploads:", uploads),
  ];
  const act = { verb: "Run", what: name, facts: [...names, ...variables], button };
  if (!(await confirmProduction(context.connections.get(connectionId), act))) return undefined;
  if (!(await confirmRequirements(context, session, { userId: run.request.user_id, name }))) return undefined;
  const onError = (error: unknown): void => showError(error, (failure) => context.log.error(failure));
  const sendAgain = async (): Promise<void> => {
    try {
      await startRun(context, session, { ...run, files: await reopenFiles(files) });
    } catch (error) {
      onError(error);
    }
  };
  let wasStopped = false;
  const title = `${titles[mode]}: ${whole}`;
  // A synchronous create would die with its connection: who waits follows a run of the background to its end.
  const noted = { ...run, mode: mode === "wait" ? "background" : mode, sendAgain } as const;
  const { runId, finished, wasLost } = await withUploadProgress(title, files, {}, async (task) => {
    const created = await createNoted(context, session, noted, task);
    wasStopped = task.signal.aborted;
    return created;
  });
  // The run is there, whatever becomes of the note: what fails is told, and the rest goes on.
  await context.sentRuns.note(connectionId, runId, run).catch(onError);
  if (saveTo !== undefined) await context.outputs.saveAtEnd({ connectionId, runId, path: saveTo, name });
  const message = wasLost ? foundMessage(name, wasStopped) : `The run was created${elsewhere(context, connectionId)}.`;
  const open = (): void => context.panels.open({ connectionId, runId });
  if (mode === "background") {
    vscode.window.showInformationMessage(notificationText(message), "Open").then((chosen) => chosen && open(), onError);
    return runId;
  }
  if (wasLost) vscode.window.showInformationMessage(notificationText(message)).then(undefined, onError);
  if (mode === "wait") {
    const ended = await waitForEnd({ session, runId, finished, name, onWaitingForPerson: open });
    if (ended) vscode.window.setStatusBarMessage(`Run ${statusWord(ended.status)}`, 5000);
    else showNews(`${name} continues in the background.`, [{ title: "Open", run: open }], onError);
    if (!ended) return runId;
  }
  open();
  return runId;
}

/** Which connection it is, when the explorer shows another one. */
function elsewhere({ connections }: CommandContext, connectionId: string): string {
  return connections.active?.id === connectionId ? "" : ` on ${connections.get(connectionId)?.name}`;
}

/** Of a run whose response never arrived and that the list shows. */
function foundMessage(name: string, wasStopped: boolean): string {
  if (wasStopped) return "You stopped it after it arrived. The run continues.";
  return `${name} arrived, but its response was lost.`;
}

/** `refund.run.json with 2 files and 1 upload` */
function withFiles(name: string, files: number, uploads: number): string {
  const parts = [...counted(files, "file"), ...counted(uploads, "upload")];
  return parts.length === 0 ? name : `${name} with ${parts.join(" and ")}`;
}

function counted(count: number, word: string): string[] {
  return count === 0 ? [] : [count === 1 ? `1 ${word}` : `${count} ${word}s`];
}
