import type { MenuEntry } from "#ui/menuEntry.ts";
import type { ActView } from "#workbench/core/acts.ts";
import type { CauseAction } from "./messages.ts";

interface MenuOfCause {
  isKnown: boolean;
  act: (action: CauseAction) => void;
  /** What other features do with it, and what does that. */
  acts: readonly ActView[];
  actOf: (id: string) => void;
}

/** The menu of a cause, in the order and with the names of its row's menu in the *Runs* view. */
export function causeMenu({ isKnown, act, acts, actOf }: MenuOfCause): MenuEntry[] {
  return [
    { name: "Show Runs", icon: "list-unordered", run: () => act("showRuns") },
    { name: "Compare with a Good Run", icon: "git-compare", run: () => act("compare") },
    { separator: true },
    { name: "Mark as Known…", icon: "check", run: () => act("markKnown") },
    ...(isKnown ? [{ name: 'Remove "Known" Mark', icon: "discard" as const, run: () => act("forgetKnown") }] : []),
    ...(acts.length === 0 ? [] : [{ separator: true as const }]),
    ...acts.map(({ id, name, icon }) => ({ name, icon, run: () => actOf(id) })),
  ];
}
