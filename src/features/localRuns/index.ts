/**
 * Local runs: the runs of the code on a developer's own machine.
 *
 * The SDK's tracing handler posts the trace of each run as JSON. `core/collector.ts` takes the posts on a loopback
 * port, `core/traceStore.ts` keeps the traces in the extension's own storage, in a thread of its own, and
 * `core/localRunsApi.ts` offers them as runs and events of the Runs API, so every view shows them like the runs of an
 * app. `vscode/localTracing.ts` starts and stops it and tells terminals the address; `vscode/commands.ts` has the
 * commands.
 */
import { join } from "node:path";
import type { Feature } from "../../core/feature.ts";
import { commandIds } from "../../host/ids.ts";
import { otherForms } from "../../runs/exports/exportFile.ts";
import type { App } from "../app.ts";
import { LocalRuns } from "./core/localRuns.ts";
import { LocalRunsApi } from "./core/localRunsApi.ts";
import { StoreThread } from "./core/storeThread.ts";
import { traceFile } from "./core/traceEvents.ts";
import {
  clearLocalRuns,
  copyTracingCode,
  copyTracingVariables,
  showTracingSetup,
  stopTracingLocalRuns,
  traceLocalRuns,
} from "./vscode/commands.ts";
import { LocalTracing } from "./vscode/localTracing.ts";
import { SetupPage } from "./vscode/setupPage.ts";
import { TracingHints } from "./vscode/tracingHints.ts";

export interface LocalRunServices {
  localRuns: {
    /** Starts and stops the collector. Its `runs` are those that were received. */
    tracing: LocalTracing;
    /** The page with the code that a program needs. */
    setup: SetupPage;
  };
}

export const localRuns: Feature<App, LocalRunServices> = {
  id: "localRuns",
  contributes: ["dynamiqRuns.localRunsStep"],
  build({ extension, owned, connections, firstSteps, sessions, otherClients, log }) {
    const { workspaceState: window, environmentVariableCollection: variables, extensionPath, extensionUri } = extension;
    const folder = join((extension.storageUri ?? extension.globalStorageUri).fsPath, "localRuns");
    // Its thread begins with the first run or the first list.
    const store = owned.add(new StoreThread(join(extensionPath, "dist", "traceThread.cjs"), { folder }));
    const runs = owned.add(new LocalRuns(store));
    const tracing = owned.add(new LocalTracing({ runs, connections, window, variables, log }));
    owned.add(new TracingHints(tracing));
    const setup = owned.add(new SetupPage(extensionUri, tracing));
    otherClients.push((id) => (id === tracing.connection.id ? new LocalRunsApi(runs) : undefined));
    // A run is shown when its program has posted it: nobody asks for it at that moment.
    owned.add(
      runs.onDidChange(({ changed, removed }) => {
        const session = sessions.get(tracing.connection.id);
        if (changed.length > 0) firstSteps.note("tracedRun");
        for (const run of changed) session.watcher.take(run);
        for (const id of removed) session.noteLost(id);
        if (removed.length > 0) void session.store.refresh();
      }),
    );
    otherForms.push(traceFile);
    return { localRuns: { tracing, setup } };
  },
  commands: {
    [commandIds.traceLocalRuns]: traceLocalRuns,
    [commandIds.stopTracingLocalRuns]: stopTracingLocalRuns,
    [commandIds.showTracingSetup]: showTracingSetup,
    [commandIds.copyTracingCode]: copyTracingCode,
    [commandIds.copyTracingVariables]: copyTracingVariables,
    [commandIds.clearLocalRuns]: clearLocalRuns,
  },
  resume: async (app) => app.localRuns.tracing.resume(),
  settle: (app) => app.localRuns.tracing.runs.settled(),
};
