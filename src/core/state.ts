import { join } from "node:path";
import * as vscode from "vscode";
import { RunsClient } from "../api/client.ts";
import { requestLine } from "../api/log/requestLine.ts";
import type { RequestLogEntry } from "../api/log/requestLog.ts";
import { RequestRate } from "../api/log/requestRate.ts";
import type { Disposable, DisposableStore } from "../base/disposable.ts";
import { ClientPool, type MakeClient } from "../connections/clientPool.ts";
import { ConnectionStore } from "../connections/connectionStore.ts";
import { UploadStore } from "../connections/uploadStore.ts";
import { WatchedTitles } from "../connections/watchedTitles.ts";
import { BatchStore } from "../features/batches/core/batchStore.ts";
import { UnfinishedMarks } from "../features/batches/core/unfinishedMarks.ts";
import { SampleAppHost, sampleOptions } from "../features/connections/vscode/sampleAppHost.ts";
import { AnswerService } from "../features/inputRequests/core/answerService.ts";
import { confirmAnswer } from "../features/inputRequests/vscode/confirmAnswer.ts";
import { UntouchedAnswers } from "../features/inputRequests/vscode/untouchedAnswers.ts";
import { type LocalRunsFeature, localRunsOf } from "../features/localRuns/index.ts";
import { ShownNotifications } from "../features/notifications/core/shownNotifications.ts";
import { journalPlace } from "../features/runFiles/vscode/create/journalPlace.ts";
import { StartGuard } from "../features/runFiles/vscode/create/startGuard.ts";
import { OutputSaver } from "../features/runFiles/vscode/outputSaver.ts";
import { ReadConsent } from "../features/runFiles/vscode/readConsent.ts";
import { NextRun } from "../features/uploads/vscode/nextRun.ts";
import { showError } from "../host/errors/showError.ts";
import { openBatchesFolder } from "../host/ids.ts";
import type { Log } from "../host/log.ts";
import { thisMachine } from "../host/machine.ts";
import { readHttpSettings } from "../host/networkSettings.ts";
import { TextReports } from "../host/textReports.ts";
import type { OriginOf } from "../model/runOrigin.ts";
import { AttachmentService } from "../runs/create/attachmentService.ts";
import { CreateJournal } from "../runs/create/createJournal.ts";
import { RunCreator } from "../runs/create/runCreator.ts";
import { SentRuns } from "../runs/create/sentRuns.ts";
import { StartedByMachines } from "../runs/create/startedByMachines.ts";
import { StartedRuns } from "../runs/create/startedRuns.ts";
import type { Attention } from "../runs/live/attention.ts";
import { RequirementChecks } from "../runs/requirements/requirementChecks.ts";
import { RunsSession, RunsSessions } from "../runs/store/session.ts";
import { startSampleApp } from "../sample/server.ts";
import type { App } from "./app.ts";
import { forgetRemoved, type SharedState } from "./sharedState.ts";

/** What everything is built from. */
export interface AppBase {
  extension: vscode.ExtensionContext;
  /** Disposed with the extension, the last addition first. */
  owned: DisposableStore;
  shared: SharedState;
  log: Log;
}

type Connections = Pick<App, "connections" | "makeClient" | "sampleApp" | "localRuns"> & {
  /** One client for each connection. */
  clients: ClientPool;
};

type Sessions = Pick<App, "batches" | "sessions"> & {
  started: StartedRuns;
};

type Answers = Pick<App, "answers" | "reports" | "untouchedAnswers"> & {
  shown: ShownNotifications;
};

type Creating = Pick<
  App,
  "uploads" | "attachments" | "nextRun" | "consent" | "prompts" | "starts" | "creator" | "requirements" | "outputs"
>;

/** What the extension knows and does, without what shows it. */
export type AppState = Connections & Sessions & Answers & Creating;

/** Builds the stores and services, in order. */
export function appState(base: AppBase): AppState {
  const connections = connectionsOf(base);
  const sessions = sessionsOf(base, connections);
  const answers = answersOf(base, connections, sessions);
  return { ...connections, ...sessions, ...answers, ...creatingOf(base, connections, sessions, answers) };
}

/** Named apps and their keys, a client for each, and the sample app. */
function connectionsOf(base: AppBase): Connections {
  const { extension, owned, shared } = base;
  const { secrets, workspaceState: window } = extension;
  const machine = thisMachine(vscode.env.remoteName);
  const titles = owned.add(new WatchedTitles());
  const connections = owned.add(new ConnectionStore({ ...shared, window, secrets, machine, titles }));
  owned.add(titles.tellProblems(connections));
  const userAgent = `dynamiq-runs/${String(extension.extension.packageJSON.version)}`;
  const makeClient = clientMaker(base, userAgent);
  const localRuns = owned.add(localRunsOf(extension, connections, base.log));
  const makeAny: MakeClient = async (url, key, id) => localRuns.apiOf(id) ?? makeClient(url, key, id);
  const clients = owned.add(new ClientPool(connections, makeAny));
  const startSample = async () => startSampleApp(sampleOptions(process.env));
  const sampleApp = owned.add(new SampleAppHost(connections, startSample));
  return { connections, clients, makeClient, sampleApp, localRuns };
}

