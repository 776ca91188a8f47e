/**
 * Run files: JSON files that start runs. `src/runFiles` parses them, `vscode/prepareRunFile.ts` reads one with the
 * person's consent, `vscode/create/startRun.ts` asks what has to be asked and starts the run, and `outputSaver.ts`
 * writes its output. `runFileLanguage.ts` helps in the editor. Features add kinds of files to `fileKinds`.
 */

import type { CommandsOf } from "#host/contributions/contributes.ts";
import { RequirementChecks } from "#runs/requirements/requirementChecks.ts";
import type { App } from "#workbench/app.ts";
import type { ConnectionServices } from "#workbench/connections/vscode/services.ts";
import type { Core } from "#workbench/core/core.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { ExplorerServices } from "#workbench/explorer/vscode/services.ts";
import type { contributions } from "./contributes.ts";
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
import { type RunFileServices, unfinishedStarts } from "./vscode/services.ts";

export const runFiles: Feature<
  Core & ConnectionServices & ExplorerServices,
  RunFileServices,
  CommandsOf<typeof contributions>,
  object,
  App
> = {
  id: "runFiles",
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
    };
  },
  commands: {
    runAgain,
    runAgainInSameSession,
    runAgainWithEdits,
    runFile: runFile(),
    runEditorFile: runFile(),
    runFileInBackground: runFile("background"),
    runFileAndWait: runFile("wait"),
    newRunFile,
    chooseAttachment,
    runSampleFile,
    copyAsCurl,
  },
  /** Outputs to save, and requests without a response. It reads from apps and sends nothing again. */
  async resume(app) {
    app.outputs.resume();
    // The runs of others have to be known first, so that no look-up claims them.
    await Promise.all(app.points.of(unfinishedStarts).map((load) => load()));
    await settleLeft(app);
  },
};
