/**
 * Input requests: what a waiting run asks, and the answers to it. `core/answerService.ts` keeps drafts and sends each
 * answer once, for all views and windows. `page/` draws the cards, `vscode/` has the commands, the questions and the
 * drafts as files in editors.
 */
import type { Core } from "../../core/core.ts";
import type { Feature } from "../../core/feature.ts";
import { commandIds } from "../../host/ids.ts";
import type { App } from "../app.ts";
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

export const inputRequests: Feature<Core, InputRequestServices, AnswerStores, App> = {
  id: "inputRequests",
  contributes: ["dynamiqRuns.watchWaiting", "dynamiqRuns.waiting"],
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
    owned.add(answers.onDidGive(() => firstSteps.note("answered")));
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
    [commandIds.approveRequest]: approveRequest,
    [commandIds.rejectRequest]: rejectRequest,
    [commandIds.answerRequest]: answerRequest,
    [commandIds.answerInEditor]: answerInEditor,
    [commandIds.openLiveView]: openLiveView,
    [commandIds.sendAnswer]: sendAnswerDocument,
    [commandIds.showWaiting]: showWaiting,
  },
  // Drafts that aren't written yet are no writes of the shared folder.
  settle: ({ answers }) => answers.flush(),
};
