import type { MenuEntry } from "#ui/menuEntry.ts";
import type { CauseAction } from "./messages.ts";

interface MenuOfCause {
  isKnown: boolean;
  hasChat: boolean;
  act: (action: CauseAction) => void;
}

/** The menu of a cause, in the order and with the names of its row's menu in the *Runs* view. */
export function causeMenu({ isKnown, hasChat, act }: MenuOfCause): MenuEntry[] {
  return [
    { name: "Show Runs", icon: "list-unordered", run: () => act("showRuns") },
    { name: "Compare with a Good Run", icon: "git-compare", run: () => act("compare") },
    { separator: true },
    { name: "Run All Again as Batch…", icon: "debug-rerun", run: () => act("runAgain") },
    { separator: true },
    { name: "Mark as Known…", icon: "check", run: () => act("markKnown") },
    ...(isKnown ? [{ name: 'Remove "Known" Mark', icon: "discard" as const, run: () => act("forgetKnown") }] : []),
    { separator: true },
    { name: "Copy as Markdown", icon: "markdown", run: () => act("copyAsMarkdown") },
    { name: "Copy for AI", icon: "sparkle", run: () => act("copyForAi") },
    ...(hasChat
      ? [{ name: "Ask Chat About This", icon: "comment-discussion" as const, run: () => act("askChat") }]
      : []),
  ];
}
