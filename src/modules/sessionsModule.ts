import { join } from "node:path";
import { openBatchesFolder } from "../host/ids.ts";
import { readPageSize } from "../host/settings.ts";
import { BatchStore } from "../runs/batches/batchStore.ts";
import { UnfinishedMarks } from "../runs/batches/unfinishedMarks.ts";
import { SentRuns } from "../runs/create/sentRuns.ts";
import { StartedRuns } from "../runs/create/startedRuns.ts";
import { RunsSession, RunsSessions } from "../runs/store/session.ts";
import { windowFocus } from "../views/windowFocus.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";

export interface SessionsModule {
  batches: BatchStore;
  /** The runs of each connection. */
  sessions: RunsSessions;
  /** The runs that were started here. */
  started: StartedRuns;
}

/** The runs of each connection, and the batches that created some of them. @param storage an absolute path */
export function sessionsModule(
  { owned, shared, onError }: ModuleBase,
  storage: string,
  { connections, clients }: ConnectionsModule,
): SessionsModule {
  const started = new StartedRuns(shared.started, onError);
  const batches = owned.add(
    new BatchStore(join(storage, "batches"), new UnfinishedMarks(join(storage, openBatchesFolder))),
  );
  const sent = new SentRuns(shared.sent);
  const isTaken = (runId: string): boolean => batches.list.some(({ runs }) => runs.ids.has(runId));
  const makeSession = (id: string): RunsSession => {
    const titlePath = () => connections.get(id)?.titlePath;
    const testOf = (runId: string): string | undefined => sent.of(id, runId)?.test;
    const isByAgent = (runId: string): boolean => started.isByAgent(id, runId);
    const known = { titlePath, testOf, isByAgent };
    return new RunsSession(id, () => clients.get(id), readPageSize, { isTaken }, windowFocus, known);
  };
  const sessions = owned.add(new RunsSessions(makeSession));
  owned.add(sessions.onDidStart(({ connectionId, runId }) => started.add(connectionId, runId)));
  owned.add(connections.onDidChange(({ client }) => client && sessions.end(client)));
  return { batches, sessions, started };
}
