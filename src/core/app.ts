import type { MakeClient } from "../connections/clientPool.ts";
import type { ConnectionStore } from "../connections/connectionStore.ts";
import type { UploadStore } from "../connections/uploadStore.ts";
import type { BatchStore } from "../features/batches/core/batchStore.ts";
import type { BatchPanels } from "../features/batches/vscode/batchPanels.ts";
import type { ComparePanels } from "../features/compare/vscode/comparePanels.ts";
import type { CompareSelection } from "../features/compare/vscode/compareSelection.ts";
import type { ActiveRuns } from "../features/connections/vscode/activeRuns.ts";
import type { SampleAppHost } from "../features/connections/vscode/sampleAppHost.ts";
import type { WatchedRuns } from "../features/connections/vscode/watchedRuns.ts";
import type { ConversationPanels } from "../features/conversations/vscode/conversationPanels.ts";
import type { LayoutStore } from "../features/explorer/vscode/layoutStore.ts";
import type { RunsNode } from "../features/explorer/vscode/nodes.ts";
import type { RunsTree } from "../features/explorer/vscode/runsTree.ts";
import type { GoldenTests } from "../features/golden/vscode/goldenTests.ts";
import type { AnswerService } from "../features/inputRequests/core/answerService.ts";
import type { UntouchedAnswers } from "../features/inputRequests/vscode/untouchedAnswers.ts";
import type { InsightsFacts } from "../features/insights/vscode/insightsFacts.ts";
import type { InsightsPanels } from "../features/insights/vscode/insightsPanels.ts";
import type { LocalRunsFeature } from "../features/localRuns/index.ts";
import type { RunDocuments } from "../features/panel/vscode/documents/runDocuments.ts";
import type { RunPanels } from "../features/panel/vscode/runPanels.ts";
import type { StartGuard } from "../features/runFiles/vscode/create/startGuard.ts";
import type { OutputSaver } from "../features/runFiles/vscode/outputSaver.ts";
import type { ReadConsent } from "../features/runFiles/vscode/readConsent.ts";
import type { LocalIndex } from "../features/search/core/localIndex.ts";
import type { SearchHistory } from "../features/search/core/searchHistory.ts";
import type { SearchResults } from "../features/search/vscode/searchResults.ts";
import type { NextRun } from "../features/uploads/vscode/nextRun.ts";
import type { UploadNode } from "../features/uploads/vscode/uploadNode.ts";
import type { Log } from "../host/log.ts";
import type { TextReports } from "../host/textReports.ts";
import type { AttachmentService } from "../runs/create/attachmentService.ts";
import type { RunCreator } from "../runs/create/runCreator.ts";
import type { StartedRuns } from "../runs/create/startedRuns.ts";
import type { KnownCauses } from "../runs/failures/knownCauses.ts";
import type { RequirementChecks } from "../runs/requirements/requirementChecks.ts";
import type { RunsSessions } from "../runs/store/session.ts";

/** Everything that commands work with. `main.ts` builds it once; a command takes a `Pick` of what it needs. */
export interface App {
  log: Log;

  connections: ConnectionStore;
  makeClient: MakeClient;
  sampleApp: SampleAppHost;
  /** The runs of this machine's programs. */
  localRuns: LocalRunsFeature;

  /** The runs of each connection. */
  sessions: RunsSessions;
  activeRuns: ActiveRuns;
  /** The runs of the active connection and of all other watched ones. */
  watched: WatchedRuns;

  /** The filter, arrangement and saved views of the *Runs* view. */
  layouts: LayoutStore;
  tree: RunsTree;
  selectedRows: () => readonly RunsNode[];
  /** Shows a saved view's or a batch's row, without the focus. */
  revealView: (viewId: string) => Promise<void>;

  panels: RunPanels;
  /** Two runs beside each other. */
  comparisons: ComparePanels;
  /** The run that was selected for comparison. */
  compared: CompareSelection;
  /** Runs as read-only documents. */
  documents: RunDocuments;
  /** Other texts as read-only documents. */
  reports: TextReports;

  /** Asks before something outside the workspace folder is sent. */
  consent: ReadConsent;
  /** The values that the person entered for prompts, by label. */
  prompts: Map<string, string>;
  /** Prevents that a run is started twice at once. */
  starts: StartGuard;
  creator: RunCreator;
  started: StartedRuns;
  /** Knows which accounts a run's user has to connect first. */
  requirements: RequirementChecks;
  /** Writes the outputs that run files ask for. */
  outputs: OutputSaver;

  uploads: UploadStore;
  /** Uploads files to apps. */
  attachments: AttachmentService;
  nextRun: NextRun;
  selectedUploads: () => readonly UploadNode[];

  batches: BatchStore;
  batchPanels: BatchPanels;

  /** The service that answers input requests and keeps drafts. */
  answers: AnswerService;
  /** The open answers that have come into view by themselves. */
  untouchedAnswers: UntouchedAnswers;

  localIndex: LocalIndex;
  history: SearchHistory;
  /** The last search, also where the runs of a cause or behind a figure are shown. */
  results: SearchResults;
  showResults: () => Promise<void>;
  /** The causes of failures that people know, and those that they have seen. */
  knownCauses: KnownCauses;
  insights: InsightsPanels;
  /** What a user and an app said to each other. */
  conversations: ConversationPanels;
  /** What Insights and causes know of each run. */
  facts: InsightsFacts;

  /** Golden tests in the Test Explorer, once there is a golden file. */
  goldenTests: () => GoldenTests;

  commandLine: string;
}