function clientMaker({ owned, log }: AppBase, userAgent: string): MakeClient {
  const rate = owned.add(new RequestRate((line) => log.info(line)));
  let requests = 0;
  const onRequest = (entry: RequestLogEntry): void => {
    log.debug(requestLine(++requests, entry));
    rate.note(entry);
  };
  return async (baseUrl, accessKey, connectionId) =>
    new RunsClient({ baseUrl, accessKey, userAgent, connectionId, network: readHttpSettings, onRequest });
}

/** The runs of each connection, and the batches that created some of them. */
function sessionsOf(
  { extension, owned, shared, log }: AppBase,
  { connections, clients, localRuns }: Connections,
): Sessions {
  const storage = extension.globalStorageUri.fsPath;
  const machines = new StartedByMachines(shared.machines);
  const started = new StartedRuns(shared.started, machines);
  const batches = owned.add(
    new BatchStore(join(storage, "batches"), new UnfinishedMarks(join(storage, openBatchesFolder))),
  );
  const sent = new SentRuns(shared.sent);
  const isTaken = (runId: string): boolean => batches.list.some(({ runs }) => runs.ids.has(runId));
  const makeSession = (id: string): RunsSession => {
    const titlePath = () => connections.get(id)?.titlePath;
    const testOf = (runId: string): string | undefined => sent.of(id, runId)?.test;
    const isByAgent = (runId: string): boolean => started.isByAgent(id, runId);
    const origins = (): OriginOf => {
      const ofMachines = machines.of(id);
      const ofBatches = batches.list.map(({ runs }) => runs.ids);
      return (runId) => ofMachines(runId) ?? (ofBatches.some((ids) => ids.has(runId)) ? "batch" : undefined);
    };
    const known = { titlePath, testOf, isByAgent, origins };
    // Who still has this session when the connection gets another address didn't mean the app that is there now.
    const baseUrl = connections.get(id)?.baseUrl;
    return new RunsSession(id, () => clients.get(id, baseUrl), {
      isTaken,
      attention: windowFocus,
      ...known,
    });
  };
  const sessions = owned.add(new RunsSessions(makeSession));
  owned.add(followLocalRuns(localRuns, sessions));
  owned.add(sessions.onDidStart(({ connectionId, runId }) => started.add(connectionId, runId)));
  owned.add(connections.onDidChange(({ client }) => client && sessions.end(client)));
  owned.add(
    sessions.onDidReadWhole(({ connectionId }) => {
      const news = sessions.get(connectionId).unknownKinds.takeNews();
      if (news !== undefined) log.info(`${news}. The story shows them raw.`);
    }),
  );
  return { batches, sessions, started };
}

/** Shows a local run when its program has posted it, since nobody asks for it at that moment. */
function followLocalRuns({ tracing }: LocalRunsFeature, sessions: RunsSessions): Disposable {
  return tracing.runs.onDidChange(({ changed, removed }) => {
    const { watcher, store } = sessions.get(tracing.connection.id);
    for (const run of changed) watcher.take(run);
    if (removed.length > 0) void store.refresh();
  });
}

/** The answers to input requests, and which requests were shown. */
function answersOf(base: AppBase, { connections, clients }: Connections, { sessions }: Sessions): Answers {
  const { owned, shared } = base;
  const reports = new TextReports();
  owned.add(reports.register());
  const answers = owned.add(
    new AnswerService({
      api: (id) => clients.get(id),
      onRun: (id, run) => sessions.get(id).watcher.take(run),
      confirm: confirmAnswer(connections, sessions, reports),
      storage: shared,
    }),
  );
  const shown = new ShownNotifications(shared.shown);
  forgetWithConnections(base, connections, (id) => {
    answers.forget(id);
    shown.forget(id);
  });
  return { answers, reports, shown, untouchedAnswers: owned.add(new UntouchedAnswers()) };
}

/** Removes the drafts and marks of a connection when it is removed, here or in another window. */
function forgetWithConnections(
  { owned, shared }: AppBase,
  connections: ConnectionStore,
  forget: (connectionId: string) => void,
): void {
  const forgetShared = (): void => forgetRemoved(shared, (id) => connections.wasRemoved(id));
  owned.add(
    connections.onDidChange(({ client }) => {
      if (client === undefined || connections.get(client)) return;
      forget(client);
      forgetShared();
    }),
  );
  forgetShared();
}

/** What starts runs, with their files: single ones, and the lines of batches. */
function creatingOf(
  base: AppBase,
  { connections }: Connections,
  { sessions }: Sessions,
  { reports }: Answers,
): Creating {
  const { extension, owned, shared } = base;
  const window = extension.workspaceState;
  const uploads = owned.add(new UploadStore(shared.uploads, connections));
  const attachments = new AttachmentService(uploads);
  const outputs = new OutputSaver({ window, connections, sessions });
  const creator = new RunCreator({
    attachments,
    journal: new CreateJournal(journalPlace(window)),
    sentRuns: new SentRuns(shared.sent, new StartedByMachines(shared.machines)),
    addressOf: (id) => connections.get(id)?.baseUrl,
    onError: showError,
  });
  return {
    uploads,
    attachments,
    nextRun: owned.add(new NextRun(window, uploads)),
    consent: new ReadConsent(window, connections, reports),
    prompts: new Map(),
    starts: new StartGuard(),
    creator,
    requirements: new RequirementChecks(),
    outputs: owned.add(outputs),
  };
}

/** The window counts as watched while it has the focus. */
const windowFocus: Attention = {
  get isThere() {
    return vscode.window.state.focused;
  },
  onDidChange: (...subscriber) => vscode.window.onDidChangeWindowState(...subscriber),
};
