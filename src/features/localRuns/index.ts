import { join } from "node:path";
import type * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { Log } from "../../host/log.ts";
import { whenTrusted } from "../../host/whenTrusted.ts";
import { LocalRuns } from "./core/localRuns.ts";
import { LocalRunsApi } from "./core/localRunsApi.ts";
import { StoreThread } from "./core/storeThread.ts";
import { LocalTracing } from "./vscode/localTracing.ts";
import { SetupPage } from "./vscode/setupPage.ts";
import { TracingHints } from "./vscode/tracingHints.ts";

/**
 * Local runs: the runs of the code on a developer's own machine.
 *
 * The SDK's tracing handler posts the trace of each run as JSON. `core/collector.ts` takes the posts on a loopback
 * port, `core/traceStore.ts` keeps the traces in the extension's own storage, in a thread of its own, and
 * `core/localRunsApi.ts` offers them as runs and events of the Runs API, so every view shows them like the runs of an
 * app. `vscode/localTracing.ts` starts and stops it and tells terminals the address; `vscode/commands.ts` has the
 * commands.
 */
export interface LocalRunsFeature extends Disposable {
  /** Starts and stops the collector. Its `runs` are those that were received. */
  readonly tracing: LocalTracing;
  /** The page with the code that a program needs. */
  readonly setup: SetupPage;
  /** The runs as those of an app, for a connection that is ours; `undefined` for any other. */
  apiOf(connectionId: string | undefined): LocalRunsApi | undefined;
  /** Continues what an earlier window of this workspace did, as soon as the workspace is trusted. */
  resume(): void;
  /** Waits until everything that was received is kept. */
  settled(): Promise<void>;
}

/** Builds the feature. Its thread begins with the first run or the first list. */
export function localRunsOf(
  extension: vscode.ExtensionContext,
  connections: ConnectionStore,
  log: Log,
): LocalRunsFeature {
  const owned = new DisposableStore();
  const { workspaceState: window, environmentVariableCollection: variables, extensionPath, extensionUri } = extension;
  const folder = join((extension.storageUri ?? extension.globalStorageUri).fsPath, "localRuns");
  const store = owned.add(new StoreThread(join(extensionPath, "dist", "traceThread.cjs"), { folder }));
  const runs = owned.add(new LocalRuns(store));
  const tracing = owned.add(new LocalTracing({ runs, connections, window, variables, log }));
  owned.add(new TracingHints(tracing));
  const setup = owned.add(new SetupPage(extensionUri, tracing));
  return {
    tracing,
    setup,
    apiOf: (id) => (id === tracing.connection.id ? new LocalRunsApi(runs) : undefined),
    resume: () => void owned.add(whenTrusted(() => tracing.resume())),
    settled: () => runs.settled(),
    dispose: () => owned.dispose(),
  };
}
