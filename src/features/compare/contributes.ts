import { inRunPanel, inRunLists, onRunInPage, panelHasRun, severalSelected } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { inSubmenu } from "#host/contributions/runMenus.ts";
import { all, is, isRow, not } from "#host/contributions/when.ts";
import { contributedTool } from "#workbench/tools/contributedTool.ts";
import { compareRuns } from "./core/tools/compareRuns.ts";

const inComparison = is("activeWebviewPanelId", "dynamiqRuns.comparison");
const isSelectedForCompare = is("dynamiqRuns.selectedForCompare");
const ofRow = all(inRunLists, isRow("run"), not(severalSelected));
const ofTab = all(inRunPanel, panelHasRun, not(is("dynamiqRuns.panelRun", "removed")));
const inPage = all(onRunInPage, isRow("run"));

export const contributions = contributes({
  commands: {
    selectForCompare: {
      title: "Select Run for Compare",
      icon: "compare-changes",
      menus: [
        { menu: "view/item/context", group: "5_compare@1", when: all(ofRow, not(isSelectedForCompare)) },
        { menu: "editor/title", group: "5_compare@1", when: all(ofTab, not(isSelectedForCompare)) },
        { menu: "webview/context", group: "5_compare@1", when: all(inPage, not(isSelectedForCompare)) },
        inSubmenu("compare", "row", 2, all(ofRow, isSelectedForCompare)),
        inSubmenu("compare", "tab", 2, all(ofTab, isSelectedForCompare)),
        inSubmenu("compare", "page", 2, all(inPage, isSelectedForCompare)),
      ],
    },
    compareWithSelected: {
      title: "Compare with Selected Run",
      icon: "diff",
      menus: [
        inSubmenu("compare", "row", 1, all(ofRow, isSelectedForCompare)),
        inSubmenu("compare", "tab", 1, all(ofTab, isSelectedForCompare)),
        inSubmenu("compare", "page", 1, all(inPage, isSelectedForCompare)),
      ],
    },
    compareSelected: {
      title: "Compare the Two Selected Runs",
      icon: "diff",
      menus: [
        {
          menu: "view/item/context",
          group: "5_compare@1",
          when: all(inRunLists, isRow("run"), is("listDoubleSelection")),
        },
      ],
    },
  },
  panels: ["dynamiqRuns.comparison"],
  languageModelTools: [contributedTool(compareRuns, "Finds the steps and values that differ between two runs.")],
  contextKeys: { selectedForCompare: "boolean" },
  shared: { inCopiedTab: inComparison, inCopiedPanel: inComparison },
});
