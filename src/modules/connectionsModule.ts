import * as vscode from "vscode";
import { RunsClient } from "../api/client.ts";
import { requestLine } from "../api/log/requestLine.ts";
import type { RequestLogEntry } from "../api/log/requestLog.ts";
import { RequestRate } from "../api/log/requestRate.ts";
import { sampleOptions, SampleAppHost } from "../commands/connections/sampleAppHost.ts";
import { ClientPool, type MakeClient } from "../connections/clientPool.ts";
import { ConnectionStore } from "../connections/connectionStore.ts";
import { WatchedTitles } from "../connections/watchedTitles.ts";
import { thisMachine } from "../host/machine.ts";
import { readHttpSettings } from "../host/networkSettings.ts";
import { startSampleApp } from "../sample/server.ts";
import type { ModuleBase } from "./moduleBase.ts";

export interface ConnectionsModule {
  connections: ConnectionStore;
  /** One client for each connection. */
  clients: ClientPool;
  makeClient: MakeClient;
  sampleApp: SampleAppHost;
}

/** Named apps and their keys, a client for each, and the sample app. */
export function connectionsModule(base: ModuleBase, extension: vscode.ExtensionContext): ConnectionsModule {
  const { owned, shared, window, onError } = base;
  const { secrets } = extension;
  const machine = thisMachine(vscode.env.remoteName);
  const titles = owned.add(new WatchedTitles());
  const connections = owned.add(new ConnectionStore({ ...shared, window, secrets, machine, titles }));
  owned.add(titles.tellProblems(connections, onError));
  const makeClient = clientMaker(base, `dynamiq-runs/${String(extension.extension.packageJSON.version)}`);
  const clients = owned.add(new ClientPool(connections, makeClient, onError));
  const startSample = async () => startSampleApp(sampleOptions(process.env));
  const sampleApp = owned.add(new SampleAppHost(connections, startSample, onError));
  return { connections, clients, makeClient, sampleApp };
}

/** Makes clients that log their HTTP requests, numbered across all clients. */
function clientMaker({ owned, log }: ModuleBase, userAgent: string): MakeClient {
  const rate = owned.add(new RequestRate((line) => log.info(line)));
  let requests = 0;
  const onRequest = (entry: RequestLogEntry): void => {
    log.debug(requestLine(++requests, entry));
    rate.note(entry);
  };
  return async (baseUrl, accessKey) =>
    new RunsClient({ baseUrl, accessKey, userAgent, network: readHttpSettings, onRequest });
}
