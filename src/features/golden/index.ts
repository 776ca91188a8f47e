/**
 * Golden tests: runs whose answer is known, kept in files. `core/file` reads them, `core/run/runGoldenTest.ts` runs one,
 * `core/checks` has what can be checked. `vscode/goldenTests.ts` is the Test Explorer; a run that failed its checks shows
 * them in its panel (`vscode/goldenRuns.ts`).
 */

import { hasTestedRun } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { conversationActs } from "#workbench/explorer/vscode/sessionTarget.ts";
import { exportForms } from "#workbench/panel/vscode/exportFiles.ts";
import { runNotes } from "#workbench/panel/vscode/runPoints.ts";
import { agentTools } from "#workbench/tools/toolPoints.ts";
import type { contributions } from "./contributes.ts";
import { acceptAsGolden } from "./vscode/acceptAsGolden.ts";
import { keepConversation } from "./vscode/goldenActs.ts";
import { showInGoldenFiles } from "./vscode/goldenFileLanguage.ts";
import { compareWithGoldenRun, openGoldenRun, runGoldenTest, runGoldenTestOnce } from "./vscode/goldenResultActions.ts";
import { GoldenResults, notesOfRuns } from "./vscode/goldenResults.ts";
import { goldenSuite } from "./vscode/goldenSuite.ts";
import { GoldenTests } from "./vscode/goldenTests.ts";
import { keepAsGoldenConversation, keepAsGoldenTest } from "./vscode/keepAsGoldenTest.ts";
import type { GoldenServices } from "./vscode/services.ts";

export const golden: Feature<App, GoldenServices, CommandsOf<typeof contributions>> = {
  id: "golden",
  build(app) {
    const { owned, connections, firstSteps } = app;
    owned.add(showInGoldenFiles(connections));
    const results = owned.add(new GoldenResults());
    owned.add(results.onDidChange(() => firstSteps.note(hasTestedRun)));
    let made: GoldenTests | undefined;
    const goldenTests = (): GoldenTests => (made ??= owned.add(new GoldenTests({ begin: goldenSuite(app), results })));
    return { goldenTests, goldenResults: results };
  },
  adds: [
    adds(runNotes, notesOfRuns),
    adds(conversationActs, () => keepConversation),
    adds(agentTools, ({ points }) => async () => {
      const { goldenTool } = await import("./core/tools/runGoldenTests.ts");
      return goldenTool(() => points.of(exportForms));
    }),
  ],
  commands: {
    keepAsGoldenTest,
    keepAsGoldenConversation,
    runGoldenTest,
    runGoldenTestOnce,
    openGoldenRun,
    compareWithGoldenRun,
    acceptAsGolden,
  },
};
