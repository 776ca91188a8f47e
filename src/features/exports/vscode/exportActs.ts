import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import type { Act } from "#workbench/core/acts.ts";
import type { NamedSession } from "#workbench/explorer/vscode/sessionTarget.ts";
import type { RunPlace } from "#workbench/panel/vscode/runPoints.ts";

const run = (target: unknown): Thenable<unknown> => vscode.commands.executeCommand(commandIds.exportRuns, target);

/** The button of a run's panel, and the entry in the menu of a conversation. */
export const exportActs: { run: Act<RunPlace>; conversation: Act<NamedSession> } = {
  run: { id: "export", name: "Export Runs…", icon: "export", order: 1, run },
  conversation: {
    ...{ id: "export", name: "Export Conversation…", icon: "export", order: 4, run },
    fits: ({ file }) => file === undefined,
  },
};
