/**
 * Links that lead to a run, a step or a conversation: `vscode://…`, with the host of the app and ids only, and the ids of
 * runs in terminals. `core/runLink.ts` writes and reads them, `vscode/openLink.ts` opens them.
 */

import type { CommandsOf } from "#host/contributions/contributes.ts";
import { showError } from "#host/errors/showError.ts";
import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { contributions } from "./contributes.ts";
import { copyLink } from "./vscode/copyLink.ts";
import { openLink } from "./vscode/openLink.ts";
import type { LinkServices } from "./vscode/services.ts";
import { terminalRunLinks } from "./vscode/terminalRunLinks.ts";

export const links: Feature<App, LinkServices, CommandsOf<typeof contributions>> = {
  id: "links",
  build: (app) => ({
    openLink: (uri) => openLink(app, uri).catch(showError),
    terminalRunLinks: (line) => terminalRunLinks(app.watched.apps, line),
  }),
  commands: { copyLink: copyLink },
};
