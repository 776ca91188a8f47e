/**
 * The second bundle: all but what VS Code must know at activation. It is loaded at the first row, command, panel or
 * call, since undici and zod take their time and an activation has to be light.
 */
import { join } from "node:path";
import * as vscode from "vscode";
import { RunsClient } from "./api/client.ts";
import { requestLine } from "./api/log/requestLine.ts";
import type { RequestLogEntry } from "./api/log/requestLog.ts";
import { RequestRate } from "./api/log/requestRate.ts";
import { fileFromPath } from "./api/upload/files.ts";
import { DisposableStore } from "./base/disposable.ts";
import type { CommandContext } from "./commands/commandContext.ts";
import { sampleOptions, SampleAppHost } from "./commands/connections/sampleAppHost.ts";
import { journalPlace } from "./commands/create/journalPlace.ts";
import { StartGuard } from "./commands/create/startGuard.ts";
import { confirmAnswer } from "./commands/inputRequests/confirmAnswer.ts";
import { panelActions } from "./commands/panel/panelActions.ts";
import { savingOfFiles, useOfValues } from "./commands/panel/valueActions.ts";
import { resumeUnfinished } from "./commands/resumeUnfinished.ts";
import { OutputSaver } from "./commands/runFiles/outputSaver.ts";
import { ReadConsent } from "./commands/runFiles/readConsent.ts";
import { ClientPool, type MakeClient } from "./connections/clientPool.ts";
import { ConnectionStore } from "./connections/connectionStore.ts";
import { followOtherWindows } from "./connections/followOtherWindows.ts";
import { UploadStore } from "./connections/uploadStore.ts";
import { WatchedTitles } from "./connections/watchedTitles.ts";
import { readAttachmentMode } from "./host/attachmentSetting.ts";
import { showError } from "./host/errors/showError.ts";
import { openBatchesFolder } from "./host/ids.ts";
import type { Log } from "./host/log.ts";
import { thisMachine } from "./host/machine.ts";
import { readHttpSettings } from "./host/networkSettings.ts";
import { readPageSize } from "./host/settings.ts";
import { whenTrusted } from "./host/whenTrusted.ts";
import { showInRunFiles } from "./language/runFileLanguage.ts";
import { openAttachments } from "./runFiles/attachments/attachments.ts";
import { BatchStore } from "./runs/batches/batchStore.ts";
import { OpenMarks } from "./runs/batches/openMarks.ts";
import { AttachmentService } from "./runs/create/attachmentService.ts";
import { CreateJournal } from "./runs/create/createJournal.ts";
import { RunCreator } from "./runs/create/runCreator.ts";
import { SentRuns } from "./runs/create/sentRuns.ts";
import { StartedRuns } from "./runs/create/startedRuns.ts";
import { writeExport } from "./runs/exports/exportWriter.ts";
import { AnswerService } from "./runs/inputRequests/answerService.ts";
import { ShownNotifications } from "./runs/notifications/shownNotifications.ts";
import { RequirementChecks } from "./runs/requirements/requirementChecks.ts";
import type { StoreChange } from "./runs/store/knownRuns.ts";
import { RunsSession, RunsSessions } from "./runs/store/session.ts";
import { startSampleApp } from "./sample/server.ts";
import { forgetRemoved, loadSharedState, type SharedState, sharedStateIn } from "./sharedState.ts";
import { ActiveRuns } from "./views/connections/activeRuns.ts";
import { ConnectionStatus } from "./views/connections/connectionStatus.ts";
import { WatchedRuns } from "./views/connections/watchedRuns.ts";
import { CompareSelection } from "./views/documents/compareSelection.ts";
import { exportedRun, readExport } from "./views/documents/exportFiles.ts";
import { RunDocuments } from "./views/documents/runDocuments.ts";
import { TextReports } from "./views/documents/textReports.ts";
import type { Explorer } from "./views/explorer/explorer.ts";
import { LayoutStore } from "./views/explorer/layoutStore.ts";
import { LiveRuns } from "./views/explorer/liveRuns.ts";
import { revealRow } from "./views/explorer/revealRow.ts";
import { RunsTree } from "./views/explorer/runsTree.ts";
import { RunsView } from "./views/explorer/runsView.ts";
import { ViewsAndBatches } from "./views/explorer/viewsAndBatches.ts";
import { AnswerFiles } from "./views/inputRequests/answerFiles.ts";
import { formAnswer } from "./views/inputRequests/formAnswer.ts";
import { WaitingPolls } from "./views/inputRequests/waitingPolls.ts";
import type { LazyTree } from "./views/lazyTree.ts";
import { EndNotifications } from "./views/notifications/endNotifications.ts";
import { InputRequestNotifications } from "./views/notifications/inputRequestNotifications.ts";
import { OfferedCommands } from "./views/offeredCommands.ts";
import { RunPanels } from "./views/panel/runPanels.ts";
import { NextRun } from "./views/uploads/nextRun.ts";
import type { UploadNode } from "./views/uploads/uploadNode.ts";
import { UploadsTree } from "./views/uploads/uploadsTree.ts";
import { windowFocus } from "./views/windowFocus.ts";

