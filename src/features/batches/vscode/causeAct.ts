import { commandIds } from "#host/commandIds.ts";

/** In the menu of a cause. */
export const causeAct = {
  command: commandIds.runCauseAgain,
  name: "Run All Again as Batch…",
  icon: "debug-rerun",
  order: 0,
} as const;
