import type * as vscode from "vscode";
import { batchResultActions } from "../commands/batches/batchResultActions.ts";
import { goldenStepsOf } from "../commands/golden/goldenSteps.ts";
import { compareActions } from "../commands/panel/compareActions.ts";
import { panelActions } from "../commands/panel/panelActions.ts";
import { savingOfFiles, useOfValues } from "../commands/panel/valueActions.ts";
import { showError } from "../host/errors/showError.ts";
import type { GoldenTest } from "../runFiles/golden/goldenTypes.ts";
import { BatchPanels } from "../views/batches/batchPanels.ts";
import { ComparePanels } from "../views/compare/comparePanels.ts";
import { CompareSelection } from "../views/documents/compareSelection.ts";
import { exportedRun } from "../views/documents/exportFiles.ts";
import { RunDocuments } from "../views/documents/runDocuments.ts";
import { TextReports } from "../views/documents/textReports.ts";
import { GoldenResults } from "../views/golden/goldenResults.ts";
import { GoldenRuns } from "../views/golden/goldenRuns.ts";
import { RunPanels } from "../views/panel/runPanels.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { InputRequestsModule } from "./inputRequestsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { SessionsModule } from "./sessionsModule.ts";

export interface PanelModule {
  panels: RunPanels;
  /** Two runs beside each other. */
  comparisons: ComparePanels;
  /** The results of batches. */
  batchPanels: BatchPanels;
  /** Runs as read-only documents. */
  documents: RunDocuments;
  /** Other texts as read-only documents. */
  reports: TextReports;
  /** The run that was selected for comparison. */
  compared: CompareSelection;
  /** The outcomes of golden tests. */
  goldenResults: GoldenResults;
}

/** What shows a run: its panel, the panel that compares it with another run, and documents. */
export function panelModule(
  { owned, onError }: ModuleBase,
  extensionUri: vscode.Uri,
  { connections }: ConnectionsModule,
  { batches, sessions }: SessionsModule,
  { answers }: InputRequestsModule,
): PanelModule {
  const documents = new RunDocuments(sessions, onError);
  owned.add(documents.register());
  const reports = new TextReports();
  owned.add(reports.register());
  const compared = owned.add(new CompareSelection());
  const goldenResults = owned.add(new GoldenResults());
  const goldenSteps = (file: vscode.Uri, test: GoldenTest): ReturnType<typeof goldenStepsOf> =>
    goldenStepsOf(exportedRun, file, test);
  const golden = new GoldenRuns({ results: goldenResults, goldenSteps, onError });
  const act = panelActions(documents, onError);
  const panels = owned.add(
    new RunPanels(extensionUri, {
      connections,
      sessions,
      answers,
      exportedRun,
      compared,
      golden,
      act,
      use: useOfValues(reports, onError),
      saveFile: savingOfFiles(onError),
    }),
  );
  const runs = { connections, sessions, exportedRun };
  const comparisons = owned.add(new ComparePanels(extensionUri, { ...runs, ...compareActions(panels, act, onError) }));
  const tell = (error: unknown): void => showError(error, onError);
  const ofBatches = { batches, connections, sessions, onError, ...batchResultActions(tell) };
  const batchPanels = owned.add(new BatchPanels(extensionUri, ofBatches));
  return { panels, comparisons, batchPanels, documents, reports, compared, goldenResults };
}
