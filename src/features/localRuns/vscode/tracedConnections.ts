import { commandIds } from "#host/commandIds.ts";
import type { ConnectionKind } from "#workbench/connections/vscode/connectionPoints.ts";

/** What is done with the connection of local runs, which have neither an address nor a key of an app. */
export const tracedConnections: ConnectionKind = {
  includes: ({ local }) => local === true,
  start: { label: "Trace Local Runs", icon: "radio-tower", command: commandIds.traceLocalRuns },
  acts: [
    { label: "Trace Local Runs", command: commandIds.traceLocalRuns },
    { label: "Stop Tracing Local Runs", command: commandIds.stopTracingLocalRuns },
    { label: "Copy Tracing Code…", command: commandIds.copyTracingCode },
    { label: "Copy Tracing Variables", command: commandIds.copyTracingVariables },
    { label: "Clear Local Runs…", command: commandIds.clearLocalRuns },
  ],
};
