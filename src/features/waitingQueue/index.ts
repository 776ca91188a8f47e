/**
 * The waiting queue: an editor tab with the questions that the badge counts, of which a person answers several at
 * once. `core/` groups them and keeps their rows in place, `vscode/queueDesk.ts` reads them, `vscode/bulkAnswers.ts` has
 * the review and the outcomes, and `page/` draws. Drafts, and whether an answer was sent, are the answer service's.
 */

import * as vscode from "vscode";
import { hasAnswered } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import { showError } from "#host/errors/showError.ts";
import { OpenPanels } from "#host/pages/openPanels.ts";
import { needsPerson } from "#model/status.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import { windowFocus } from "#workbench/core/core.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { runVisibility } from "#workbench/panel/vscode/runPoints.ts";
import type { contributions } from "./contributes.ts";
import { queuePage } from "./vscode/queuePage.ts";
import { QueuePanel, type QueueServices } from "./vscode/queuePanel.ts";
import type { WaitingQueueServices } from "./vscode/services.ts";

export const waitingQueue: Feature<App, WaitingQueueServices, CommandsOf<typeof contributions>> = {
  id: "waitingQueue",
  build(app) {
    const { extension, owned, connections } = app;
    const services = servicesOf(app);
    const opened = new OpenPanels(extension, {
      page: queuePage,
      make: (shown) => new QueuePanel(shown, services),
      connections,
      panelKey: () => "",
    });
    return { waitingQueue: owned.add(opened) };
  },
  // Who sees a question come into the list needs no notification of it.
  adds: [
    adds(runVisibility, ({ watched, waitingQueue: opened }) => (connectionId, run) => {
      const isListed = watched.counted.some(({ connection }) => connection.id === connectionId);
      return isListed && needsPerson(run.status) && [...opened].some(({ isVisible }) => isVisible);
    }),
  ],
  commands: {
    openWaitingQueue: ({ waitingQueue: opened }) => void opened.show({}),
  },
  panels: { [queuePage.id]: (app) => app.waitingQueue },
};

function servicesOf({ watched, answers, clients, connections, firstSteps }: App): QueueServices {
  const done = (work: Thenable<unknown>): void => void work.then(undefined, showError);
  return {
    watched,
    answers,
    api: (id) => clients.get(id),
    cover: () => connections.withKeys((keys) => new Cover(keys).keysAlone),
    onGiven: () => firstSteps.note(hasAnswered),
    attention: windowFocus,
    run: (command, argument) => done(vscode.commands.executeCommand(command, argument)),
    copy: (text) => done(vscode.env.clipboard.writeText(text)),
    // VS Code shows the address and asks, unless the person trusts its domain.
    openLink: (address) => done(vscode.env.openExternal(vscode.Uri.parse(address, true))),
  };
}
