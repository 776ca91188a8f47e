import * as vscode from "vscode";
import { registerAgentTools } from "./commands/agentTools/registerAgentTools.ts";
import { type DynamiqRunsApiV1, publicApi } from "./commands/publicApi.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import { answersOpenedKey } from "./host/ids.ts";
import type { StoreChange } from "./runs/store/knownRuns.ts";
import { registerAnswerFiles } from "./views/inputRequests/answerFileSystem.ts";

type Shell = import("./shell.ts").Shell;

let settle: () => Promise<void> = async () => undefined;

/**
 * Registers what VS Code may use as soon as this returns: commands and API. The explorer and panels, which VS Code
 * waits for, follow at once from shell.ts. Everything behind them is built by main.ts at the first use.
 */
export function activate(extension: vscode.ExtensionContext): DynamiqRunsApiV1 {
  const { subscriptions } = extension;
  const runsChanged = new vscode.EventEmitter<StoreChange>();
  subscriptions.push(runsChanged);
  let made: Promise<Shell> | undefined;
  const shell = (): Promise<Shell> =>
    (made ??= import("./shell.ts").then(({ createShell }) => createShell(extension, runsChanged)));
  settle = async () => (await made)?.settle();
  const load = async () => (await shell()).load();
  registerCommands(extension, load);
  const registerAnswers = (): void => {
    subscriptions.push(registerAnswerFiles(async () => (await load()).answerFiles));
  };
  // VS Code asks for the file of a restored editor as soon as this returns.
  const hadAnswers = extension.workspaceState.get(answersOpenedKey) === true;
  if (hadAnswers) registerAnswers();
  const show = async (): Promise<void> => {
    // Before anything is loaded: a call of a tool may be what activated the extension.
    registerAgentTools(extension, async () => (await load()).languageModelTools);
    if (!hadAnswers) registerAnswers();
    (await shell()).show();
  };
  const afterActivation = setImmediate(() => void show());
  subscriptions.push({ dispose: () => clearImmediate(afterActivation) });
  return publicApi(load, runsChanged.event);
}

/** VS Code waits for it before it closes the window. */
export function deactivate(): Promise<void> {
  return settle();
}
