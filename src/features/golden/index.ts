/**
 * Golden tests: runs whose answer is known, kept in files. `core/file` reads them, `core/run/runGoldenTest.ts` runs one,
 * `core/checks` has what can be checked. `vscode/goldenTests.ts` is the Test Explorer; a run that failed its checks shows
 * them in its panel (`vscode/goldenRuns.ts`).
 */
import type { Feature } from "../../core/feature.ts";
import { commandIds } from "../../host/ids.ts";
import type { App } from "../app.ts";
import type { CompareFeatureServices } from "../compare/vscode/services.ts";
import type { ExportServices } from "../exports/vscode/services.ts";
import { acceptAsGolden } from "./vscode/acceptAsGolden.ts";
import { showInGoldenFiles } from "./vscode/goldenFileLanguage.ts";
import { compareWithGoldenRun, openGoldenRun, runGoldenTest, runGoldenTestOnce } from "./vscode/goldenResultActions.ts";
import { GoldenResults, marksOfRuns } from "./vscode/goldenResults.ts";
import { goldenSuite } from "./vscode/goldenSuite.ts";
import { GoldenTests } from "./vscode/goldenTests.ts";
import { keepAsGoldenConversation, keepAsGoldenTest } from "./vscode/keepAsGoldenTest.ts";
import type { GoldenServices } from "./vscode/services.ts";

export const golden: Feature<App & ExportServices & CompareFeatureServices, GoldenServices> = {
  id: "golden",
  contributes: ["dynamiqRuns.goldenStep"],
  build(app) {
    const { owned, connections, firstSteps, panelSlots } = app;
    owned.add(showInGoldenFiles(connections));
    const results = owned.add(new GoldenResults());
    owned.add(results.onDidChange(() => firstSteps.note("testedRun")));
    panelSlots.marks = marksOfRuns(results);
    let made: GoldenTests | undefined;
    const goldenTests = (): GoldenTests => (made ??= owned.add(new GoldenTests({ begin: goldenSuite(app), results })));
    return { goldenTests };
  },
  commands: {
    [commandIds.keepAsGoldenTest]: keepAsGoldenTest,
    [commandIds.keepAsGoldenConversation]: keepAsGoldenConversation,
    [commandIds.runGoldenTest]: runGoldenTest,
    [commandIds.runGoldenTestOnce]: runGoldenTestOnce,
    [commandIds.openGoldenRun]: openGoldenRun,
    [commandIds.compareWithGoldenRun]: compareWithGoldenRun,
    [commandIds.acceptAsGolden]: acceptAsGolden,
  },
};
