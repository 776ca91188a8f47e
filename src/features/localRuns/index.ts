/**
 * Local runs: the runs of the code on a developer's own machine.
 *
 * The SDK's tracing handler posts the trace of each run as JSON. `core/` takes the posts on a loopback port, keeps the
 * traces in the extension's own storage and reads them as runs and events of the Runs API (`contract.ts`), so every
 * view shows them like the runs of an app. `vscode/` starts and stops it, tells terminals the address, and has the
 * commands.
 */
export type { Trace, TraceBody, TraceReader, TraceRun } from "./core/contract.ts";
