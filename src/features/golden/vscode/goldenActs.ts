import { commandIds } from "#host/commandIds.ts";
import type { Act } from "#workbench/core/acts.ts";
import type { NamedSession } from "#workbench/explorer/vscode/sessionTarget.ts";

/** An entry in the menu of a conversation. */
export const keepConversation: Act<NamedSession> = {
  ...{ command: commandIds.keepAsGoldenConversation, name: "Keep as Golden Conversation…", icon: "beaker", order: 3 },
  fits: ({ file }) => file === undefined,
};
