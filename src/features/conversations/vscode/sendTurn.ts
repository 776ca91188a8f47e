import * as vscode from "vscode";
import type { FileSource } from "#api/contract.ts";
import { fileFromBytes } from "#api/upload/fileSource.ts";
import { commandIds } from "#host/commandIds.ts";
import { showOpenDialog } from "#host/dialogs.ts";
import { explainError } from "#host/errors/explainError.ts";
import { showError } from "#host/errors/showError.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import type { NewRun } from "#runs/create/newRun.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import { removedConnection, requireTrust } from "#workbench/connections/vscode/guards.ts";
import { startRun } from "#workbench/runFiles/vscode/create/startRun.ts";
import { openFiles } from "#workbench/runFiles/vscode/openFiles.ts";
import type { ComposerServices, NextTurn } from "./composer.ts";

/** What the composer of a conversation does outside its panel. */
export function composerServices(context: App): ComposerServices {
  return {
    send: (turn) => sendTurn(context, turn),
    chooseFiles: async (ref) => {
      const chosen = await showOpenDialog({ canSelectMany: true, openLabel: "Attach" });
      return filesOf(context, { ...ref, uris: chosen ?? [], areSelected: true });
    },
    filesAt: (ref, addresses) => {
      const uris = addresses.map((address) => vscode.Uri.parse(address)).map(fromThisMachine);
      return filesOf(context, { ...ref, uris, areSelected: false });
    },
    fileOf: fileFromBytes,
    tell: (error) => {
      const { message, nextSteps } = explainError(error);
      if (nextSteps.length > 0) showError(error);
      return message;
    },
    keepField: (id, field) => void context.connections.mark(id, { messageField: field }).catch(showError),
    stop: (run) => void vscode.commands.executeCommand(commandIds.cancelRun, run).then(undefined, showError),
  };
}

const laterNote = "Later messages from this panel are sent without asking.";

/** Starts the run of a turn like every other run. */
async function sendTurn(context: App, turn: NextTurn): Promise<string | undefined> {
  requireTrust("nothing is sent");
  const { conversation, request, files, message, agreedTo, onCreated } = turn;
  const run: NewRun = { request, files, mode: "stream", name: `The message “${rowText(message, 60)}”` };
  const deed = `Send the message “${rowText(message, 60)}”`;
  const connection = context.connections.get(conversation.connectionId);
  if (!connection) throw removedConnection();
  return startRun(context, { run, connection, deed, button: "Send", more: [laterNote], agreedTo, onCreated });
}

/** The window names a file on a remote machine by its connection, and the extension runs on that machine. */
function fromThisMachine(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === "vscode-remote" ? vscode.Uri.file(uri.path) : uri;
}

interface Choice {
  connectionId: string;
  uris: readonly vscode.Uri[];
  /** Whether the person selected them in a dialog. The addresses of dropped files may come from a web page. */
  areSelected: boolean;
}

/** Opens files for a message, after a question about those outside the workspace that the person may not have chosen. */
async function filesOf(context: App, { connectionId, uris, areSelected }: Choice): Promise<FileSource[]> {
  const connection = context.connections.get(connectionId);
  if (uris.length === 0 || !connection) return [];
  // On Windows, even a look at another machine's file signs in to that machine.
  const isElsewhere = ({ scheme, authority }: vscode.Uri): boolean =>
    scheme !== "file" || (authority !== "" && !areSelected);
  if (uris.some(isElsewhere))
    throw new NothingToDo("Only files on this machine can be attached. Save a copy of the file first.");
  const paths = uris.map(({ fsPath }) => fsPath);
  const question = { name: "the conversation", button: "Attach", connection };
  return (await openFiles(context, { source: "conversation", paths, areSelected, ...question })) ?? [];
}
