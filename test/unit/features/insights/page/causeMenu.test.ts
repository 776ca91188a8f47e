import { expect, test } from "vitest";
import { causeCopies } from "#features/agents/vscode/copyActs.ts";
import { causeAct } from "#features/alarms/vscode/causeAct.ts";
import { causeAct as runAgain } from "#features/batches/vscode/causeAct.ts";
import { causeMenu } from "#features/insights/page/causeMenu.ts";
import { named, namedEntries, shownIn } from "../../../../support/menus.ts";

test.each([
  ["cause", false],
  ["cause known", true],
])("a cause has the same menu in Insights and in the Runs view: %s", (viewItem, isKnown) => {
  const inTree = named(shownIn("view/item/context", { view: "dynamiqRuns.explorer", viewItem }));
  const names = inTree.map(([name]) => name);
  const acts = [runAgain, ...causeCopies(() => true), causeAct].map(({ command: id, name, icon }) => ({
    id,
    name,
    icon,
  }));
  const entries = causeMenu({ isKnown, act: () => undefined, acts, actOf: () => undefined });
  expect(namedEntries(entries).map(([name]) => name)).toEqual(names);
});
