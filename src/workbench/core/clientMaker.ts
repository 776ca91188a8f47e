import { RunsClient } from "#api/client.ts";
import { type RequestLogEntry, requestLine } from "#api/log/requestLog.ts";
import type { Log } from "#host/log.ts";
import { readHttpSettings } from "#host/networkSettings.ts";
import type { MakeClient } from "#workbench/core/connections/clientPool.ts";

/** Makes clients of apps, which use VS Code's settings of the network and log each request. */
export function clientMaker(userAgent: string, log: Log): MakeClient {
  let requests = 0;
  const onRequest = (entry: RequestLogEntry): void => log.debug(requestLine(++requests, entry));
  return async (baseUrl, accessKey, connectionId) =>
    new RunsClient({ baseUrl, accessKey, userAgent, connectionId, network: readHttpSettings, onRequest });
}
