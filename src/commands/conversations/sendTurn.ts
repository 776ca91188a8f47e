import * as vscode from "vscode";
import type { FileSource } from "../../api/contract.ts";
import { fileFromBytes, fileFromPath } from "../../api/upload/files.ts";
import { showOpenDialog } from "../../host/dialogs.ts";
import { explainError } from "../../host/errors/explainError.ts";
import { showError } from "../../host/errors/showError.ts";
import { NothingToDo } from "../../host/errors/userError.ts";
import { commandIds } from "../../host/ids.ts";
import { openFolders } from "../../host/runFilePlace.ts";
import type { ConversationPlace } from "../../protocol/conversation.ts";
import { ReadGate } from "../../runFiles/consent/readGate.ts";
import type { NewRun } from "../../runs/create/newRun.ts";
import { rowText } from "../../runs/labels/runLabel.ts";
import type { ComposerServices, NextTurn } from "../../views/conversations/composer.ts";
import type { App } from "../app.ts";
import { startRun } from "../create/startRun.ts";
import { requireTrust } from "../guards.ts";

type Needs = Pick<
  App,
  | "connections"
  | "consent"
  | "creator"
  | "log"
  | "outputs"
  | "panels"
  | "reports"
  | "requirements"
  | "sessions"
  | "started"
>;

/** What the composer of a conversation does outside its panel. */
export function composerServices(context: Needs): ComposerServices {
  return {
    send: (turn) => sendTurn(context, turn),
    chooseFiles: async (place) => {
      const chosen = await showOpenDialog({ canSelectMany: true, openLabel: "Attach" });
      return openFiles(context, place, chosen ?? []);
    },
    filesAt: (place, addresses) => {
      const uris = addresses.map((address) => vscode.Uri.parse(address)).map(fromThisMachine);
      return openFiles(context, place, uris);
    },
    fileOf: fileFromBytes,
    tell: (error) => {
      const { message, nextSteps } = explainError(error);
      if (nextSteps.length > 0) showError(error);
      return message;
    },
    keepField: (id, field) => void context.connections.setMessageField(id, field).catch(showError),
    stop: (run) => void vscode.commands.executeCommand(commandIds.cancelRun, run).then(undefined, showError),
  };
}

const later = "Later messages from this panel are sent without this question.";

/** Starts the run of a turn like every other run. */
async function sendTurn(context: Needs, turn: NextTurn): Promise<string | undefined> {
  requireTrust("nothing is sent");
  const { place, request, files, message, isAgreed, onCreated } = turn;
  const run: NewRun = { request, files, mode: "stream", name: `The message “${rowText(message, 60)}”` };
  const deed = `Send the message “${rowText(message, 60)}”`;
  const facts = { deed, button: "Send", more: [later], isAgreed, onCreated };
  return startRun(context, context.sessions.get(place.connectionId), run, facts);
}

/** The window names a file on a remote machine by its connection, and the extension runs on that machine. */
function fromThisMachine(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === "vscode-remote" ? vscode.Uri.file(uri.path) : uri;
}

/** Opens files that a person selected, after a question about links that leave the workspace. */
async function openFiles(
  { connections, consent }: Needs,
  { connectionId }: ConversationPlace,
  uris: readonly vscode.Uri[],
): Promise<FileSource[]> {
  const connection = connections.get(connectionId);
  if (uris.length === 0 || !connection) return [];
  const elsewhere = uris.find(({ scheme }) => scheme !== "file");
  if (elsewhere) throw new NothingToDo("Only files on this machine can be attached. Save a copy of it first.");
  const paths = uris.map(({ fsPath }) => fsPath);
  const gate = new ReadGate({ source: "conversation", folders: openFolders() });
  await gate.lookAtSelected(paths);
  const isAllowed = await consent.ask({ name: "the conversation", button: "Attach", connection, gates: [gate] });
  return isAllowed ? Promise.all(paths.map((path) => fileFromPath(path))) : [];
}
