import { commandIds } from "#host/commandIds.ts";
import type { Act } from "#workbench/core/acts.ts";
import type { CauseTarget } from "#workbench/explorer/vscode/causeTarget.ts";
import type { NamedSession } from "#workbench/explorer/vscode/sessionTarget.ts";

const { copyAsMarkdown, copyForAi, askChat } = commandIds;

/** Entries in the menu of a conversation. */
export const conversationCopies: readonly Act<NamedSession>[] = [
  { command: copyAsMarkdown, name: "Copy as Markdown", icon: "copy", order: 1 },
  { command: copyForAi, name: "Copy for AI", icon: "robot", order: 2 },
];

/** Entries in the menu of a cause in Insights. @param hasChat whether VS Code's chat can be asked */
export function causeCopies(hasChat: () => boolean): readonly Act<CauseTarget>[] {
  return [
    { command: copyAsMarkdown, name: "Copy as Markdown", icon: "markdown", order: 1 },
    { command: copyForAi, name: "Copy for AI", icon: "sparkle", order: 2 },
    { command: askChat, name: "Ask Chat About This", icon: "comment-discussion", order: 3, fits: hasChat },
  ];
}
