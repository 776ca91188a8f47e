import { isTerminal } from "../../../model/status.ts";
import type { IconName } from "../../../ui/icons.ts";
import type { MenuEntry } from "../../../ui/menuEntry.ts";
import type { RunHeader } from "./headerViews.ts";
import type { Host } from "./host.ts";
import type { PanelAction } from "./panelAction.ts";

type MenuHost = Pick<Host, "act" | "copy">;

/** What a menu of a run offers, with the name and icon of its command in package.json. */
const acts = {
  openConversation: ["Open Conversation", "comment-discussion"],
  openText: ["Open Run as Text", "json"],
  saveOutput: ["Save Run Output As…", "save-as"],
  cancel: ["Cancel Run…", "stop-circle"],
  runAgain: ["Run Again", "debug-rerun"],
  runAgainWithEdits: ["Run Again with Edits", "edit"],
  runAgainInSameSession: ["Run Again in the Same Session…", "history"],
  copyLink: ["Copy Link", "link"],
  copyAsCurl: ["Copy Run as cURL", "terminal"],
  copyAsMarkdown: ["Copy as Markdown", "markdown"],
  copyForAi: ["Copy for AI", "sparkle"],
  askChat: ["Ask Chat About This", "comment-discussion"],
  export: ["Export Runs…", "export"],
  keepAsGoldenTest: ["Keep as Golden Test…", "beaker"],
  filterByUser: ["Filter by This User", "filter"],
  filterBySession: ["Filter by This Session", "filter"],
  selectForCompare: ["Select Run for Compare", "compare-changes"],
  compareWithSelected: ["Compare with Selected Run", "diff"],
} as const satisfies Partial<Record<PanelAction, readonly [name: string, icon: IconName]>>;

/** The other ways to run it again. */
export function runAgainMenu({ sessionId }: RunHeader, host: MenuHost): MenuEntry[] {
  return [entry(host, "runAgainWithEdits"), ...(sessionId ? [entry(host, "runAgainInSameSession")] : [])];
}

/**
 * The menu of the run, in the order of its row's menu in the *Runs* view. What the header shows is in it only where a
 * narrow panel hides that. Impossible actions are left out.
 */
export function moreActions(header: RunHeader, host: MenuHost): MenuEntry[] {
  const { canCancel, canRunAgain, connected, canCompare, userId, sessionId } = header;
  const isOfApp = connected && !header.local;
  const when = (isPossible: unknown, action: keyof typeof acts, shown?: string): MenuEntry[] =>
    isPossible ? [entry(host, action, shown)] : [];
  const copy = (name: string, text: string, shown?: string): MenuEntry => {
    return { name, icon: "copy", run: () => host.copy(text), shown };
  };
  const groups: MenuEntry[][] = [
    [
      ...when(isOfApp && userId && sessionId, "openConversation"),
      entry(host, "openText"),
      ...when(header.hasOutput, "saveOutput"),
    ],
    [
      ...when(canCancel, "cancel", "small"),
      ...when(canRunAgain, "runAgain", "small"),
      ...when(canRunAgain, "runAgainWithEdits", "small"),
      ...when(canRunAgain && sessionId, "runAgainInSameSession", "small"),
    ],
    [
      copy("Copy Run ID", header.id),
      ...when(isOfApp, "copyLink"),
      ...when(isOfApp, "copyAsCurl"),
      ...when(connected, "copyAsMarkdown"),
      ...when(connected, "copyForAi"),
      ...when(connected && header.hasChat, "askChat"),
      ...(sessionId ? [copy("Copy Session ID", sessionId, "medium low")] : []),
    ],
    [...when(connected, "export"), ...when(connected && isTerminal(header.status), "keepAsGoldenTest")],
    [
      ...when(connected && userId, "filterByUser", "narrow low"),
      ...when(connected && sessionId, "filterBySession", "medium low"),
    ],
    [entry(host, "selectForCompare"), ...when(canCompare, "compareWithSelected")],
  ];
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index, all) => (index < all.length - 1 ? [...group, separatorAfter(group)] : group));
}

function entry(host: MenuHost, action: keyof typeof acts, shown?: string): MenuEntry {
  const [name, icon] = acts[action];
  return { name, icon, run: () => host.act(action), shown };
}

/** A separator that is visible at the same sizes as its group. */
function separatorAfter(group: readonly MenuEntry[]): MenuEntry {
  const sizes = group.map(({ shown }) => shown?.split(" "));
  if (sizes.includes(undefined)) return { separator: true };
  const has = (size: string): boolean => sizes.some((each) => each?.includes(size));
  const widest = ["medium", "narrow"].find(has) ?? "small";
  return { separator: true, shown: `${widest}${has("low") ? " low" : ""}` };
}
