import type * as vscode from "vscode";
import type { FileSource } from "../api/contract.ts";
import type { MakeClient } from "../connections/clientPool.ts";
import type { ConnectionStore } from "../connections/connectionStore.ts";
import type { UploadStore } from "../connections/uploadStore.ts";
import type { Log } from "../host/log.ts";
import type { ParsedRunFile } from "../runFiles/parsedRunFile.ts";
import type { BatchStore } from "../runs/batches/batchStore.ts";
import type { AttachmentService } from "../runs/create/attachmentService.ts";
import type { RunCreator } from "../runs/create/runCreator.ts";
import type { ExportFile } from "../runs/exports/exportFile.ts";
import type { ExportRequest, ExportResult } from "../runs/exports/exportWriter.ts";
import type { AnswerService } from "../runs/inputRequests/answerService.ts";
import type { RequirementChecks } from "../runs/requirements/requirementChecks.ts";
import type { RunsSessions } from "../runs/store/session.ts";
import type { ActiveRuns } from "../views/connections/activeRuns.ts";
import type { WatchedRuns } from "../views/connections/watchedRuns.ts";
import type { CompareSelection } from "../views/documents/compareSelection.ts";
import type { RunDocuments } from "../views/documents/runDocuments.ts";
import type { TextReports } from "../views/documents/textReports.ts";
import type { LayoutStore } from "../views/explorer/layoutStore.ts";
import type { RunsNode } from "../views/explorer/nodes.ts";
import type { RunsTree } from "../views/explorer/runsTree.ts";
import type { formAnswer } from "../views/inputRequests/formAnswer.ts";
import type { RunPanels } from "../views/panel/runPanels.ts";
import type { NextRun } from "../views/uploads/nextRun.ts";
import type { UploadNode } from "../views/uploads/uploadNode.ts";
import type { SampleAppHost } from "./connections/sampleAppHost.ts";
import type { StartGuard } from "./create/startGuard.ts";
import type { OutputSaver } from "./runFiles/outputSaver.ts";
import type { ReadConsent } from "./runFiles/readConsent.ts";

/** What reading request files and attachments needs. */
interface RequestTools {
  fileFromPath(path: string): Promise<FileSource>;
  /** Opens what a request attaches: its `files`, relative to it, and the others that were selected with it. */
  openAttachments(parsed: ParsedRunFile, runFilePath: string, others: readonly string[]): Promise<FileSource[]>;
}

/** What the commands work with; main.ts makes it. */
export interface CommandContext {
  connections: ConnectionStore;
  makeClient: MakeClient;
  sessions: RunsSessions;
  /** Where requests for input are answered, and drafts of answers are kept. */
  answers: AnswerService;
  formAnswer: typeof formAnswer;
  activeRuns: ActiveRuns;
  /** The runs of the active connection and of those that are watched beside it. */
  watched: WatchedRuns;
  tree: RunsTree;
  layouts: LayoutStore;
  panels: RunPanels;
  documents: RunDocuments;
  compared: CompareSelection;
  batches: BatchStore;
  /** Brings a saved view's or a batch's row into sight, without the focus. */
  revealView(viewId: string): Promise<void>;
  /** The explorer's selection. */
  selectedRows(): readonly RunsNode[];
  reports: TextReports;
  /** @throws ExportFileError that names the file and the place */
  readExport(uri: vscode.Uri): Promise<ExportFile>;
  writeExport(request: ExportRequest): Promise<ExportResult>;
  sampleApp: SampleAppHost;
  requestTools: RequestTools;
  /** What the person said when request files asked, by label. */
  typedPrompts: Map<string, string>;
  /** Writes what request files want to have saved. */
  outputs: OutputSaver;
  starts: StartGuard;
  uploads: UploadStore;
  nextRun: NextRun;
  /** The selection of the uploads. */
  selectedUploads(): readonly UploadNode[];
  service: AttachmentService;
  /** Asks before something is sent that isn't of the workspace folder. */
  consent: ReadConsent;
  /** What the users of runs have not connected. */
  requirements: RequirementChecks;
  /** Starts runs. */
  creator: RunCreator;
  log: Log;
}
