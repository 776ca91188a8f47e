/** A key of the query, as completions show it. */
export interface QueryKey {
  name: string;
  /** Its values, in a few words. */
  detail: string;
}

export const queryKeys: readonly QueryKey[] = [
  { name: "tool", detail: "a tool that was called" },
  { name: "status", detail: "completed, failed, canceled" },
  { name: "error", detail: "the type, message or place of the error" },
  { name: "node", detail: "a node of the workflow" },
  { name: "user", detail: "the run's user" },
  { name: "session", detail: "the run's session" },
  { name: "since", detail: "7d, 24h, 2026-11-03" },
  { name: "until", detail: "7d, yesterday, 2026-11-03" },
  { name: "duration", detail: ">30s, <2min" },
  { name: "connection", detail: "the app that was run" },
];

/** All keys; `input` and `output` have a field's path after them. */
export const keyNames: readonly string[] = [...queryKeys.map(({ name }) => name), "input", "output"];
