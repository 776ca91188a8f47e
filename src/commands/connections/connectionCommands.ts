import type { MakeClient } from "../../connections/clientPool.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { Log } from "../../host/log.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { ActiveRuns } from "../../views/connections/activeRuns.ts";
import type { TextReports } from "../../views/documents/textReports.ts";
import type { SampleAppHost } from "./sampleAppHost.ts";

/** What making another connection the active one needs. */
export interface ActiveConnection {
  connections: ConnectionStore;
  activeRuns: ActiveRuns;
}

/** What the commands about connections work with. */
export interface ConnectionCommands extends ActiveConnection {
  sessions: RunsSessions;
  makeClient: MakeClient;
  sampleApp: SampleAppHost;
  reports: TextReports;
  log: Log;
}
