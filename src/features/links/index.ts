/**
 * Links that lead to a run, a step or a conversation: `vscode://…`, with the host of the app and ids only, and the ids of
 * runs in terminals. `core/runLink.ts` writes and reads them, `vscode/openLink.ts` opens them.
 */
import type { Feature } from "../../core/feature.ts";
import { showError } from "../../host/errors/showError.ts";
import { commandIds } from "../../host/ids.ts";
import type { App } from "../app.ts";
import type { ConversationPanelServices } from "../conversations/vscode/services.ts";
import { copyLink } from "./vscode/copyLink.ts";
import { openLink } from "./vscode/openLink.ts";
import type { LinkServices } from "./vscode/services.ts";
import { terminalRunLinks } from "./vscode/terminalRunLinks.ts";

export const links: Feature<App & ConversationPanelServices, LinkServices> = {
  id: "links",
  build: (app) => ({
    openLink: (uri) => openLink(app, uri).catch(showError),
    terminalRunLinks: (line) => terminalRunLinks(app.watched.apps, line),
  }),
  commands: { [commandIds.copyLink]: copyLink },
};
