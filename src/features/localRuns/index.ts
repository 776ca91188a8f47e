/**
 * Local runs: the runs of the code on a developer's own machine.
 *
 * The SDK's tracing handler posts the trace of each run as JSON. `core/collector.ts` takes the posts on a loopback
 * port, `core/traceStore.ts` keeps the traces in the extension's own storage, in a thread of its own, and
 * `core/localRunsApi.ts` offers them as runs and events of the Runs API, so every view shows them like the runs of an
 * app. `vscode/` starts and stops it, tells terminals the address, and has the commands.
 */
export { startCollector } from "./core/collector.ts";
export { LocalRuns } from "./core/localRuns.ts";
export { LocalRunsApi } from "./core/localRunsApi.ts";
export { StoreThread } from "./core/storeThread.ts";
