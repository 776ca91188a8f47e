/** What started a run that isn't the app's own traffic: a golden test, a batch, a fork of a conversation, or a tool of an agent. */
export const runOrigins = ["test", "batch", "fork", "agent"] as const;
export type RunOrigin = (typeof runOrigins)[number];
/** What started a run, as far as it is remembered on this machine; `undefined` for the app's own traffic. */
export type OriginOf = (runId: string) => RunOrigin | undefined;

/** The origins' names for several runs: *3 runs of golden tests*. */
export const originNames: Readonly<Record<RunOrigin, string>> = {
  test: "golden tests",
  batch: "batches",
  fork: "forks",
  agent: "agents",
};