export { publicCalls } from "./commands/publicCalls.ts";
export { runCommand } from "./commands/runCommand.ts";

export interface Entry {
  extension: vscode.ExtensionContext;
  explorer: Explorer;
  runsChanged: vscode.EventEmitter<StoreChange>;
  uploads: LazyTree<UploadNode>;
  log: Log;
  onError: (error: unknown) => void;
}

export interface Core {
  answerFiles: AnswerFiles;
  tree: RunsTree;
  uploadsTree: UploadsTree;
  context: CommandContext;
  /** Waits until what the person has typed and changed is on the disk, or was reported. */
  settled: () => Promise<void>;
}

/** Reads what all windows share, and builds all of it, in order; it ends with the extension. */
export async function build(entry: Entry): Promise<Core> {
  const { extension, onError } = entry;
  const shared = sharedStateIn(extension.globalStorageUri.fsPath, onError);
  extension.subscriptions.push(shared.folder);
  await loadSharedState(shared, extension.globalState, (error) => showError(error, onError));
  return buildOn(shared, entry);
}

function buildOn(
  shared: SharedState,
  { extension, explorer, uploads: uploadsView, runsChanged, log, onError }: Entry,
): Core {
  const owned = new DisposableStore();
  extension.subscriptions.push(owned);

  const window = extension.workspaceState;
  const machine = thisMachine(vscode.env.remoteName);
  const titles = owned.add(new WatchedTitles());
  const connections = owned.add(
    new ConnectionStore({ ...shared, window, secrets: extension.secrets, machine, titles }),
  );
  owned.add(titles.tellProblems(connections, onError));
  const userAgent = `dynamiq-runs/${String(extension.extension.packageJSON.version)}`;
  const rate = owned.add(new RequestRate((line) => log.info(line)));
  let requests = 0;
  const onRequest = (entry: RequestLogEntry): void => {
    log.debug(requestLine(++requests, entry));
    rate.note(entry);
  };
  const makeClient: MakeClient = async (baseUrl, accessKey) =>
    new RunsClient({ baseUrl, accessKey, userAgent, network: readHttpSettings, onRequest });
  const clients = owned.add(new ClientPool(connections, makeClient, onError));
  const started = new StartedRuns(shared.started, onError);
  const storage = extension.globalStorageUri.fsPath;
  const batches = owned.add(new BatchStore(join(storage, "batches"), new OpenMarks(join(storage, openBatchesFolder))));
  const isTaken = (runId: string): boolean => batches.list.some(({ runs }) => runs.ids.has(runId));
  const makeSession = (id: string): RunsSession => {
    const titlePath = () => connections.get(id)?.titlePath;
    return new RunsSession(id, () => clients.get(id), readPageSize, { isTaken }, windowFocus, titlePath);
  };
  const sessions = owned.add(new RunsSessions(makeSession));
  owned.add(sessions.onDidStart(({ connectionId, runId }) => started.add(connectionId, runId)));
  owned.add(connections.onDidChange(({ client }) => client && sessions.end(client)));
  const answers = owned.add(
    new AnswerService({
      api: (id) => clients.get(id),
      onRun: (id, run) => sessions.get(id).watcher.take(run),
      confirm: confirmAnswer(connections, sessions),
      storage: shared,
      onError,
    }),
  );
  const told = new ShownNotifications(shared.told, onError);
  const forget = (): void => forgetRemoved(shared, (id) => connections.wasRemoved(id), onError);
  owned.add(
    connections.onDidChange(({ client }) => {
      if (client === undefined || connections.get(client)) return;
      answers.forget(client);
      told.forget(client);
      forget();
    }),
  );
  forget();
  const activeRuns = owned.add(new ActiveRuns(connections, sessions));
  owned.add(activeRuns.onDidChange((change) => runsChanged.fire(change)));
  owned.add(followOtherWindows(shared.folder, onError));

  const layouts = owned.add(new LayoutStore({ ...shared, window }, connections, onError));
  const roots = owned.add(new ViewsAndBatches(layouts, batches));
  const tree = owned.add(new RunsTree(activeRuns, roots, explorer.changed));
  const watched = owned.add(new WatchedRuns(connections, sessions));
  owned.add(new RunsView({ runs: activeRuns, watched, layouts, tree, view: explorer.view }));
  owned.add(new LiveRuns(activeRuns, roots, explorer.view));
  owned.add(new WaitingPolls(watched, explorer.view));
  owned.add(new ConnectionStatus(activeRuns, watched));
  const documents = new RunDocuments(sessions, onError);
  owned.add(documents.register());
  const reports = new TextReports();
  owned.add(reports.register());
  const act = panelActions(documents, onError);
  const compared = owned.add(new CompareSelection());
  const use = useOfValues(reports, onError);
  const panelOptions = {
    connections,
    sessions,
    answers,
    exportedRun,
    compared,
    act,
    use,
    saveFile: savingOfFiles(onError),
  };
  const panels = owned.add(new RunPanels(extension.extensionUri, panelOptions));

  owned.add(new InputRequestNotifications({ watched, connections, panels, started, told, onError }));
  owned.add(new EndNotifications({ connections, sessions, panels, started, onError }));
  const answerFiles = owned.add(
    new AnswerFiles({ answers, connections, sessions, window: extension.workspaceState, onError }),
  );

  const startSample = async () => startSampleApp(sampleOptions(process.env));
  const sampleApp = owned.add(new SampleAppHost(connections, startSample, onError));
  owned.add(showInRunFiles(connections, onError));
  const requestTools = { fileFromPath, openAttachments };
  const selectedRows = () => explorer.view.selection;
  const revealView = (viewId: string): Promise<void> => revealRow(explorer.view, tree.viewNode(viewId));
  const shown = {
    answers,
    activeRuns,
    watched,
    tree,
    revealView,
    selectedRows,
    layouts,
    panels,
    documents,
    compared,
    reports,
    batches,
  };
  const tools = {
    makeClient,
    requestTools,
    typedPrompts: new Map<string, string>(),
    readExport,
    writeExport,
    formAnswer,
  };
  const uploads = owned.add(new UploadStore(shared.uploads, connections));
  const service = new AttachmentService(uploads, readAttachmentMode);
  const nextRun = owned.add(new NextRun(extension.workspaceState, uploads));
  owned.add(
    new OfferedCommands({
      connections,
      runs: activeRuns,
      watched,
      layouts,
      batches,
      uploads,
      nextRun,
      panels,
      compared,
    }),
  );
  const uploadsTree = owned.add(new UploadsTree(activeRuns, uploads, nextRun, uploadsView));
  const sending = { uploads, service, nextRun, selectedUploads: () => uploadsView.view.selection };
  const onTold = (error: unknown): void => showError(error, onError);
  const outputs = owned.add(new OutputSaver({ window, connections, sessions, onError: onTold, onQuietError: onError }));
  const underWay = {
    starts: new StartGuard(onTold),
    creator: new RunCreator({
      attachments: service,
      journal: new CreateJournal(journalPlace(window)),
      sentRuns: new SentRuns(shared.sent),
      addressOf: (id) => connections.get(id)?.baseUrl,
      onError: onTold,
    }),
    outputs,
  };
  const requirements = new RequirementChecks();
  const consent = new ReadConsent(window, connections, reports);
  const context: CommandContext = {
    connections,
    sessions,
    sampleApp,
    log,
    consent,
    requirements,
    ...shown,
    ...tools,
    ...sending,
    ...underWay,
  };
  owned.add(whenTrusted(() => void resumeUnfinished(context).catch(onError)));
  const settled = async (): Promise<void> => {
    await answers.flush();
    await shared.folder.settled();
  };
  return { tree, uploadsTree, answerFiles, context, settled };
}
