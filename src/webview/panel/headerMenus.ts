import { shortId } from "../../model/shortId.ts";
import type { PanelAction, RunHeader } from "../../protocol/viewModels.ts";
import type { Host } from "../host.ts";
import type { IconName } from "../ui/icons.ts";
import type { MenuEntry } from "../ui/MenuButton.tsx";

const editsName = "Run Again with Edits";

export function runAgainMenu(host: Host): MenuEntry[] {
  return [{ name: editsName, icon: "edit", run: () => host.act("runAgainWithEdits") }];
}

/**
 * The actions without a button of their own, and in narrow panels the other actions of the header. Impossible actions
 * are left out.
 */
export function moreActions(header: RunHeader, host: Host): MenuEntry[] {
  const { canCancel, canRunAgain, connected, canCompare, userId, sessionId } = header;
  const item = (name: string, icon: IconName, action: PanelAction, shown?: string): MenuEntry => {
    return { name, icon, run: () => host.act(action), shown };
  };
  const copy = (name: string, text: string, shown?: string): MenuEntry => {
    return { name, icon: "copy", run: () => host.copy(text), shown };
  };
  const groups: MenuEntry[][] = [
    [
      ...(canCancel ? [item("Cancel", "stop-circle", "cancel", "narrow")] : []),
      ...(canRunAgain ? [item("Run Again", "debug-rerun", "runAgain", "narrow")] : []),
      ...(canRunAgain ? [item(editsName, "edit", "runAgainWithEdits", "narrow")] : []),
    ],
    [
      ...(connected && userId ? [item(`Filter by User ${userId}`, "filter", "filterByUser", "narrow")] : []),
      ...(connected && sessionId
        ? [item(`Filter by Session ${shortId(sessionId)}`, "filter", "filterBySession", "medium")]
        : []),
    ],
    [
      item("Open as Text", "json", "openText"),
      ...(header.hasOutput ? [item("Save Output As…", "save-as", "saveOutput")] : []),
      ...(connected ? [item("Export…", "export", "export")] : []),
      ...(connected ? [item("Copy as cURL", "terminal", "copyAsCurl")] : []),
      copy("Copy Run ID", header.id),
      ...(sessionId ? [copy("Copy Session ID", sessionId, "medium")] : []),
    ],
    [
      item("Select for Compare", "compare-changes", "selectForCompare"),
      ...(canCompare ? [item("Compare with Selected", "diff", "compareWithSelected")] : []),
    ],
  ];
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index, all) => (index < all.length - 1 ? [...group, separatorAfter(group)] : group));
}

/** A separator that is visible at the same widths as its group. */
function separatorAfter(group: readonly MenuEntry[]): MenuEntry {
  const widths = group.map(({ shown }) => shown);
  if (widths.includes(undefined)) return { separator: true };
  return { separator: true, shown: widths.includes("medium") ? "medium" : "narrow" };
}
