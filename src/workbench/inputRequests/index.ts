/**
 * Input requests: what a waiting run asks, and the answers to it. `core/answerService.ts` keeps drafts and sends each
 * answer once, for all views and windows. `page/` draws the cards, `vscode/` has the commands, the questions and the
 * drafts as files in editors.
 */

import { hasAnswered } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import type { App } from "#workbench/app.ts";
import type { Core } from "#workbench/core/core.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { contributions } from "./contributes.ts";
import { AnswerService } from "./core/answerService.ts";
import { type AnswerStores, answerStores } from "./core/answerStore.ts";
import { AnswerFiles } from "./vscode/answerFiles.ts";
import { answerInEditor, sendAnswerDocument } from "./vscode/answerInEditor.ts";
import { answerRequest } from "./vscode/answerRequest.ts";
import { approveRequest, rejectRequest } from "./vscode/approveRequest.ts";
import { confirmAnswer } from "./vscode/confirmAnswer.ts";
import { openLiveView, showWaiting } from "./vscode/openLiveView.ts";
import type { InputRequestServices } from "./vscode/services.ts";
import { UntouchedAnswers } from "./vscode/untouchedAnswers.ts";

export const inputRequests: Feature<Core, InputRequestServices, CommandsOf<typeof contributions>, AnswerStores, App> = {
  id: "inputRequests",
  stores: answerStores,
  build({ extension, owned, clients, connections, firstSteps, sessions, reports, drafts, records }) {
    const answers = owned.add(
      new AnswerService({
        api: (id) => clients.get(id),
        onRun: (id, run) => sessions.get(id).watcher.take(run),
        confirm: confirmAnswer(connections, sessions, reports),
        storage: { drafts, records },
      }),
    );
    owned.add(answers.onDidGive(() => firstSteps.note(hasAnswered)));
    owned.add(
      connections.onDidChange(({ client }) => {
        if (client !== undefined && !connections.get(client)) answers.forget(client);
      }),
    );
    const window = extension.workspaceState;
    const answerFiles = owned.add(new AnswerFiles({ answers, connections, sessions, window }));
    return { answers, untouchedAnswers: owned.add(new UntouchedAnswers()), answerFiles };
  },
  commands: {
    approveRequest,
    rejectRequest,
    answerRequest,
    answerInEditor,
    openLiveView,
    sendAnswer: sendAnswerDocument,
    showWaiting,
  },
  // Drafts that aren't written yet are no writes of the shared folder.
  settle: ({ answers }) => answers.flush(),
};
