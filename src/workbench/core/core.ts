import * as vscode from "vscode";
import type { RunsApi } from "#api/contract.ts";
import type { DisposableStore } from "#base/disposable.ts";
import { showError } from "#host/errors/showError.ts";
import type { Log } from "#host/log.ts";
import { thisMachine } from "#host/machine.ts";
import { TextReports } from "#host/textReports.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import { AttachmentService } from "#runs/create/attachmentService.ts";
import { CreateJournal } from "#runs/create/createJournal.ts";
import { RunCreator } from "#runs/create/runCreator.ts";
import { StartedByMachines } from "#runs/create/startedByMachines.ts";
import { StartedRuns } from "#runs/create/startedRuns.ts";
import type { Attention } from "#runs/live/attention.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import { RunsSession, RunsSessions } from "#runs/store/runsSession.ts";
import { ClientPool, type MakeClient } from "#workbench/core/connections/clientPool.ts";
import { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { WatchedTitles } from "#workbench/core/connections/watchedTitles.ts";
import { clientMaker } from "./clientMaker.ts";
import type { FirstSteps } from "./firstSteps.ts";
import { journalStorage } from "./journalStorage.ts";
import { Points, point } from "./points.ts";
import { forgetRemoved, type SharedState } from "./sharedState.ts";
import { UploadStore } from "./uploadStore.ts";

/** Clients of runs that no app has, by the id of their connection. */
export const otherClients = point<(connectionId: string | undefined) => RunsApi | undefined>("clients of other runs");

/** What started runs, besides people: known to a feature that starts many. */
export const runOrigins = point<() => OriginOf>("origins of runs");

/** What everything is built from. */
export interface Base {
  extension: vscode.ExtensionContext;
  /** Disposed with the extension, the last addition first. */
  owned: DisposableStore;
  /** The state that all windows share. */
  shared: SharedState;
  log: Log;
  firstSteps: FirstSteps;
  /** Fires for other extensions. */
  runsChanged: vscode.EventEmitter<StoreChange>;
}

interface Connections {
  connections: ConnectionStore;
  /** One client for each connection. */
  clients: ClientPool;
  makeClient: MakeClient;
}

interface Sessions {
  /** The runs of each connection. */
  sessions: RunsSessions;
  /** The runs that were started here. */
  started: StartedRuns;
}

interface Creating {
  uploads: UploadStore;
  /** Uploads files to apps. */
  attachments: AttachmentService;
  creator: RunCreator;
}

/** What every feature is built from. */
export interface Core extends Base, Connections, Sessions, Creating {
  /** What features add to the workbench. */
  points: Points;
  /** Texts as read-only documents. */
  reports: TextReports;
}

/** Builds what every feature is built from, in order. */
export function buildCore(base: Base): Core {
  const points = new Points();
  const connections = connectionsOf(base, points);
  const sessions = sessionsOf(base, connections, points);
  const reports = new TextReports();
  base.owned.add(reports.register());
  forgetWithConnections(base, connections);
  return { ...base, points, ...connections, ...sessions, reports, ...creatingOf(base, connections, sessions) };
}

/** Named apps and their keys, and a client for each. */
function connectionsOf(base: Base, points: Points): Connections {
  const { extension, owned, shared, log } = base;
  const { secrets, workspaceState: window } = extension;
  const machine = thisMachine(vscode.env.remoteName);
  const titles = owned.add(new WatchedTitles());
  const connections = owned.add(new ConnectionStore({ ...shared, window, secrets, machine, titles }));
  owned.add(titles.tellProblems(connections));
  const userAgent = `dynamiq-runs/${String(extension.extension.packageJSON.version)}`;
  const makeClient = clientMaker(userAgent, log);
  const makeAny: MakeClient = async (url, key, id) => {
    for (const clientOf of points.of(otherClients)) {
      const client = clientOf(id);
      if (client) return client;
    }
    return makeClient(url, key, id);
  };
  return { connections, clients: owned.add(new ClientPool(connections, makeAny)), makeClient };
}

/** The runs of each connection. */
function sessionsOf({ owned, shared, log }: Base, { connections, clients }: Connections, points: Points): Sessions {
  const machines = new StartedByMachines(shared.machines);
  const started = new StartedRuns(shared.started, machines);
  const isTaken = (runId: string): boolean => points.of(runOrigins).some((originOf) => originOf()(runId) !== undefined);
  const makeSession = (id: string): RunsSession => {
    const titlePath = () => connections.get(id)?.titlePath;
    const testOf = (runId: string): string | undefined => started.of(id, runId)?.sent?.test;
    const isByAgent = (runId: string): boolean => started.of(id, runId)?.byAgent === true;
    const originsOfApp = (): OriginOf => {
      const all = [machines.of(id), ...points.of(runOrigins).map((originOf) => originOf())];
      return (runId) => all.reduce<ReturnType<OriginOf>>((found, originOf) => found ?? originOf(runId), undefined);
    };
    const onStart = (runId: string): void => started.note(id, runId);
    const startOptions = { onStart, titlePath, testOf, isByAgent, origins: originsOfApp };
    // Who still has this session when the connection gets another address didn't mean the app that is there now.
    const baseUrl = connections.get(id)?.baseUrl;
    return new RunsSession(id, () => clients.get(id, baseUrl), { isTaken, attention: windowFocus, ...startOptions });
  };
  const sessions = owned.add(new RunsSessions(makeSession));
  owned.add(connections.onDidChange(({ client }) => client && sessions.end(client)));
  owned.add(
    sessions.onDidReadWhole(({ connectionId }) => {
      const news = sessions.get(connectionId).unknownKinds.takeNews();
      if (news !== undefined) log.info(`${news}. The story shows these events as JSON.`);
    }),
  );
  return { sessions, started };
}

/** Removes what windows share of a connection when it is removed, here or in another window. */
function forgetWithConnections({ owned, shared }: Base, { connections }: Connections): void {
  const forget = (): void => forgetRemoved(shared.folder, (id) => connections.wasRemoved(id));
  owned.add(
    connections.onDidChange(({ client }) => {
      if (client !== undefined && !connections.get(client)) forget();
    }),
  );
  forget();
}

/** What starts runs, with their files: single ones, and the lines of batches. */
function creatingOf({ extension, owned, shared }: Base, { connections }: Connections, { started }: Sessions): Creating {
  const uploads = owned.add(new UploadStore(shared.uploads, connections));
  const attachments = new AttachmentService(uploads);
  const creator = new RunCreator({
    attachments,
    journal: new CreateJournal(journalStorage(extension.workspaceState)),
    started,
    addressOf: (id) => connections.get(id)?.baseUrl,
    onError: showError,
  });
  return { uploads, attachments, creator };
}

/** The window counts as watched while it has the focus. */
export const windowFocus: Attention = {
  get isThere() {
    return vscode.window.state.focused;
  },
  onDidChange: (...subscriber) => vscode.window.onDidChangeWindowState(...subscriber),
};
