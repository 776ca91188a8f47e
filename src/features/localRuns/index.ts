/**
 * Local runs: the runs of the code on a developer's own machine.
 *
 * The SDK's tracing handler posts the trace of each run as JSON. `core/collector.ts` takes the posts on a loopback
 * port, `core/traceStore.ts` keeps the traces in the extension's own storage, in a thread of its own, and
 * `core/localRunsApi.ts` offers them as runs and events of the Runs API, so every view shows them like the runs of an
 * app. `core/keptIndex.ts` keeps them in the local index. `vscode/localTracing.ts` starts and stops it and tells terminals the address; `vscode/commands.ts` has the
 * commands.
 */

import { join } from "node:path";
import { toDisposable } from "#base/disposable.ts";
import type { SearchServices } from "#features/search/vscode/services.ts";
import { hasTracedRun } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import { onDidChangeSetting } from "#host/settings.ts";
import type { App } from "#workbench/app.ts";
import { connectionKinds } from "#workbench/connections/vscode/connectionPoints.ts";
import { otherClients } from "#workbench/core/core.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { exportForms } from "#workbench/panel/vscode/exportFiles.ts";
import type { contributions } from "./contributes.ts";
import { KeptIndex } from "./core/keptIndex.ts";
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
import { LostRow } from "./vscode/lostRow.ts";
import { SetupPage } from "./vscode/setupPage.ts";
import { tracedConnections } from "./vscode/tracedConnections.ts";
import { TracingHints } from "./vscode/tracingHints.ts";

/** In milliseconds. */
const indexDelay = 5_000;

export interface LocalRunServices {
  localRuns: {
    /** Starts and stops the collector. Its `runs` are those that were received. */
    tracing: LocalTracing;
    /** The page with the code that a program needs. */
    setup: SetupPage;
  };
}

export const localRuns: Feature<App & SearchServices, LocalRunServices, CommandsOf<typeof contributions>> = {
  id: "localRuns",
  build({ extension, owned, connections, firstSteps, sessions, tree, localIndex, log }) {
    const { workspaceState: window, environmentVariableCollection: variables, extensionPath, extensionUri } = extension;
    const folder = join((extension.storageUri ?? extension.globalStorageUri).fsPath, "localRuns");
    // Its thread begins with the first run or the first list.
    const store = owned.add(new StoreThread(join(extensionPath, "dist", "traces.worker.cjs"), { folder }));
    const runs = owned.add(new LocalRuns(store));
    const tracing = owned.add(new LocalTracing({ runs, connections, window, variables, log }));
    owned.add(new TracingHints(tracing));
    owned.add(tree.offerNotice(owned.add(new LostRow(tracing))));
    const setup = owned.add(new SetupPage(extensionUri, tracing));
    // A run is shown when its program has posted it: nobody asks for it at that moment.
    owned.add(
      runs.onDidChange(({ changed, removed }) => {
        const session = sessions.get(tracing.connection.id);
        if (changed.length > 0) firstSteps.note(hasTracedRun);
        for (const run of changed) session.watcher.take(run);
        for (const id of removed) session.noteLost(id);
        if (removed.length > 0) void session.store.refresh();
      }),
    );
    const index = owned.add(new KeptIndex(runs, () => localIndex.readAll(tracing.connection.id)));
    // A window only does what a person has opened it for at first.
    const first = setTimeout(() => connections.get(tracing.connection.id) && index.ask(), indexDelay);
    owned.add(toDisposable(() => clearTimeout(first)));
    owned.add(onDidChangeSetting("dynamiqRuns.index", () => index.ask()));
    return { localRuns: { tracing, setup } };
  },
  adds: [
    adds(
      otherClients,
      ({ localRuns: { tracing } }) =>
        (id) =>
          id === tracing.connection.id ? new LocalRunsApi(tracing.runs) : undefined,
    ),
    adds(exportForms, () => traceFile),
    adds(connectionKinds, () => tracedConnections),
  ],
  commands: {
    traceLocalRuns,
    stopTracingLocalRuns,
    showTracingSetup,
    copyTracingCode,
    copyTracingVariables,
    clearLocalRuns,
  },
  resume: async (app) => app.localRuns.tracing.resume(),
  settle: (app) => app.localRuns.tracing.runs.settled(),
};
