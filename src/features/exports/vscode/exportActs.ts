import { commandIds } from "#host/commandIds.ts";
import type { Act } from "#workbench/core/acts.ts";
import type { NamedSession } from "#workbench/explorer/vscode/sessionTarget.ts";
import type { RunRef } from "#workbench/panel/vscode/runPoints.ts";

const { exportRuns } = commandIds;

/** The button of a run's panel. */
export const exportRun: Act<RunRef> = { command: exportRuns, name: "Export Runs…", icon: "export", order: 1 };

/** The entry in the menu of a conversation. */
export const exportConversation: Act<NamedSession> = {
  command: exportRuns,
  name: "Export Conversation…",
  icon: "export",
  order: 4,
  fits: ({ file }) => file === undefined,
};
