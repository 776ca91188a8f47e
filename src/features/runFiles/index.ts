/**
 * Run files: JSON files that start runs. `src/runFiles` parses them, `vscode/prepareRunFile.ts` reads one with the
 * person's consent, `vscode/create/startRun.ts` asks what has to be asked and starts the run, and `outputSaver.ts`
 * writes its output. `runFileLanguage.ts` helps in the editor. Other features add kinds of files to `fileKinds`.
 */
import type { Core } from "../../core/core.ts";
import type { Feature } from "../../core/feature.ts";
import { commandIds } from "../../host/ids.ts";
import { RequirementChecks } from "../../runs/requirements/requirementChecks.ts";
import type { App } from "../app.ts";
import type { ConnectionServices } from "../connections/vscode/services.ts";
import type { ExplorerServices } from "../explorer/vscode/services.ts";
import { chooseAttachment } from "./vscode/chooseAttachment.ts";
import { copyAsCurl } from "./vscode/copyAsCurl.ts";
import { settleLeft } from "./vscode/create/lostCreate.ts";
import { NextRun } from "./vscode/create/nextRun.ts";
import { StartGuard } from "./vscode/create/startGuard.ts";
import { FirstRun } from "./vscode/firstRun.ts";
import { newRunFile, runSampleFile } from "./vscode/newRunFile.ts";
import { outputSaver } from "./vscode/outputSaver.ts";
import { ReadConsent } from "./vscode/readConsent.ts";
import { runAgain, runAgainInSameSession } from "./vscode/runAgain.ts";
import { runAgainWithEdits } from "./vscode/runAgainWithEdits.ts";
import { runFile } from "./vscode/runFile.ts";
import { showInRunFiles } from "./vscode/runFileLanguage.ts";
import type { RunFileServices } from "./vscode/services.ts";

export const runFiles: Feature<Core & ConnectionServices & ExplorerServices, RunFileServices, object, App> = {
  id: "runFiles",
  contributes: ["dynamiqRuns.file", "dynamiqRuns.checkConnectedAccounts"],
  build({ extension, owned, connections, sessions, reports, uploads, tree }) {
    const window = extension.workspaceState;
    owned.add(showInRunFiles(connections));
    const firstRun = owned.add(new FirstRun(connections, window));
    owned.add(tree.offerStart(firstRun));
    return {
      nextRun: owned.add(new NextRun(window, uploads)),
      consent: new ReadConsent(window, connections, reports),
      prompts: new Map(),
      starts: new StartGuard(),
      requirements: new RequirementChecks(),
      outputs: owned.add(outputSaver({ window, connections, sessions })),
      firstRun,
      fileKinds: [],
      unfinished: [],
    };
  },
  commands: {
    [commandIds.runAgain]: runAgain,
    [commandIds.runAgainInSameSession]: runAgainInSameSession,
    [commandIds.runAgainWithEdits]: runAgainWithEdits,
    [commandIds.runFile]: runFile(),
    [commandIds.runEditorFile]: runFile(),
    [commandIds.runFileInBackground]: runFile("background"),
    [commandIds.runFileAndWait]: runFile("wait"),
    [commandIds.newRunFile]: newRunFile,
    [commandIds.chooseAttachment]: chooseAttachment,
    [commandIds.runSampleFile]: runSampleFile,
    [commandIds.copyAsCurl]: copyAsCurl,
  },
  /** Outputs to save, and requests without a response. It reads from apps and sends nothing again. */
  async resume(app) {
    app.outputs.resume();
    // The runs of others have to be known first, so that no look-up claims them.
    await Promise.all(app.unfinished.map((load) => load()));
    await settleLeft(app);
  },
};
