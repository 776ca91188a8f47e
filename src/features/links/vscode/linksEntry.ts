import * as vscode from "vscode";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { idsIn } from "#features/links/core/runIds.ts";
import { commandIds } from "#host/commandIds.ts";
import type { LinkServices } from "./services.ts";
import type { TerminalRunLink } from "./terminalRunLinks.ts";

/** Takes links from outside VS Code, and makes links of the ids of runs in terminals. */
export function linksEntry({ subscriptions }: vscode.ExtensionContext, load: () => Promise<LinkServices>): void {
  const handleUri = async (uri: vscode.Uri): Promise<void> => (await load()).openLink(uri);
  const inTerminals: vscode.TerminalLinkProvider<TerminalRunLink> = {
    provideTerminalLinks: async ({ line }) => (idsIn(line).length === 0 ? [] : (await load()).terminalRunLinks(line)),
    handleTerminalLink: ({ run }) => {
      vscode.commands.executeCommand(commandIds.openRun, run).then(undefined, onUnexpectedError);
    },
  };
  subscriptions.push(vscode.window.registerUriHandler({ handleUri }));
  subscriptions.push(vscode.window.registerTerminalLinkProvider(inTerminals));
}
